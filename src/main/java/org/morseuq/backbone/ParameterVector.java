package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.function.Vector;

/**
 * The parameters of a network as one vector: the arrays that the network computes with become windows on the vector's
 * memory, one after the other. To move the network to a point is one copy.
 *
 * <p>What a network keeps of its inputs (the running statistics of a batch normalisation) is no parameter, and becomes a
 * vector of its own in the same way.
 */
public final class ParameterVector {

    private static final String CODE =
            """
              def adopt(self: __torch__.Windows, into: List[Tensor], parts: List[Tensor]) -> Tensor:
                flat = into[0]
                offset = 0
                for i in range(torch.len(parts)):
                  part = parts[i]
                  end = torch.add(offset, torch.numel(part))
                  window = torch.view_as(torch.slice(flat, 0, offset, end), part)
                  _0 = torch.copy_(window, part)
                  _1 = torch.set_(part, window)
                  offset = end
                return flat
            """;

    private final NDList parts;
    private final List<String> names;
    private final DeviceVector values;
    private final Optional<DeviceVector> statistics;

    private ParameterVector(NDList parts, List<String> names, DeviceVector values, Optional<DeviceVector> statistics) {
        this.parts = parts;
        this.names = names;
        this.values = values;
        this.statistics = statistics;
    }

    /**
     * The parameters of a block that ask for gradients, in the block's order; what does not ask is taken for statistics.
     *
     * @param block initialised, in single or double precision; keeps its parameters' numbers
     * @param manager owns the memory; it must outlive the block's use
     */
    public static ParameterVector of(Block block, NDManager manager) {
        Map<String, NDArray> trained = new LinkedHashMap<>();
        Map<String, NDArray> kept = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : block.getParameters()) {
            Parameter parameter = named.getValue();
            (parameter.requiresGradient() ? trained : kept).put(named.getKey(), parameter.getArray());
        }
        return of(trained, kept, manager);
    }

    /**
     * Arrays as parameters.
     *
     * @param trained by name, at least one, all of one type; they keep their numbers and ask for gradients from now on
     * @param kept the statistics by name, of the same type
     * @param manager owns the memory; it must outlive the arrays' use
     */
    public static ParameterVector of(Map<String, NDArray> trained, Map<String, NDArray> kept, NDManager manager) {
        if (trained.isEmpty()) {
            throw new IllegalArgumentException("there is no parameter that asks for gradients");
        }
        Script script = Script.load(manager, "Windows", CODE);
        NDList parts = new NDList(trained.values());
        DeviceVector values =
                DeviceVector.zeros(manager, size(parts), parts.head().getDataType());
        adopt(script, values, parts, manager);
        Optional<DeviceVector> statistics = Optional.empty();
        if (!kept.isEmpty()) {
            NDList arrays = new NDList(kept.values());
            statistics = Optional.of(values.another(size(arrays)));
            adopt(script, statistics.get(), arrays, manager);
        }
        parts.forEach(part -> JniUtils.attachGradient((PtNDArray) part, true));
        return new ParameterVector(parts, List.copyOf(trained.keySet()), values, statistics);
    }

    private static long size(NDList parts) {
        return parts.stream().mapToLong(NDArray::size).sum();
    }

    private static void adopt(Script script, DeviceVector vector, NDList parts, NDManager manager) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try (NDManager scope = manager.newSubManager()) {
            script.call(scope, "adopt", new NDList(vector.array()), parts);
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** The number of parameters. */
    public long size() {
        return values.size();
    }

    /** The parameters as they are, a vector of its own; the caller closes it. */
    public DeviceVector copy() {
        return values.zeros().set(values);
    }

    /** Moves the network. */
    public void set(Vector at) {
        values.set(at);
    }

    /** Grows when the network is moved. */
    long changes() {
        return values.changes();
    }

    /** The statistics, live; nothing if the network keeps none. */
    public Optional<DeviceVector> statistics() {
        return statistics;
    }

    /** The arrays that the network computes with, in the order of the vector. */
    public NDList parts() {
        return new NDList(parts);
    }

    /** Which entries belong to what. */
    public List<Window> windows() {
        List<Window> windows = new ArrayList<>();
        long begin = 0;
        for (int i = 0; i < parts.size(); i++) {
            long end = begin + parts.get(i).size();
            windows.add(new Window(names.get(i), begin, end));
            begin = end;
        }
        return windows;
    }

    /**
     * A parameter's place in the vector.
     *
     * @param name of the parameter
     * @param begin its first entry
     * @param end one after its last
     */
    public record Window(String name, long begin, long end) {}
}
