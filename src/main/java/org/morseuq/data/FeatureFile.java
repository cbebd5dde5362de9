package org.morseuq.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

/**
 * Feature tables as safetensors: one matrix a block, in order, and the labels.
 *
 * <p>The exact form keeps float32. The compact form takes a quarter of the room: logits in half precision, every other
 * column as 256 equal steps between its least and its largest value, which moves a number by at most 1/510 of its column's
 * range. In either form a block that repeats another one, as an embedding repeats the means of the last inner layer, is
 * written once and named in the metadata.
 */
public final class FeatureFile {

    private static final String LABELS = "labels";
    private static final String LOW = ".low";
    private static final String STEP = ".step";
    private static final String BLOCKS = "blocks";
    private static final String REPEATS = "repeats.";

    private FeatureFile() {}

    /**
     * Writes a table, whole or not at all.
     *
     * @param file the file
     * @param table the rows; labels from -1 to 16,777,215
     * @param compact whether to write the compact form
     * @param origin strings to keep with it, for example the digest of the images
     * @throws IOException if writing fails
     */
    public static void write(Path file, FeatureTable table, boolean compact, Map<String, String> origin)
            throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, Safetensors.Type> types = new LinkedHashMap<>();
        Map<String, String> metadata = new TreeMap<>(origin); // sorted, so that equal tables give equal bytes
        metadata.put(BLOCKS, String.join(" ", table.layout().names()));
        Map<String, float[][]> written = new LinkedHashMap<>();
        for (Layout.Block block : table.layout().blocks()) {
            float[][] values = table.block(block.name());
            Optional<String> original = written.keySet().stream()
                    .filter(name -> Arrays.deepEquals(written.get(name), values))
                    .findFirst();
            written.put(block.name(), values);
            if (original.isPresent()) {
                metadata.put(REPEATS + block.name(), original.get());
            } else if (compact && !block.name().equals(Layout.LOGITS)) {
                quantise(block, values, tensors);
                types.put(block.name(), Safetensors.Type.U8);
            } else {
                tensors.put(block.name(), Tensor.of(values));
                types.put(block.name(), compact ? Safetensors.Type.F16 : Safetensors.Type.F32);
            }
        }
        float[] labels = new float[table.size()];
        boolean small = true;
        for (int i = 0; i < labels.length; i++) {
            labels[i] = table.labels()[i];
            small &= labels[i] >= 0 && labels[i] <= 255;
        }
        tensors.put(LABELS, Tensor.of(labels));
        types.put(LABELS, small ? Safetensors.Type.U8 : Safetensors.Type.F32);
        new Safetensors(metadata, tensors).write(file, types);
    }

    private static void quantise(Layout.Block block, float[][] values, Map<String, Tensor> tensors) {
        int width = block.length();
        float[] low = new float[width];
        float[] step = new float[width];
        for (int j = 0; j < width; j++) {
            float least = Float.POSITIVE_INFINITY;
            float largest = Float.NEGATIVE_INFINITY;
            for (float[] row : values) {
                least = Math.min(least, row[j]);
                largest = Math.max(largest, row[j]);
            }
            low[j] = least;
            step[j] = (largest - least) / 255;
        }
        float[][] codes = new float[values.length][width];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < width; j++) {
                codes[i][j] = step[j] == 0 ? 0 : Math.min(255, Math.round((values[i][j] - low[j]) / step[j]));
            }
        }
        tensors.put(block.name(), Tensor.of(codes));
        tensors.put(block.name() + LOW, Tensor.of(low));
        tensors.put(block.name() + STEP, Tensor.of(step));
    }

    /**
     * Reads a table in either form.
     *
     * @param file the file
     * @return the rows
     * @throws MalformedFileException if it is not a feature table
     * @throws IOException if it cannot be read
     */
    public static FeatureTable read(Path file) throws IOException {
        Safetensors content = Safetensors.read(file);
        float[] labels = content.get(file, LABELS).values();
        List<Layout.Block> blocks = new ArrayList<>();
        List<float[][]> matrices = new ArrayList<>();
        for (String name : content.metadata().getOrDefault(BLOCKS, "").split(" ", -1)) {
            String stored = content.metadata().getOrDefault(REPEATS + name, name);
            Tensor tensor = content.get(file, stored);
            int[] shape = tensor.shape();
            if (shape.length != 2 || shape[0] != labels.length || shape[1] < 1) {
                throw new MalformedFileException(
                        file, "block '" + stored + "' is not a matrix with " + labels.length + " rows");
            }
            float[][] rows = tensor.toRows();
            if (content.tensors().containsKey(stored + STEP)) {
                restore(
                        rows,
                        vector(file, content, stored + LOW, shape[1]),
                        vector(file, content, stored + STEP, shape[1]));
            }
            blocks.add(new Layout.Block(name, shape[1]));
            matrices.add(rows);
        }
        Layout layout = new Layout(blocks);
        float[][] rows = new float[labels.length][layout.width()];
        int[] classes = new int[labels.length];
        for (int i = 0; i < rows.length; i++) {
            int offset = 0;
            for (float[][] matrix : matrices) {
                System.arraycopy(matrix[i], 0, rows[i], offset, matrix[i].length);
                offset += matrix[i].length;
            }
            classes[i] = (int) labels[i];
        }
        return new FeatureTable(layout, rows, classes);
    }

    /**
     * What was said of a table when it was written, such as the digests of its network and of its images.
     *
     * @param file the file
     * @return the strings, by name
     * @throws IOException if it cannot be read
     */
    public static Map<String, String> origin(Path file) throws IOException {
        Map<String, String> origin = new TreeMap<>(Safetensors.read(file).metadata());
        origin.keySet().removeIf(name -> name.equals(BLOCKS) || name.startsWith(REPEATS));
        return origin;
    }

    private static void restore(float[][] rows, float[] low, float[] step) {
        for (float[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] = low[j] + step[j] * row[j];
            }
        }
    }

    private static float[] vector(Path file, Safetensors content, String name, int length) throws IOException {
        float[] values = content.get(file, name).values();
        if (values.length != length) {
            throw new MalformedFileException(
                    file, "tensor '" + name + "' has " + values.length + " numbers, expected " + length);
        }
        return values;
    }
}
