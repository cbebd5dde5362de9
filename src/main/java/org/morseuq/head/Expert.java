package org.morseuq.head;

import java.util.Arrays;
import java.util.List;

/**
 * One factor of a Morse network: a map, its targets and a kernel, \( K(\varphi(x), t_y) \) for every class y.
 *
 * <p>Immutable and thread-safe.
 */
public final class Expert {

    private final List<String> blocks;
    private final FeatureMap map;
    private final float[][] targets;
    private final Kernel kernel;

    /**
     * An expert; the targets are copied.
     *
     * @param blocks the blocks of the feature row that the map takes, in order
     * @param map \( \varphi \)
     * @param targets \( t_y \), one row a class, or a single row that serves all classes
     * @param kernel K
     */
    public Expert(List<String> blocks, FeatureMap map, float[][] targets, Kernel kernel) {
        if (targets.length < 1) {
            throw new IllegalArgumentException("an expert has at least one target");
        }
        this.targets = new float[targets.length][];
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
            this.targets[y] = targets[y].clone();
        }
        this.blocks = List.copyOf(blocks);
        this.map = map;
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
        return Arrays.stream(targets).map(float[]::clone).toArray(float[][]::new);
    }

    /** The number of targets. */
    public int targetCount() {
        return targets.length;
    }

    /** K. */
    public Kernel kernel() {
        return kernel;
    }

    /** The same expert with another kernel. */
    public Expert withKernel(Kernel other) {
        return new Expert(blocks, map, targets, other);
    }

    /**
     * The squared distances of one point to the targets.
     *
     * @param x the columns of the expert's blocks
     * @return \( \|\varphi(x) - t_y\|^2 \) by target
     */
    public double[] squaredDistances(float[] x) {
        float[] z = map.apply(x);
        double[] distances = new double[targets.length];
        for (int y = 0; y < targets.length; y++) {
            float[] t = targets[y];
            double sum = 0;
            for (int k = 0; k < z.length; k++) {
                double difference = (double) z[k] - t[k];
                sum += difference * difference;
            }
            distances[y] = sum;
        }
        return distances;
    }

    /** The energies of one point, \( -\log K(\varphi(x), t_y) \) in nats by target. */
    double[] energies(float[] x) {
        double[] energies = squaredDistances(x);
        for (int y = 0; y < energies.length; y++) {
            energies[y] = kernel.energy(energies[y]);
        }
        return energies;
    }

    /**
     * The gradient of the weighted energies, \( \sum_y w_y \nabla_x E(\|\varphi(x) - t_y\|^2) \). A target that is met
     * exactly adds nothing.
     *
     * @param x the columns of the expert's blocks
     * @param weights by class; summed if this expert has a single target
     */
    float[] pullback(float[] x, double[] weights) {
        float[] z = map.apply(x);
        double[] distances = squaredDistances(x);
        double[] covector = new double[z.length];
        for (int y = 0; y < targets.length; y++) {
            double weight = targets.length == 1 ? Arrays.stream(weights).sum() : weights[y];
            if (weight == 0 || distances[y] == 0) {
                continue;
            }
            double factor = 2 * weight * kernel.slope(distances[y]);
            for (int k = 0; k < z.length; k++) {
                covector[k] += factor * ((double) z[k] - targets[y][k]);
            }
        }
        float[] rounded = new float[covector.length];
        for (int k = 0; k < rounded.length; k++) {
            rounded[k] = (float) covector[k];
        }
        return map.pullback(x, rounded);
    }

    @Override
    public String toString() {
        return "Expert[" + String.join("+", blocks) + ", " + map.inputs() + " -> " + map.outputs() + ", "
                + targets.length + (targets.length == 1 ? " target, " : " targets, ") + kernel + "]";
    }
}
