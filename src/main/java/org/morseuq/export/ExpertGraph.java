package org.morseuq.export;

import java.util.Arrays;
import org.morseuq.data.Layout;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.ComposedMap;
import org.morseuq.head.Divergence;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.IdentityMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.ResidualMap;
import org.morseuq.head.SoftmaxMap;
import org.morseuq.head.SquaredMahalanobis;
import org.morseuq.head.UnitNormMap;

/** The factors of a density as parts of a graph: maps, divergences, kernels. */
final class ExpertGraph {

    /** Below the length of every row of floats that is not zero. */
    private static final double TINY = 1e-300;

    private final Graph graph;
    private final Layout layout;
    private final String row;

    ExpertGraph(Graph graph, Layout layout) {
        this.graph = graph;
        this.layout = layout;
        this.row = graph.apply(Operation.DOUBLE, Graph.INPUT);
    }

    private String apply(Operation operation, String... inputs) {
        return graph.apply(operation, inputs);
    }

    /** Some columns of the feature row. */
    String columns(int... columns) {
        return apply(Operation.COLUMNS, row, graph.indices(columns));
    }

    /** The energies by target: rows x targets. */
    String energies(Expert expert) {
        String z = map(expert.map(), columns(layout.columns(expert.blocks())));
        return kernel(expert.kernel(), divergence(expert.divergence(), z, doubles(expert.targets())));
    }

    private String map(FeatureMap map, String x) {
        if (map instanceof ComposedMap composed) {
            String z = x;
            for (FeatureMap part : composed.maps()) {
                z = map(part, z);
            }
            return z;
        } else if (map instanceof IdentityMap) {
            return x;
        } else if (map instanceof UnitNormMap) {
            String length = apply(Operation.SQRT, squares(x));
            return apply(Operation.DIVIDE, x, apply(Operation.LARGER, length, graph.row(TINY)));
        } else if (map instanceof SoftmaxMap) {
            // Rounded to floats as in the library: what is 0 there has an infinite divergence.
            String rounded = apply(Operation.FLOAT, softmax(x, graph.row(1)));
            return apply(Operation.DOUBLE, rounded);
        } else if (map instanceof AffineMap affine) {
            String product = apply(Operation.PRODUCT, x, graph.transposed(doubles(affine.weights())));
            return apply(Operation.ADD, product, graph.row(doubles(affine.bias())));
        } else if (map instanceof ActivationMap activation) {
            return switch (activation.function()) {
                case RELU -> apply(Operation.LARGER, x, graph.row(0));
                case TANH -> apply(Operation.TANH, x);
            };
        } else if (map instanceof ResidualMap residual) {
            return apply(Operation.ADD, x, map(residual.correction(), x));
        }
        throw unknown("map", map);
    }

    /** The softmax of a row divided by a column. */
    String softmax(String x, String temperature) {
        String below = apply(Operation.SUBTRACT, x, apply(Operation.LARGEST, x));
        String powers = apply(Operation.EXP, apply(Operation.DIVIDE, below, temperature));
        return apply(Operation.DIVIDE, powers, apply(Operation.SUM, powers));
    }

    private String squares(String x) {
        return apply(Operation.SUM, apply(Operation.MULTIPLY, x, x));
    }

    private String divergence(Divergence divergence, String z, double[][] targets) {
        if (divergence instanceof Divergence.SquaredEuclidean) {
            return squaredDistances(z, targets);
        } else if (divergence instanceof SquaredMahalanobis mahalanobis) {
            double[][] factor = doubles(mahalanobis.factor());
            double[][] whitened = Arrays.stream(targets)
                    .map(target -> Arrays.stream(factor)
                            .mapToDouble(w -> product(w, target))
                            .toArray())
                    .toArray(double[][]::new);
            return squaredDistances(apply(Operation.PRODUCT, z, graph.transposed(factor)), whitened);
        } else if (divergence instanceof Divergence.KullbackLeibler) {
            return kullbackLeibler(z, targets);
        }
        throw unknown("divergence", divergence);
    }

