package org.morseuq.head;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Turns scores into p-values and thresholds with a guaranteed false-alarm rate, by split-conformal calibration.
 *
 * <p>Of n scores of in-distribution inputs that neither the backbone nor the head was fitted on, the p-value of a new score
 * s is
 *
 * <p>\( p(s) = \frac{1 + \#\{i : s_i \ge s\}}{n + 1} \).
 *
 * <p>If the new input is exchangeable with the calibration inputs, then \( P(p \le \alpha) \le \alpha \) for every
 * \( \alpha \), whatever the distribution of the scores, ties included: Vovk, Gammerman and Shafer 2005, "Algorithmic
 * learning in a random world", section 2. Immutable and thread-safe; a p-value costs a binary search.
 */
public final class Calibration {

    private final double[] sorted;
    private final int[] classes;

    private Calibration(double[] sorted, int[] classes) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("calibration needs at least one score");
        }
        if (Double.isNaN(sorted[sorted.length - 1])) { // NaN sorts last
            throw new IllegalArgumentException("a calibration score is NaN");
        }
        this.sorted = sorted;
        this.classes = classes;
    }

    /**
     * A calibration by the given scores; they are copied.
     *
     * @param scores at least one, none of them NaN, in any order
     * @return the calibration
     */
    public static Calibration of(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return new Calibration(sorted, new int[0]);
    }

    /**
     * A calibration by the given scores that also knows which class the backbone predicted for each; both are copied.
     *
     * @param scores at least one, none of them NaN, in any order
     * @param classes the predicted class by score, each at least 0
     * @return the calibration
     */
    public static Calibration of(double[] scores, int[] classes) {
        if (scores.length != classes.length) {
            throw new IllegalArgumentException(
                    "every score has a predicted class, got " + scores.length + " and " + classes.length);
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> scores[i]).thenComparingInt(i -> classes[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] byScore = Arrays.stream(order).map(i -> classes[i]).toArray();
        if (Arrays.stream(byScore).anyMatch(label -> label < 0)) {
            throw new IllegalArgumentException("a predicted class of a calibration score is below 0");
        }
        return new Calibration(Arrays.stream(order).mapToDouble(i -> scores[i]).toArray(), byScore);
    }

    /** The number n of scores. */
    public int size() {
        return sorted.length;
    }

    /** The scores in ascending order; a copy. */
    public double[] scores() {
        return sorted.clone();
    }

    /** The class that the backbone predicted, in the order of {@link #scores()}; empty if that is not known. A copy. */
    public int[] classes() {
        return classes.clone();
    }

    /** The scores of the inputs that were predicted as {@code label}, ascending; none if the classes are not known. */
    double[] scores(int label) {
        return IntStream.range(0, classes.length)
                .filter(i -> classes[i] == label)
                .mapToDouble(i -> sorted[i])
                .toArray();
    }

    /**
     * The p-value of a score.
     *
     * @param score any number; NaN is refused
     * @return from 1 / (n + 1) to 1: the smaller, the stranger
     */
    public double pValue(double score) {
        return pValue(sorted, sorted.length, score, 1);
    }

    /**
     * The smoothed p-value of a score, which breaks ties, the one with itself included, by a random number:
     *
     * <p>\( p(s, u) = \frac{\#\{i : s_i > s\} + u \, (1 + \#\{i : s_i = s\})}{n + 1} \).
     *
     * <p>For u uniform on (0, 1] and a score exchangeable with the calibration scores it is exactly uniform, where
     * {@link #pValue(double)}, its value at u = 1, is only never too small: Vovk, Gammerman and Shafer 2005, section 2.
     *
     * @param score any number; NaN is refused
     * @param uniform u, above 0 and at most 1; drawn anew for every score
     * @return above 0 and at most 1
     */
    public double pValue(double score, double uniform) {
        return pValue(sorted, sorted.length, score, uniform);
    }

    /** The smoothed p-value of a score among the first {@code n} numbers of an ascending array. */
    static double pValue(double[] ascending, int n, double score, double uniform) {
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException("the score is NaN");
        }
        if (!(uniform > 0 && uniform <= 1)) {
            throw new IllegalArgumentException(
                    "the number that breaks ties must be above 0 and at most 1, got " + uniform);
        }
        int below = first(ascending, n, score, false);
        int atMost = first(ascending, n, score, true);
        return pValueOf(n - atMost + uniform * (1 + atMost - below), n);
    }

    /**
     * The largest score that is not flagged at a false-alarm rate: flagged are exactly the scores above it, which are
     * those with \( p \le \alpha \).
     *
     * @param alpha the largest tolerated rate, from 1 / (n + 1) to below 1
     * @return the \( \lceil (n + 1)(1 - \alpha) \rceil \)-th smallest calibration score
     */
    public double threshold(double alpha) {
        return largest(alarms(alpha));
    }

    /** The k-th largest score. */
    double largest(int k) {
        return sorted[sorted.length - k];
    }

    /**
     * How many of n + 1 exchangeable scores may be flagged: \( k = \lfloor \alpha (n + 1) \rfloor \). Over calibration
     * samples the realised rate is then Beta(k, n + 1 - k) distributed if there are no ties: see {@link RealisedRate}.
     *
     * @param alpha the largest tolerated rate, from 1 / (n + 1) to below 1
     * @return k, from 1 to n
     */
    public int alarms(double alpha) {
        requireRate(alpha);
        // 0.07 * 100 is 7.000000000000001 and 0.29 * 100 is 28.999999999999996. The p-values themselves decide, so that
        // they and the threshold flag the same scores whatever the rounding.
        int alarms = (int) Math.rint(alpha * (sorted.length + 1));
        if (pValueOf(alarms, sorted.length) > alpha) {
            alarms--;
        }
        if (alarms < 1) {
            throw new IllegalArgumentException("a false-alarm rate of " + alpha + " cannot be guaranteed with "
                    + sorted.length + " calibration scores; it needs at least " + scoresNeeded(alpha));
        }
        return alarms;
    }

    /**
     * How many calibration scores it takes to guarantee a false-alarm rate.
     *
     * @param alpha the rate, above 0 and below 1
     * @return the smallest n with \( 1 / (n + 1) \le \alpha \)
     */
    public static long scoresNeeded(double alpha) {
        requireRate(alpha);
        long n = (long) Math.rint(1 / alpha) - 1;
        return pValueOf(1, n) > alpha ? n + 1 : n;
    }

    /** Refuses what is no rate. */
    static void requireRate(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("the false-alarm rate must be above 0 and below 1, got " + alpha);
        }
    }

    private static double pValueOf(double rank, long scores) {
        return rank / (scores + 1.0);
    }

    /** The first place among n ascending numbers with one that is at least, or above, {@code score}; n if there is none. */
    static int first(double[] ascending, int n, double score, boolean above) {
        int low = 0;
        int high = n;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < score || (above && ascending[middle] == score)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
