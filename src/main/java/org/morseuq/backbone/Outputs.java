package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.morseuq.data.Layout;

/**
 * Names a network's outputs and turns them into rows, by the rule that {@link Backbone} states.
 */
final class Outputs {

    private Outputs() {}

    /**
     * The layout of the rows that these outputs become.
     *
     * @param outputs what the network returned for {@code n} images
     * @param n the number of images
     */
    static Layout layout(NDList outputs, int n) {
        List<Layout.Block> blocks = new ArrayList<>();
        boolean embedding = false;
        int inner = 0;
        for (int i = 0; i < outputs.size(); i++) {
            Shape shape = outputs.get(i).getShape();
            boolean matrix = shape.dimension() == 2;
            if (shape.dimension() == 0 || shape.get(0) != n || !(matrix || (i > 0 && shape.dimension() == 4))) {
                throw new IllegalArgumentException("output " + i + " has shape " + shape + ", expected ("
                        + (i == 0 ? "n, classes)" : "n, d) or (n, d, h, w)") + " with n = " + n);
            }
            int width = Math.toIntExact(shape.get(1));
            if (i == 0) {
                blocks.add(new Layout.Block(Layout.LOGITS, width));
            } else if (matrix && !embedding) {
                embedding = true;
                blocks.add(new Layout.Block(Layout.EMBEDDING, width));
            } else {
                inner++;
                String name = Layout.INNER + inner;
                if (matrix) {
                    blocks.add(new Layout.Block(name, width));
                } else {
                    blocks.add(new Layout.Block(name + ".mean", width));
                    if (shape.get(2) * shape.get(3) > 1) {
                        blocks.add(new Layout.Block(name + ".std", width));
                    }
                }
            }
        }
        return new Layout(blocks);
    }

    /** The rows, one an image. */
    static float[][] rows(NDList outputs, Layout layout, int n) {
        List<float[]> columns = new ArrayList<>();
        for (NDArray output : outputs) {
            NDArray values = output.toType(DataType.FLOAT32, false);
            if (values.getShape().dimension() == 2) {
                columns.add(values.toFloatArray());
            } else {
                pool(values, columns);
            }
        }
        float[][] rows = new float[n][layout.width()];
        int offset = 0;
        for (float[] block : columns) {
            int width = block.length / n;
            for (int i = 0; i < n; i++) {
                System.arraycopy(block, i * width, rows[i], offset, width);
            }
            offset += width;
        }
        return rows;
    }

    /** Adds the spatial means and, of more than one position, the unbiased standard deviations. */
    private static void pool(NDArray map, List<float[]> columns) {
        long n = map.getShape().get(0);
        long d = map.getShape().get(1);
        long positions = map.getShape().get(2) * map.getShape().get(3);
        NDArray flat = map.reshape(n, d, positions);
        NDArray mean = flat.mean(new int[] {2}, true);
        columns.add(mean.toFloatArray());
        if (positions > 1) {
            NDArray length = flat.sub(mean).norm(new int[] {2});
            columns.add(length.div(Math.sqrt(positions - 1.0)).toFloatArray());
        }
    }
}