    /** \( \|z\|^2 - 2 z \cdot t + \|t\|^2 \), in doubles: a matrix of rows x targets and never one of their differences. */
    private String squaredDistances(String z, double[][] targets) {
        double[][] doubled = Arrays.stream(targets)
                .map(target -> Arrays.stream(target).map(t -> -2 * t).toArray())
                .toArray(double[][]::new);
        double[] lengths = Arrays.stream(targets)
                .mapToDouble(target -> product(target, target))
                .toArray();
        String products = apply(Operation.PRODUCT, z, graph.transposed(doubled));
        String sum = apply(Operation.ADD, apply(Operation.ADD, products, squares(z)), graph.row(lengths));
        return apply(Operation.LARGER, sum, graph.row(0)); // which rounding can miss
    }

    /** \( \sum_k z_k - t_k + t_k \log t_k - t_k \log z_k \), infinite where some z is negative, or 0 where t is not. */
    private String kullbackLeibler(String z, double[][] targets) {
        double[][] minus = new double[targets.length][];
        double[][] positive = new double[targets.length][];
        double[] own = new double[targets.length];
        for (int y = 0; y < targets.length; y++) {
            minus[y] = Arrays.stream(targets[y]).map(t -> -t).toArray();
            positive[y] = Arrays.stream(targets[y]).map(Math::signum).toArray();
            own[y] = Arrays.stream(targets[y])
                    .map(t -> t == 0 ? 0 : t * Math.log(t) - t)
                    .sum();
        }
        String zero = graph.row(0);
        String logs = apply(Operation.LOG, apply(Operation.LARGER, z, graph.row(TINY)));
        String cross = apply(Operation.PRODUCT, logs, graph.transposed(minus));
        String sum = apply(Operation.ADD, apply(Operation.ADD, cross, apply(Operation.SUM, z)), graph.row(own));
        String notPositive = apply(Operation.DOUBLE, apply(Operation.AT_MOST, z, zero));
        String missed = apply(Operation.PRODUCT, notPositive, graph.transposed(positive));
        String negative = apply(Operation.NOT, apply(Operation.AT_MOST, zero, z));
        String outside = apply(Operation.ADD, missed, apply(Operation.SUM, apply(Operation.DOUBLE, negative)));
        return apply(
                Operation.CHOICE,
                apply(Operation.AT_MOST, outside, zero),
                apply(Operation.LARGER, sum, zero),
                graph.row(Double.POSITIVE_INFINITY));
    }

    private String kernel(Kernel kernel, String divergence) {
        if (kernel instanceof Kernel.Gaussian || kernel instanceof Kernel.VonMisesFisher) {
            return apply(Operation.MULTIPLY, divergence, graph.row(kernel.rate() / 2));
        } else if (kernel instanceof Kernel.Laplace) {
            return apply(Operation.MULTIPLY, apply(Operation.SQRT, divergence), graph.row(kernel.rate()));
        } else if (kernel instanceof Kernel.Exponential) {
            return apply(Operation.MULTIPLY, divergence, graph.row(kernel.rate()));
        } else if (kernel instanceof Kernel.Cauchy) {
            return logarithmic(divergence, kernel.rate(), 1);
        } else if (kernel instanceof Kernel.StudentT student) {
            return logarithmic(divergence, student.rate() / student.degrees(), (student.degrees() + 1) / 2);
        }
        throw unknown("kernel", kernel);
    }

    /** a log(1 + c D). */
    private String logarithmic(String divergence, double c, double a) {
        String sum = apply(Operation.ADD, apply(Operation.MULTIPLY, divergence, graph.row(c)), graph.row(1));
        return apply(Operation.MULTIPLY, apply(Operation.LOG, sum), graph.row(a));
    }

    private static IllegalArgumentException unknown(String what, Object part) {
        return new IllegalArgumentException("the " + what + " " + part + " has no form in other runtimes yet");
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int k = 0; k < doubles.length; k++) {
            doubles[k] = values[k];
        }
        return doubles;
    }

    private static double[][] doubles(float[][] rows) {
        return Arrays.stream(rows).map(ExpertGraph::doubles).toArray(double[][]::new);
    }
}
