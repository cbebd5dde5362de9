package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.morseuq.data.Layout;

/** Names a network's outputs and turns them into rows, by the rule that {@link Backbone} states. */
public final class Outputs {

    private Outputs() {}

    /**
     * The layout of the rows that these outputs become.
     *
     * @param outputs what the network returned for {@code n} images
     * @param n the number of images
     * @return one block an output, two where a map has more than one position
     */
    public static Layout layout(NDList outputs, int n) {
        List<Layout.Block> blocks = new ArrayList<>();
        boolean embedding = false;
        int inner = 0;
        for (int i = 0; i < outputs.size(); i++) {
            Shape shape = outputs.get(i).getShape();
            boolean matrix = shape.dimension() == 2;
            if (shape.dimension() == 0 || shape.get(0) != n || !(matrix || (i > 0 && statistics(shape) > 0))) {
                throw new IllegalArgumentException("output " + i + " has shape " + shape + ", expected ("
                        + (i == 0 ? "n, classes)" : "n, d), (n, d, h, w) or (n, 2, d)") + " with n = " + n);
            }
            int width = channels(shape);
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
                    if (statistics(shape) > 1) {
                        blocks.add(new Layout.Block(name + ".std", width));
                    }
                }
            }
        }
        return new Layout(blocks);
    }

    /**
     * How many numbers a channel becomes: 1 of a matrix (n, d), 2 of a map (n, d, h, w) but 1 of a single position, k of a
     * map that was pooled before (n, k, d); 0 for what is none of these.
     */
    static int statistics(Shape shape) {
        return switch (shape.dimension()) {
            case 2 -> 1;
            case 3 -> shape.get(1) == 1 || shape.get(1) == 2 ? (int) shape.get(1) : 0;
            case 4 -> shape.get(2) * shape.get(3) > 1 ? 2 : 1;
            default -> 0;
        };
    }

    /** d in these shapes. */
    static int channels(Shape shape) {
        return Math.toIntExact(shape.get(shape.dimension() == 3 ? 2 : 1));
    }

    /**
     * The rows, one an image. For many batches a {@link Readout} is kept.
     *
     * @param outputs what the network returned for {@code n} images
     * @param wanted blocks of {@link #layout}, in any order; others are refused
     * @param n the number of images
     * @return n rows as the wanted layout says
     */
    public static float[][] rows(NDList outputs, Layout wanted, int n) {
        return Readout.of(outputs, n, wanted).rows(outputs, n);
    }

    /**
     * The sum over the images of the inner products of their rows with covectors, as a scalar that gradients flow through.
     * Columns whose covectors are all 0 are left out, and cost no backward pass.
     *
     * @param outputs what the network returned while the engine recorded
     * @param covectors one an image, as wide as a row
     * @param scope where what is made on the way goes
     */
    static NDArray innerProduct(NDList outputs, float[][] covectors, NDManager scope) {
        NDArray sum = null;
        int offset = 0;
        for (NDArray output : outputs) {
            int columns = statistics(output.getShape()) * channels(output.getShape());
            if (anyNonZero(covectors, offset, columns)) {
                NDArray product = innerProduct(output, covectors, offset, scope);
                sum = sum == null ? product : sum.add(product);
            }
            offset += columns;
        }
        return sum == null ? innerProduct(outputs.get(0), covectors, 0, scope) : sum;
    }

    private static boolean anyNonZero(float[][] covectors, int from, int count) {
        for (float[] covector : covectors) {
            for (int j = from; j < from + count; j++) {
                if (covector[j] != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static NDArray innerProduct(NDArray output, float[][] covectors, int from, NDManager scope) {
        NDArray sum = scope.zeros(new Shape());
        int offset = from;
        for (Part part : parts(output)) {
            int width = Math.toIntExact(part.values().size() / covectors.length);
            float[] weights = new float[covectors.length * width];
            for (int i = 0; i < weights.length; i++) {
                // Divided here: the engine's division by a number must not be recorded, it refers to memory long gone.
                weights[i] = (float) (covectors[i / width][offset + i % width] / part.divisor());
            }
            NDArray matrix = scope.create(weights, new Shape(covectors.length, width));
            NDArray values = part.values().reshape(covectors.length, width);
            values.attach(scope);
            sum = sum.add(matrix.mul(values).sum());
            offset += width;
        }
        return sum;
    }

    /** Columns of the rows, still to be divided by a number. */
    record Part(NDArray values, double divisor) {

        float[] numbers() {
            return (divisor == 1 ? values : values.div(divisor)).toFloatArray();
        }
    }

    /** A matrix as it is, a map as its spatial means and, of more than one position, unbiased standard deviations. */
    static List<Part> parts(NDArray output) {
        if (output.getShape().dimension() == 2) {
            return List.of(new Part(output, 1));
        }
        if (output.getShape().dimension() == 3) {
            return output.split(output.getShape().get(1), 1).stream()
                    .map(statistic -> new Part(statistic, 1))
                    .toList();
        }
        long n = output.getShape().get(0);
        long d = output.getShape().get(1);
        long positions = output.getShape().get(2) * output.getShape().get(3);
        NDArray flat = output.reshape(n, d, positions);
        NDArray mean = flat.mean(new int[] {2}, true);
        return positions == 1
                ? List.of(new Part(mean, 1))
                : List.of(new Part(mean, 1), new Part(flat.sub(mean).norm(new int[] {2}), Math.sqrt(positions - 1.0)));
    }
}
