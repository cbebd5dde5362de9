package org.morseuq.complexity;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.morseuq.function.PointwiseMap;

/**
 * Geometric complexity, the discrete Dirichlet energy \( GC = \frac1n \sum_i \|Df(x_i)\|_F^2 \) of a map f over points: B.
 * Dherin, M. Munn, M. Rosca, D. Barrett 2022, "Why neural networks find simple solutions: the many regularizers of geometric
 * complexity", arXiv 2209.13083. There f are the logits before the softmax; for collapse and transfer the embedding (M. Munn,
 * B. Dherin, J. Gonzalvo 2024, arXiv 2405.15706).
 *
 * <p>Derivatives are by the input on the scale that the map takes, for a network its normalised pixels: dividing pixels by
 * \( \sigma \) multiplies GC by \( \sigma^2 \). For an affine map it is \( \|A\|_F^2 \), for a constant one 0.
 *
 * <p>Points go through in batches, each with random numbers of its own, so that neither memory nor the result depend on how
 * many there are in all, and a part of the work can be done again.
 *
 * @param probe how \( \|Df(x)\|_F^2 \) is found at a point
 * @param batch points at a time, at least 1
 * @param seed of the probes
 */
public record GeometricComplexity(Probe probe, int batch, long seed) {

    /** Checks the ranges. */
    public GeometricComplexity {
        if (batch < 1) {
            throw new IllegalArgumentException("the batch must be at least 1, got " + batch);
        }
    }

    /** All outputs, 128 points at a time. */
    public static GeometricComplexity exact() {
        return new GeometricComplexity(new Probe.Exact(), 128, 0);
    }

    /**
     * The contribution of every point.
     *
     * @param map f
     * @param points n x d, n at least 1
     * @param done is told after every batch how many points are done
     * @return \( \|Df(x_i)\|_F^2 \), or its estimate, n numbers
     */
    public double[] perPoint(PointwiseMap map, float[][] points, IntConsumer done) {
        return upTo(Double.NEGATIVE_INFINITY, map, points, done);
    }

    /**
     * The contribution of every point of one batch of many, with the random numbers of that batch: batch by batch this gives
     * what {@link #perPoint} gives at once, and none of the others has to be in memory.
     *
     * @param map f
     * @param points at most a batch of them
     * @param number of the batch, from 0 on
     * @return \( \|Df(x_i)\|_F^2 \), or its estimate, a number a point
     */
    public double[] perPointOfBatch(PointwiseMap map, float[][] points, int number) {
        SplittableRandom random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * number);
        try (PointwiseMap.Linearisation here = map.at(points)) {
            return probe.squares(here, random);
        }
    }

    /**
     * The mean over all points. Its standard error takes the points as drawn from a larger population.
     *
     * @param map f
     * @param points n x d, n at least 1
     * @return the estimate
     */
    public Estimate of(PointwiseMap map, float[][] points) {
        return Estimate.of(perPoint(map, points, i -> {}));
    }

    /**
     * The mean over as many points as a relative precision needs, at least two batches.
     *
     * @param relative the standard error sought, as a share of the mean, above 0
     * @param map f
     * @param points in random order
     * @param done is told after every batch how many points are done
     * @return the estimate; after all points its error may still be larger
     */
    public Estimate within(double relative, PointwiseMap map, float[][] points, IntConsumer done) {
        if (!(relative > 0)) {
            throw new IllegalArgumentException("the relative precision must be above 0, got " + relative);
        }
        return Estimate.of(upTo(relative, map, points, done));
    }

    private double[] upTo(double relative, PointwiseMap map, float[][] points, IntConsumer done) {
        if (points.length == 0) {
            throw new IllegalArgumentException("geometric complexity needs at least one point");
        }
        double[] squares = new double[points.length];
        Estimate.Running running = new Estimate.Running();
        for (int from = 0; from < points.length; from += batch) {
            int to = Math.min(points.length, from + batch);
            double[] part = perPointOfBatch(map, Arrays.copyOfRange(points, from, to), from / batch);
            System.arraycopy(part, 0, squares, from, to - from);
            for (double square : part) {
                running.add(square);
            }
            done.accept(to);
            if (from > 0 && running.estimate().within(relative)) {
                return Arrays.copyOf(squares, to);
            }
        }
        return squares;
    }

    /**
     * Means of the points' contributions by class, what the geometric collapse and the margin bound ask for.
     *
     * @param perPoint n numbers
     * @param labels n classes from 0 to K - 1
     * @param classes K
     * @return K numbers; NaN for a class without points
     */
    public static double[] byClass(double[] perPoint, int[] labels, int classes) {
        double[] sums = new double[classes];
        int[] counts = new int[classes];
        for (int i = 0; i < perPoint.length; i++) {
            sums[labels[i]] += perPoint[i];
            counts[labels[i]]++;
        }
        for (int k = 0; k < classes; k++) {
            sums[k] /= counts[k];
        }
        return sums;
    }
}
