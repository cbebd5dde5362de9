package org.morseuq.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.morseuq.function.Vector;
import org.morseuq.optimizer.Optimizer;
import org.morseuq.optimizer.OptimizerState;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Tensor;

/** What an optimizer of vectors in single precision remembers, as the tensors of a checkpoint. */
final class OptimizerTensors {

    private static final String PREFIX = "optimizer/";

    private OptimizerTensors() {}

    /** Its vectors by name. */
    static Map<String, Tensor> save(OptimizerState state) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        state.vectors().forEach((name, vector) -> tensors.put(PREFIX + name, tensor(vector)));
        return tensors;
    }

    /** A vector as a tensor. */
    static Tensor tensor(Vector vector) {
        double[] numbers = vector.toArray();
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) numbers[i];
        }
        return new Tensor(new int[] {values.length}, values);
    }

    /**
     * Overwrites a vector.
     *
     * @param vector what to overwrite
     * @param name of the tensor
     * @param tensors by name
     * @param file where they were read, for messages
     * @throws MalformedFileException if it is missing or has another size
     */
    static void restore(Vector vector, String name, Map<String, Tensor> tensors, Path file)
            throws MalformedFileException {
        Tensor tensor = tensors.get(name);
        if (tensor == null || tensor.values().length != vector.size()) {
            throw new MalformedFileException(file, "has no tensor '" + name + "' of the right size");
        }
        double[] values = new double[tensor.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.values()[i];
        }
        vector.setArray(values);
    }

    /**
     * Lets an optimizer go on from what was saved.
     *
     * @param optimizer of the same settings
     * @param like any vector of its space
     * @param numbers beside the vectors
     * @param tensors by name; others than its own are ignored
     * @param file where they were read, for messages
     * @throws MalformedFileException if something is missing or has another size
     */
    static void restore(
            Optimizer optimizer, Vector like, Map<String, Double> numbers, Map<String, Tensor> tensors, Path file)
            throws MalformedFileException {
        Map<String, Vector> vectors = new LinkedHashMap<>();
        try {
            for (String name : optimizer.state().vectors().keySet()) {
                Vector vector = like.zeros();
                vectors.put(name, vector);
                restore(vector, PREFIX + name, tensors, file);
            }
            optimizer.restore(new OptimizerState(numbers, vectors));
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, "does not hold the state of this optimizer", e);
        } finally {
            vectors.values().forEach(Vector::close);
        }
    }
}
