package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.morseuq.data.Layout;

/** Names a network's outputs and turns them into rows, by the rule that {@link Backbone} states. */
public final class Outputs {

    private Outputs() {}

    /**
     * The layout of the rows that these outputs become, maps by all statistics that there are: of a network that pools them itself,
     * those that it gives.
     *
     * @param outputs what the network returned for {@code n} images
     * @param n the number of images
     * @return one block an output, or as many as there are statistics where a map has more than one position
     */
    public static Layout layout(NDList outputs, int n) {
        return layout(outputs, n, MapStatistic.all());
    }

    /**
     * The layout of the rows that these outputs become.
     *
     * @param outputs what the network returned for {@code n} images
     * @param n the number of images
     * @param statistics what maps become; all of them are as many as there are
     * @return one block an output, or as many as there are statistics where a map has more than one position
     * @throws IllegalArgumentException if the outputs are none of a classifier, or pooled already, and not by these statistics
     */
    public static Layout layout(NDList outputs, int n, Set<MapStatistic> statistics) {
        List<Layout.Block> blocks = new ArrayList<>();
        boolean embedding = false;
        int inner = 0;
        for (int i = 0; i < outputs.size(); i++) {
            Shape shape = outputs.get(i).getShape();
            boolean matrix = shape.dimension() == 2;
            List<MapStatistic> of = statistics(shape);
            if (shape.dimension() == 0 || shape.get(0) != n || !(matrix || (i > 0 && !of.isEmpty()))) {
                throw new IllegalArgumentException("output " + i + " has shape " + shape + ", expected ("
                        + (i == 0 ? "n, classes)" : "n, d), (n, d, h, w) or, pooled, (n, k, d) with k of 1, 2 or 4")
                        + " with n = " + n);
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
                } else if (of.size() == 1) {
                    blocks.add(new Layout.Block(name + "." + MapStatistic.MEAN, width));
                } else if (of.containsAll(statistics)) {
                    MapStatistic.inOrder(statistics)
                            .forEach(each -> blocks.add(new Layout.Block(name + "." + each, width)));
                } else if (statistics.equals(MapStatistic.all())) {
                    of.forEach(each -> blocks.add(new Layout.Block(name + "." + each, width)));
                } else {
                    throw new IllegalArgumentException("output " + i + " is pooled to " + of + " already, not to "
                            + MapStatistic.inOrder(statistics)
                            + "; load the network with these statistics, or let it return its maps");
                }
            }
        }
        return new Layout(blocks);
    }

    /**
     * What a channel can become: its one number of a matrix (n, d); all statistics of a map (n, d, h, w), but the mean alone of a
     * single position; of a map that was pooled before, (n, k, d), the first k, of which there are 1, 2 or all; nothing of what is
     * none of these.
     */
    static List<MapStatistic> statistics(Shape shape) {
        List<MapStatistic> all = List.of(MapStatistic.values());
        return switch (shape.dimension()) {
            case 2 -> all.subList(0, 1);
            case 3 ->
                shape.get(1) == 1 || shape.get(1) == 2 || shape.get(1) == all.size()
                        ? all.subList(0, (int) shape.get(1))
                        : List.of();
            case 4 -> shape.get(2) * shape.get(3) > 1 ? all : all.subList(0, 1);
            default -> List.of();
        };
    }

    /** Of the wanted ones those that a channel can become, the mean if it has a single number. */
    static Set<MapStatistic> statistics(Shape shape, Set<MapStatistic> wanted) {
        List<MapStatistic> of = statistics(shape);
        if (of.size() == 1) {
            return EnumSet.of(MapStatistic.MEAN);
        }
        Set<MapStatistic> some = EnumSet.copyOf(of);
        some.retainAll(wanted);
        return Collections.unmodifiableSet(some);
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
     * @param statistics what maps become in a row
     * @param covectors one an image, as wide as a row
     * @param scope where what is made on the way goes
     */
    static NDArray innerProduct(NDList outputs, Set<MapStatistic> statistics, float[][] covectors, NDManager scope) {
        NDArray sum = null;
        int offset = 0;
        for (NDArray output : outputs) {
            Set<MapStatistic> of = statistics(output.getShape(), statistics);
            int columns = of.size() * channels(output.getShape());
            if (anyNonZero(covectors, offset, columns)) {
                NDArray product = innerProduct(output, of, covectors, offset, scope);
                sum = sum == null ? product : sum.add(product);
            }
            offset += columns;
        }
        return sum == null ? innerProduct(outputs.get(0), EnumSet.of(MapStatistic.MEAN), covectors, 0, scope) : sum;
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

    private static NDArray innerProduct(
            NDArray output, Set<MapStatistic> statistics, float[][] covectors, int from, NDManager scope) {
        NDArray sum = scope.zeros(new Shape());
        int offset = from;
        for (Part part : parts(output, statistics)) {
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

    /**
     * Columns of the rows by the engine's own means, which it records.
     *
     * @param output a matrix, a map, or a pooled map
     * @param statistics those that are wanted, all of which it {@linkplain #statistics can become}
     * @return one part a statistic
     */
    static List<Part> parts(NDArray output, Set<MapStatistic> statistics) {
        if (output.getShape().dimension() == 2) {
            return List.of(new Part(output, 1));
        }
        if (output.getShape().dimension() == 3) {
            NDList pooled = output.split(output.getShape().get(1), 1);
            List<MapStatistic> columns = statistics(output.getShape());
            return statistics.stream()
                    .map(each -> new Part(pooled.get(columns.indexOf(each)), 1))
                    .toList();
        }
        long n = output.getShape().get(0);
        long d = output.getShape().get(1);
        long positions = output.getShape().get(2) * output.getShape().get(3);
        NDArray flat = output.reshape(n, d, positions);
        int[] last = {2};
        NDArray mean = flat.mean(last, true); // of which the deviation is made too
        return statistics.stream()
                .map(each -> switch (each) {
                    case MEAN -> new Part(mean, 1);
                    case STD -> new Part(flat.sub(mean).norm(last), Math.sqrt(positions - 1.0));
                    case MAX -> new Part(flat.max(last), 1);
                    case ACTIVE ->
                        new Part(flat.gt(0).toType(DataType.FLOAT32, false).sum(last), positions);
                })
                .toList();
    }
}
