package org.morseuq.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether two quantities rise together, whatever their scales: the correlation of their ranks, alone or with other quantities
 * held fixed, and its interval.
 *
 * <p>Equal values share the mean of their ranks. With the ranks r and s, {@link #of} without further quantities is the
 * coefficient of C. Spearman (1904), The Proof and Measurement of Association between Two Things, \( cov(r, s) /
 * (\sigma_r \sigma_s) \). With further quantities it is the partial one: r and s are replaced by what is left of them after
 * the least-squares fit, with a constant, by the ranks of the others. If nothing is left of one of them, as of a constant
 * column, ranks say nothing, and the coefficient is 0.
 *
 * <p>The interval is the percentile bootstrap over groups: a replicate draws as many groups as there are, with replacement,
 * each with all its rows, so that runs that differ in the seed alone do not pass for independent ones (A. C. Davison and
 * D. V. Hinkley (1997), Bootstrap Methods and their Application, section 3.8). With about a dozen groups it is a rough one.
 *
 * @param replicates B, at least \( 2 / (1 - level) \)
 * @param seed of the draws
 * @param level of the interval, above 0 and below 1
 */
public record RankCorrelation(int replicates, long seed, double level) {

    /** Of the squared length of a column, the share below which the rest of a fit is rounding. */
    private static final double ROUNDING = 1e-18;

    /** 1999 replicates and a level of 0.95. */
    public static RankCorrelation seeded(long seed) {
        return new RankCorrelation(1999, seed, 0.95);
    }

    /** Checks the ranges. */
    public RankCorrelation {
        if (!(level > 0 && level < 1) || tail(replicates, level) < 1) {
            throw new IllegalArgumentException("an interval needs a level in (0, 1) and at least 2 / (1 - level)"
                    + " replicates, got " + level + " and " + replicates);
        }
    }

    /**
     * The coefficient, in O(n log n) a column.
     *
     * @param x n numbers, none NaN, n at least 2
     * @param y as many
     * @param given columns that are held fixed, as long
     * @return a number in [-1, 1]
     */
    public static double of(double[] x, double[] y, double[]... given) {
        check(x, y, given);
        double[] left = centredRanks(x);
        double[] right = centredRanks(y);
        double leftBefore = dot(left, left);
        double rightBefore = dot(right, right);
        double[][] basis = new double[given.length][];
        for (int g = 0; g < given.length; g++) {
            double[] column = centredRanks(given[g]);
            double before = dot(column, column);
            for (int b = 0; b < g; b++) {
                remove(basis[b], column);
            }
            basis[g] = dot(column, column) > ROUNDING * before ? column : new double[column.length];
            remove(basis[g], left);
            remove(basis[g], right);
        }
        double leftRest = dot(left, left);
        double rightRest = dot(right, right);
        if (leftRest <= ROUNDING * leftBefore || rightRest <= ROUNDING * rightBefore) {
            return 0;
        }
        return Math.max(-1, Math.min(1, dot(left, right) / Math.sqrt(leftRest * rightRest)));
    }

    /**
     * The coefficient and its interval.
     *
     * @param groups n numbers: equal ones mark the rows that are drawn together
     * @param x as for {@link #of}
     * @param y as for {@link #of}
     * @param given as for {@link #of}
     * @return the coefficient of all rows; the ends of the interval, moved out to it if it lies outside
     */
    public Interval interval(int[] groups, double[] x, double[] y, double[]... given) {
        check(x, y, given);
        if (groups.length != x.length) {
            throw new IllegalArgumentException(
                    "every row needs a group, got " + groups.length + " for " + x.length + " rows");
        }
        int[][] rows = Arrays.stream(groups)
                .distinct()
                .mapToObj(group -> IntStream.range(0, groups.length)
                        .filter(i -> groups[i] == group)
                        .toArray())
                .toArray(int[][]::new);
        long first = new SplittableRandom(seed).nextLong();
        double[] values = IntStream.range(0, replicates)
                .mapToDouble(replicate -> {
                    SplittableRandom random = new SplittableRandom(first + replicate);
                    int[] drawn = IntStream.range(0, rows.length)
                            .mapToObj(i -> rows[random.nextInt(rows.length)])
                            .flatMapToInt(Arrays::stream)
                            .toArray();
                    double[][] others = new double[given.length][];
                    Arrays.setAll(others, g -> pick(given[g], drawn));
                    return drawn.length < 2 ? 0 : of(pick(x, drawn), pick(y, drawn), others);
                })
                .sorted()
                .toArray();
        double estimate = of(x, y, given);
        int tail = tail(replicates, level);
        return new Interval(
                estimate, Math.min(estimate, values[tail - 1]), Math.max(estimate, values[replicates - tail]));
    }

    /**
     * The coefficient and its interval with every row drawn by itself: where a setting was run with several seeds, it tells
     * what other runs of these settings would have shown, not what other settings would.
     *
     * @param x as for {@link #of}
     * @param y as for {@link #of}
     */
    public Interval interval(double[] x, double[] y) {
        return interval(IntStream.range(0, x.length).toArray(), x, y);
    }

    private static int tail(int replicates, double level) {
        return (int) Math.floor((replicates + 1.0) * (1 - level) / 2 + 1e-9);
    }

    private static double[] pick(double[] column, int[] rows) {
        return Arrays.stream(rows).mapToDouble(i -> column[i]).toArray();
    }

    /** Ranks less their mean, \( (n - 1) / 2 \) counted from 0. */
    private static double[] centredRanks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        int from = 0;
        while (from < order.length) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to - 1 - (values.length - 1)) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    /** Takes what lies along a direction out of a column. */
    private static void remove(double[] direction, double[] column) {
        double square = dot(direction, direction);
        double along = square > 0 ? dot(direction, column) / square : 0;
        for (int i = 0; i < column.length; i++) {
            column[i] -= along * direction[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void check(double[] x, double[] y, double[][] given) {
        boolean same = x.length == y.length && Arrays.stream(given).allMatch(column -> column.length == x.length);
        if (!same || x.length < 2) {
            throw new IllegalArgumentException("a correlation needs columns of one length, at least 2");
        }
        if (Stream.concat(Stream.of(x, y), Arrays.stream(given))
                .flatMapToDouble(Arrays::stream)
                .anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException("NaN has no rank");
        }
    }
}
