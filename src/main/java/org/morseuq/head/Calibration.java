package org.morseuq.head;

import java.util.Arrays;

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

    private Calibration(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * A calibration by the given scores; they are copied.
     *
     * @param scores at least one, none of them NaN, in any order
     * @return the calibration
     */
    public static Calibration of(double[] scores) {
        if (scores.length == 0) {
            throw new IllegalArgumentException("calibration needs at least one score");
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        if (Double.isNaN(sorted[sorted.length - 1])) { // NaN sorts last
            throw new IllegalArgumentException("a calibration score is NaN");
        }
        return new Calibration(sorted);
    }

    /** The number n of scores. */
    public int size() {
        return sorted.length;
    }

    /** The scores in ascending order; a copy. */
    public double[] scores() {
        return sorted.clone();
    }

    /**
     * The p-value of a score.
     *
     * @param score any number; NaN is refused
     * @return from 1 / (n + 1) to 1: the smaller, the stranger
     */
    public double pValue(double score) {
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException("the score is NaN");
        }
        int atLeast = sorted.length - firstNotBelow(score);
        return pValueOf(1 + atLeast, sorted.length);
    }

    /**
     * The largest score that is not flagged at a false-alarm rate: flagged are exactly the scores above it, which are
     * those with \( p \le \alpha \).
     *
     * @param alpha the largest tolerated rate, from 1 / (n + 1) to below 1
     * @return the \( \lceil (n + 1)(1 - \alpha) \rceil \)-th smallest calibration score
     */
    public double threshold(double alpha) {
        return sorted[sorted.length - alarms(alpha)];
    }

    /**
     * How many of n + 1 exchangeable scores may be flagged: \( k = \lfloor \alpha (n + 1) \rfloor \). Over calibration
     * samples the realised rate is then Beta(k, n + 1 - k) distributed if there are no ties.
     *
     * @param alpha the largest tolerated rate, from 1 / (n + 1) to below 1
     * @return k, from 1 to n
     */
    public int alarms(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("the false-alarm rate must be above 0 and below 1, got " + alpha);
        }
        // 0.07 * 100 is 7.000000000000001 and 0.29 * 100 is 28.999999999999996. The p-values themselves decide, so that
        // they and the threshold flag the same scores whatever the rounding.
        int alarms = (int) Math.rint(alpha * (sorted.length + 1));
        if (pValueOf(alarms, sorted.length) > alpha) {
            alarms--;
        }
        if (alarms < 1) {
            throw new IllegalArgumentException("a false-alarm rate of " + alpha + " cannot be guaranteed with "
                    + sorted.length + " calibration scores; it needs at least " + fewestScores(alpha));
        }
        return alarms;
    }

    /** The smallest n with \( 1 / (n + 1) \le \alpha \). */
    private static long fewestScores(double alpha) {
        long n = (long) Math.rint(1 / alpha) - 1;
        return pValueOf(1, n) > alpha ? n + 1 : n;
    }

    private static double pValueOf(int rank, long scores) {
        return rank / (scores + 1.0);
    }

    private int firstNotBelow(double score) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
