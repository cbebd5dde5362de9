package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

/**
 * The whole state of a training run between two steps, as exact float32 numbers.
 *
 * @param identity what the run is: a run is resumed only by the same configuration on the same images
 * @param epoch the epoch that the next step belongs to, counted from 0
 * @param step the next step within the epoch, counted from 0
 * @param loss sum of the batch losses of this epoch so far
 * @param correct images of this epoch classified correctly so far
 * @param seconds spent in this epoch so far
 * @param tensors parameters, running statistics and what the optimizer remembers, by name
 * @param numbers what the optimizer remembers beside that, by name
 */
record Checkpoint(
        String identity,
        int epoch,
        int step,
        double loss,
        long correct,
        double seconds,
        Map<String, Tensor> tensors,
        Map<String, Double> numbers) {

    private static final String OPTIMIZER = "optimizer.";

    static Tensor tensor(NDArray array) {
        long[] extents = array.getShape().getShape();
        int[] shape = new int[extents.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.toIntExact(extents[i]);
        }
        return new Tensor(shape, array.toFloatArray());
    }

    void write(Path file) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("identity", identity);
        metadata.put("epoch", Integer.toString(epoch));
        metadata.put("step", Integer.toString(step));
        metadata.put("loss", Double.toString(loss));
        metadata.put("correct", Long.toString(correct));
        metadata.put("seconds", Double.toString(seconds));
        numbers.forEach((name, number) -> metadata.put(OPTIMIZER + name, Double.toString(number)));
        new Safetensors(metadata, tensors).write(file);
    }

    static Checkpoint read(Path file, String identity) throws IOException {
        Safetensors content = Safetensors.read(file);
        Map<String, String> metadata = content.metadata();
        if (!identity.equals(metadata.get("identity"))) {
            throw new MalformedFileException(
                    file,
                    "belongs to another run: it was made by " + metadata.get("identity") + ", this is " + identity);
        }
        try {
            Map<String, Double> numbers = new LinkedHashMap<>();
            metadata.forEach((name, value) -> {
                if (name.startsWith(OPTIMIZER)) {
                    numbers.put(name.substring(OPTIMIZER.length()), Double.valueOf(value));
                }
            });
            return new Checkpoint(
                    identity,
                    Integer.parseInt(metadata.get("epoch")),
                    Integer.parseInt(metadata.get("step")),
                    Double.parseDouble(metadata.get("loss")),
                    Long.parseLong(metadata.get("correct")),
                    Double.parseDouble(metadata.get("seconds")),
                    content.tensors(),
                    numbers);
        } catch (NumberFormatException | NullPointerException e) {
            throw new MalformedFileException(file, "lacks the position of the run", e);
        }
    }
}
