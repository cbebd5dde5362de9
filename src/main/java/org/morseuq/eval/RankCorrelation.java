package org.morseuq.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Spearman's rank correlation of pairs: the correlation of their ranks, tied numbers sharing the mean of theirs. C. Spearman
 * 1904. From -1 (the one falls wherever the other rises) to 1.
 *
 * <p>Its interval is that of the percentile bootstrap over pairs. It takes the pairs as independent; where a setting was run
 * with several seeds, it says what other runs of the same kind would have shown. Pairs in perfect order have the interval
 * [1, 1], which is too narrow: no draw of them can be out of order.
 */
public final class RankCorrelation {

    private RankCorrelation() {}

    /**
     * The correlation.
     *
     * @param x n numbers, n at least 2
     * @param y as many
     * @return NaN if all x, or all y, are the same
     */
    public static double of(double[] x, double[] y) {
        require(x, y);
        double[] a = ranks(x);
        double[] b = ranks(y);
        double middle = (x.length + 1) / 2.0;
        double product = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (a[i] - middle) * (b[i] - middle);
            squaresOfA += (a[i] - middle) * (a[i] - middle);
            squaresOfB += (b[i] - middle) * (b[i] - middle);
        }
        return product / Math.sqrt(squaresOfA * squaresOfB);
    }

    /**
     * The correlation and its interval. A draw in which all x, or all y, are the same says nothing and is drawn again.
     *
     * @param x n numbers, not all the same
     * @param y as many, not all the same
     * @param replicates how many draws, at least \( 2 / (1 - level) \)
     * @param level of the interval, above 0 and below 1
     * @param seed of the draws
     */
    public static Interval interval(double[] x, double[] y, int replicates, double level, long seed) {
        double estimate = of(x, y);
        int tail = (int) Math.floor((replicates + 1.0) * (1 - level) / 2 + 1e-9);
        if (!(level > 0 && level < 1) || tail < 1 || Double.isNaN(estimate)) {
            throw new IllegalArgumentException("an interval needs numbers that differ, a level in (0, 1) and 2 / (1 -"
                    + " level) replicates, got " + x.length + " pairs, " + level + " and " + replicates);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[replicates];
        double[] drawnX = new double[x.length];
        double[] drawnY = new double[x.length];
        for (int r = 0; r < replicates; r++) {
            do {
                for (int i = 0; i < x.length; i++) {
                    int from = random.nextInt(x.length);
                    drawnX[i] = x[from];
                    drawnY[i] = y[from];
                }
                values[r] = of(drawnX, drawnY);
            } while (Double.isNaN(values[r]));
        }
        Arrays.sort(values);
        return new Interval(estimate, values[tail - 1], values[replicates - tail]);
    }

    private static double[] ranks(double[] x) {
        int[] order = IntStream.range(0, x.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> x[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[x.length];
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && x[order[to]] == x[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    private static void require(double[] x, double[] y) {
        if (x.length != y.length || x.length < 2) {
            throw new IllegalArgumentException(
                    "a rank correlation needs at least 2 pairs, got " + x.length + " and " + y.length + " numbers");
        }
        for (int i = 0; i < x.length; i++) {
            if (Double.isNaN(x[i]) || Double.isNaN(y[i])) {
                throw new IllegalArgumentException("pair " + i + " has no order: (" + x[i] + ", " + y[i] + ")");
            }
        }
    }
}
