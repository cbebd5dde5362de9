package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.morseuq.store.ScriptArchive;

/**
 * A loaded program of the engine's own language, which reaches operations that its Java face lacks. Lives as long as the
 * manager that it was loaded into. Its functions may run on several threads at once.
 */
final class Script {

    private final PtSymbolBlock module;

    private Script(PtSymbolBlock module) {
        this.module = module;
    }

    /**
     * Loads a program.
     *
     * @param manager what it is freed with
     * @param name of its class
     * @param methods as {@link ScriptArchive#bytes} takes them
     */
    static Script load(NDManager manager, String name, String methods) {
        try (ByteArrayInputStream in = new ByteArrayInputStream(ScriptArchive.bytes(name, methods))) {
            return new Script(JniUtils.loadModule((PtNDManager) manager, in, false, false));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be read", e);
        }
    }

    /**
     * Calls a function of lists of arrays, as one operation among others: recorded if the thread records.
     *
     * @param scope where the result goes
     * @param function its name
     * @param lists the arguments, each of at least one array; no array twice in one list
     * @return the arrays that it returned
     */
    NDList call(NDManager scope, String function, NDList... lists) {
        // The engine reads from the arrays' names what is called and which list an array belongs to.
        NDArray method = scope.zeros(new Shape(1));
        method.setName("module_method:" + function);
        NDList arguments = new NDList(method); // first, for the result goes to the manager of the first
        NDList owned = new NDList();
        NDList aliases = new NDList();
        String[] names = new String[1 + sizes(lists)];
        Set<NDArray> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        try {
            for (int i = 0; i < lists.length; i++) {
                for (NDArray array : lists[i]) {
                    NDArray argument = array;
                    if (seen.add(array)) {
                        names[owned.size()] = array.getName();
                        owned.add(array);
                    } else {
                        argument = array.reshape(array.getShape()); // another name for the same array
                        aliases.add(argument);
                    }
                    argument.setName("list" + i + "[]");
                    arguments.add(argument);
                }
            }
            return IValueUtils.forward(module, arguments, true);
        } finally {
            for (int i = 0; i < owned.size(); i++) {
                owned.get(i).setName(names[i]);
            }
            aliases.close();
            method.close();
        }
    }

    private static int sizes(NDList[] lists) {
        int sum = 0;
        for (NDList list : lists) {
            sum += list.size();
        }
        return sum;
    }

    /**
     * Calls a function of arrays and numbers that is not to be recorded; arrays may be changed in place.
     *
     * @param function its name
     * @param arguments arrays and doubles
     * @return the number that it returned; 0 if it returned nothing
     */
    double run(String function, Object... arguments) {
        IValue[] values = new IValue[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    arguments[i] instanceof PtNDArray array ? IValue.from(array) : IValue.from((double) arguments[i]);
        }
        try (IValue result = IValueUtils.runMethod(module, function, values)) {
            return result.isDouble() ? result.toDouble() : 0;
        } finally {
            for (IValue value : values) {
                value.close();
            }
        }
    }
}
