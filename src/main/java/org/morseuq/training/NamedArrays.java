package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Tensor;

/**
 * Live arrays of the engine under names, to be written to a checkpoint and read back bit for bit.
 *
 * @param arrays float32 arrays by name; they stay their owners'
 */
record NamedArrays(Map<String, NDArray> arrays) {

    /** Their numbers. */
    Map<String, Tensor> save() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) -> tensors.put(name, Checkpoint.tensor(array)));
        return tensors;
    }

    /**
     * Overwrites them all.
     *
     * @param tensors by name; others than these are ignored
     * @param file where they were read, for messages
     * @throws MalformedFileException if one is missing or has another size; then some may be overwritten already
     */
    void restore(Map<String, Tensor> tensors, Path file) throws MalformedFileException {
        for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
            Tensor tensor = tensors.get(entry.getKey());
            if (tensor == null || tensor.values().length != entry.getValue().size()) {
                throw new MalformedFileException(file, "has no tensor '" + entry.getKey() + "' of the right size");
            }
            overwrite(entry.getValue(), tensor.values());
        }
    }

    /** Gives an array other numbers, as many as it has, without a gradient. */
    static void overwrite(NDArray array, float[] values) {
        try (NDManager scope = array.getManager().newSubManager();
                NDArray fresh = scope.create(values, array.getShape())) {
            overwrite(array, fresh);
        }
    }

    /**
     * Gives an array, whose numbers are finite, those of another, without a gradient. Arithmetic in place keeps the
     * order in memory; the engine's own copy does not, and writes a warning to the error stream.
     */
    static void overwrite(NDArray array, NDArray values) {
        JniUtils.setGradMode(false);
        array.subi(array).addi(values);
    }
}
