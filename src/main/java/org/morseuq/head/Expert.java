package org.morseuq.head;

import java.util.Arrays;
import java.util.List;

/**
 * One factor of a Morse network: a map, its targets, a divergence and a kernel, \( K(\varphi(x), t_y) =
 * e^{-\rho(D(\varphi(x), t_y))} \) for every class y.
 *
 * <p>Immutable and thread-safe.
 */
public final class Expert {

    private final List<String> blocks;
    private final FeatureMap map;
    private final double[][] targets; // each a float
    private final Divergence divergence;
    private final Kernel kernel;

    /**
     * An expert of the squared Euclidean distance; the targets are copied.
     *
     * @param blocks the blocks of the feature row that the map takes, in order
     * @param map \( \varphi \)
     * @param targets \( t_y \), one row a class, or a single row that serves all classes
     * @param kernel the profile \( \rho \)
     */
    public Expert(List<String> blocks, FeatureMap map, float[][] targets, Kernel kernel) {
        this(blocks, map, targets, new Divergence.SquaredEuclidean(), kernel);
    }

    /**
     * An expert of any divergence; the targets are copied.
     *
     * @param blocks the blocks of the feature row that the map takes, in order
     * @param map \( \varphi \)
     * @param targets \( t_y \), one row a class, or a single row that serves all classes
     * @param divergence D
     * @param kernel the profile \( \rho \)
     */
    public Expert(List<String> blocks, FeatureMap map, float[][] targets, Divergence divergence, Kernel kernel) {
        if (targets.length < 1) {
            throw new IllegalArgumentException("an expert has at least one target");
        }
        this.targets = new double[targets.length][];
        for (int y = 0; y < targets.length; y++) {
            if (targets[y].length != map.outputs()) {
                throw new IllegalArgumentException(
                        "target " + y + " has " + targets[y].length + " coordinates, the map gives " + map.outputs());
            }
            for (float coordinate : targets[y]) {
                if (!Float.isFinite(coordinate)) {
                    throw new IllegalArgumentException(
                            "target " + y + " is not finite: " + Arrays.toString(targets[y]));
                }
            }
            divergence.requireTarget(targets[y]);
            this.targets[y] = widened(targets[y]);
        }
        this.blocks = List.copyOf(blocks);
        this.map = map;
        this.divergence = divergence;
        this.kernel = kernel;
    }

    /** The blocks of the feature row that the map takes, in order. */
    public List<String> blocks() {
        return blocks;
    }

    /** \( \varphi \). */
    public FeatureMap map() {
        return map;
    }

    /** The targets, one row each; a copy. */
    public float[][] targets() {
        return Whitening.rounded(targets);
    }

    /** The number of targets. */
    public int targetCount() {
        return targets.length;
    }

    /** D. */
    public Divergence divergence() {
        return divergence;
    }

    /** The profile \( \rho \). */
    public Kernel kernel() {
        return kernel;
    }

    /** The same expert with another kernel. */
    public Expert withKernel(Kernel other) {
        return new Expert(blocks, map, targets(), divergence, other);
    }

    /**
     * The divergences of one point from the targets.
     *
     * @param x the columns of the expert's blocks
     * @return \( D(\varphi(x), t_y) \) by target
     */
    public double[] divergences(float[] x) {
        return ofImage(widened(map.apply(x)));
    }

    private static double[] widened(float[] numbers) {
        double[] wide = new double[numbers.length];
        for (int k = 0; k < wide.length; k++) {
            wide[k] = numbers[k];
        }
        return wide;
    }

    private double[] ofImage(double[] z) {
        double[] divergences = new double[targets.length];
        for (int y = 0; y < targets.length; y++) {
            divergences[y] = divergence.of(z, targets[y]);
        }
        return divergences;
    }

    /** The energies of some points, \( -\log K(\varphi(x), t_y) \) in nats by point and target. */
    double[][] energies(float[]... x) {
        float[][] images = map.apply(x);
        double[][] energies = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            energies[i] = ofImage(widened(images[i]));
            for (int y = 0; y < energies[i].length; y++) {
                energies[i][y] = kernel.energy(energies[i][y]);
            }
        }
        return energies;
    }

    /**
     * The gradient of the weighted energies, \( \sum_y w_y \nabla_x \rho(D(\varphi(x), t_y)) \). A target that is met
     * exactly adds nothing, nor does one that is infinitely far.
     *
     * @param x the columns of the expert's blocks
     * @param weights by class; summed if this expert has a single target
     */
    float[] pullback(float[] x, double[] weights) {
        double[] z = widened(map.apply(x));
        double[] divergences = ofImage(z);
        double[] covector = new double[z.length];
        for (int y = 0; y < targets.length; y++) {
            double weight = targets.length == 1 ? Arrays.stream(weights).sum() : weights[y];
            if (weight == 0 || divergences[y] == 0 || Double.isInfinite(divergences[y])) {
                continue;
            }
            double factor = weight * kernel.slope(divergences[y]);
            double[] gradient = divergence.gradient(z, targets[y]);
            for (int k = 0; k < z.length; k++) {
                covector[k] += factor * gradient[k];
            }
        }
        float[] rounded = new float[covector.length];
        for (int k = 0; k < rounded.length; k++) {
            // A subnormal probability has a derivative beyond the floats; infinity times it would be no number.
            rounded[k] = (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, covector[k]));
        }
        return map.pullback(x, rounded);
    }

    @Override
    public String toString() {
        return "Expert[" + String.join("+", blocks) + ", " + map.inputs() + " -> " + map.outputs() + ", "
                + targets.length + (targets.length == 1 ? " target, " : " targets, ") + divergence.kind() + ", "
                + kernel + "]";
    }
}
