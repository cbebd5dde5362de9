package org.morseuq.complexity;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.morseuq.function.PointwiseMap.Linearisation;

/**
 * A way to \( \|Df(x)\|_F^2 \) at single points: exact, or an unbiased estimate from a few pulled-back covectors. With p
 * outputs and J = Df(x):
 *
 * <ul>
 *   <li>{@link Exact}: \( \sum_k \|J^T e_k\|^2 \), p pullbacks;
 *   <li>{@link Rademacher}, {@link Gaussian}: the mean over m of \( \|J^T v\|^2 \) with independent signs, or standard normal
 *       numbers, in v (M. F. Hutchinson 1989); the variance of one is \( 2 (\|JJ^T\|_F^2 - \sum_k (JJ^T)_{kk}^2) \) for signs,
 *       and without the subtraction for normal numbers;
 *   <li>{@link Outputs}: \( \frac{p}{r} \sum_k \|J^T e_k\|^2 \) over r outputs drawn without repetition;
 *   <li>{@link Mask}: \( \frac1q \) times the squares of the entries of J that are kept, each with probability q; p
 *       pullbacks, so not cheaper: it shows how little depends on any part of J.
 * </ul>
 *
 * <p>The last two after M. Munn, B. Dherin, J. Gonzalvo 2024, arXiv 2405.15706.
 */
public sealed interface Probe {

    /**
     * Estimates at every point of a batch.
     *
     * @param map a map at n points
     * @param random where covectors come from
     * @return n numbers
     */
    double[] squares(Linearisation map, SplittableRandom random);

    /** All outputs. */
    record Exact() implements Probe {

        @Override
        public double[] squares(Linearisation map, SplittableRandom random) {
            int outputs = map.values()[0].length;
            double[] sums = new double[map.values().length];
            for (int k = 0; k < outputs; k++) {
                add(1, map.squaredNorms(units(map, k)), sums);
            }
            return sums;
        }
    }

    /**
     * Signs.
     *
     * @param count m, at least 1
     */
    record Rademacher(int count) implements Probe {

        /** Checks the count. */
        public Rademacher {
            requireSome(count);
        }

        @Override
        public double[] squares(Linearisation map, SplittableRandom random) {
            return meanOf(count, map, () -> random.nextBoolean() ? 1 : -1);
        }
    }

    /**
     * Normal numbers.
     *
     * @param count m, at least 1
     */
    record Gaussian(int count) implements Probe {

        /** Checks the count. */
        public Gaussian {
            requireSome(count);
        }

        @Override
        public double[] squares(Linearisation map, SplittableRandom random) {
            return meanOf(count, map, random::nextGaussian);
        }
    }

    /**
     * Some of the outputs, the same for all points of a batch.
     *
     * @param count r, from 1 to p
     */
    record Outputs(int count) implements Probe {

        /** Checks the count. */
        public Outputs {
            requireSome(count);
        }

        @Override
        public double[] squares(Linearisation map, SplittableRandom random) {
            int outputs = map.values()[0].length;
            if (count > outputs) {
                throw new IllegalArgumentException(count + " outputs were asked of a map that has " + outputs);
            }
            int[] order = new int[outputs];
            double[] sums = new double[map.values().length];
            for (int k = 0; k < outputs; k++) {
                order[k] = k;
            }
            for (int k = 0; k < count; k++) {
                int drawn = k + random.nextInt(outputs - k);
                int output = order[drawn];
                order[drawn] = order[k];
                add((double) outputs / count, map.squaredNorms(units(map, output)), sums);
            }
            return sums;
        }
    }

    /**
     * Some of the entries.
     *
     * @param rate q, above 0, at most 1
     */
    record Mask(double rate) implements Probe {

        /** Checks the rate. */
        public Mask {
            if (!(rate > 0 && rate <= 1)) {
                throw new IllegalArgumentException("the rate of a mask must be above 0 and at most 1, got " + rate);
            }
        }

        @Override
        public double[] squares(Linearisation map, SplittableRandom random) {
            double[] sums = new double[map.values().length];
            for (int k = 0; k < map.values()[0].length; k++) {
                float[][] rows = map.pullback(units(map, k));
                for (int i = 0; i < rows.length; i++) {
                    for (float entry : rows[i]) {
                        sums[i] += random.nextDouble() < rate ? (double) entry * entry / rate : 0;
                    }
                }
            }
            return sums;
        }
    }

    private static double[] meanOf(int count, Linearisation map, DoubleSupplier numbers) {
        double[] sums = new double[map.values().length];
        for (int m = 0; m < count; m++) {
            float[][] covectors = new float[sums.length][map.values()[0].length];
            for (float[] covector : covectors) {
                for (int k = 0; k < covector.length; k++) {
                    covector[k] = (float) numbers.getAsDouble();
                }
            }
            add(1.0 / count, map.squaredNorms(covectors), sums);
        }
        return sums;
    }

    private static float[][] units(Linearisation map, int output) {
        float[][] units = new float[map.values().length][map.values()[0].length];
        for (float[] unit : units) {
            unit[output] = 1;
        }
        return units;
    }

    private static void add(double factor, double[] from, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * from[i];
        }
    }

    private static void requireSome(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a probe needs a count of at least 1, got " + count);
        }
    }
}
