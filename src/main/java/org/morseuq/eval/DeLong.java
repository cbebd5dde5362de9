package org.morseuq.eval;

import java.util.Arrays;
import java.util.stream.IntStream;
import smile.math.special.Erf;

/**
 * The area under the receiver operating characteristic with its sampling error, for one detector or for two on the same
 * inputs, and for one out-of-distribution set or for the mean over several.
 *
 * <p>With \( n \) in-distribution scores \( s_j \) and, for each of \( K \) sets, \( m_k \) scores \( t_{ki} \), the
 * placement of an out-of-distribution score is the part of the in-distribution scores below it, and that of an
 * in-distribution score the part above it, averaged over the sets, where a tie counts half:
 * \[ V_{ki} = \frac{1}{n} \sum_j \psi(s_j, t_{ki}), \qquad
 *    U_j = \frac{1}{K} \sum_k \frac{1}{m_k} \sum_i \psi(s_j, t_{ki}). \]
 * Both average to the (mean) area \( \hat\theta \), and its variance is estimated by
 * \[ \frac{\mathrm{var}(U)}{n} + \frac{1}{K^2} \sum_k \frac{\mathrm{var}(V_k)}{m_k}, \]
 * where var divides by the number less one. For two detectors the placements are subtracted first, so that what the
 * inputs do to both cancels. E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson (1988), Comparing the Areas under Two or
 * More Correlated Receiver Operating Characteristic Curves, Biometrics 44. The mean over sets that share their
 * in-distribution inputs is our addition; K = 1 is the paper's case.
 *
 * <p>Intervals are \( \hat\theta \pm z \) standard errors, cut at the ends of the range, with two exceptions. Where every
 * pair is ordered alike the estimated variance is 0, which says nothing; complete separation implies that
 * \( k = \min(n, \min_k m_k) \) disjoint pairs are all won, which has a probability of at most \( \theta^k \), so the
 * other end is \( (\alpha/2)^{1/k} \) from there. And one score alone has no variance: the interval is the whole range.
 *
 * <p>Costs O((n + m) log (n + m)): placements are found by bisection in sorted scores. NaN and an empty sample are
 * refused.
 */
public final class DeLong {

    private final double[] in; // U_j
    private final double[][] outs; // V_ki
    private final double mean;

    private DeLong(double[] in, double[][] outs) {
        this.in = in;
        this.outs = outs;
        this.mean = Arrays.stream(outs).mapToDouble(DeLong::mean).average().orElseThrow();
    }

    /** The placements of a detector's scores. */
    public static DeLong of(Scores scores) {
        double[] sortedIn = sorted(scores.in());
        int sets = scores.outs().size();
        double[] placesIn = new double[scores.in().length];
        double[][] placesOut = new double[sets][];
        for (int k = 0; k < sets; k++) {
            double[] out = scores.outs().get(k);
            double[] sortedOut = sorted(out);
            for (int j = 0; j < placesIn.length; j++) {
                placesIn[j] += (1 - below(scores.in()[j], sortedOut)) / sets;
            }
            placesOut[k] = Arrays.stream(out).map(t -> below(t, sortedIn)).toArray();
        }
        return new DeLong(placesIn, placesOut);
    }

    /** The area, averaged over the sets; that of {@link Auroc} up to rounding. */
    public double area() {
        return mean;
    }

    /** The estimated standard deviation of the area over samples of these sizes; NaN if a sample has one score. */
    public double standardError() {
        double variance = variance(in) / in.length;
        for (double[] out : outs) {
            variance += variance(out) / out.length / outs.length / outs.length;
        }
        return Math.sqrt(variance);
    }

    /**
     * The area with its interval.
     *
     * @param level how often an interval holds the true area, above 0 and below 1, for example 0.95
     * @return both ends in [0, 1]
     */
    public Interval interval(double level) {
        double z = quantile(level);
        int pairs = Math.min(
                in.length, Arrays.stream(outs).mapToInt(out -> out.length).min().orElseThrow());
        double reach = Math.pow((1 - level) / 2, 1.0 / pairs);
        if (all(1)) {
            return new Interval(1, reach, 1);
        }
        if (all(0)) {
            return new Interval(0, 0, 1 - reach);
        }
        double error = standardError();
        return Double.isNaN(error)
                ? new Interval(mean, 0, 1)
                : new Interval(mean, Math.max(0, mean - z * error), Math.min(1, mean + z * error));
    }

    /**
     * The area less that of another detector on the same inputs, with its interval and a two-sided test of equality.
     *
     * <p>Where the difference has no variance, the p-value is 1 for equal areas and 0 for others; where a sample has one
     * score, the interval is [-1, 1] and the p-value 1.
     *
     * @param other the other detector's placements on the same inputs in the same order
     * @param level above 0 and below 1, for example 0.95
     * @return the difference
     */
    public Difference minus(DeLong other, double level) {
        double z = quantile(level);
        if (in.length != other.in.length || outs.length != other.outs.length) {
            throw new IllegalArgumentException("two detectors are compared on the same inputs, got " + in.length
                    + " and "
                    + other.in.length + " in-distribution scores and " + outs.length + " and " + other.outs.length
                    + " sets");
        }
        double[][] differences = new double[outs.length][];
        for (int k = 0; k < outs.length; k++) {
            differences[k] = minus(outs[k], other.outs[k]);
        }
        DeLong apart = new DeLong(minus(in, other.in), differences);
        double error = apart.standardError();
        if (Double.isNaN(error)) {
            return new Difference(apart.mean, -1, 1, 1);
        }
        double p = error > 0 ? Erf.erfc(Math.abs(apart.mean) / error / Math.sqrt(2)) : apart.mean == 0 ? 1 : 0;
        return new Difference(apart.mean, Math.max(-1, apart.mean - z * error), Math.min(1, apart.mean + z * error), p);
    }

    private boolean all(double value) {
        return Arrays.stream(outs).flatMapToDouble(Arrays::stream).allMatch(v -> v == value);
    }

    private static double quantile(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be in (0, 1), got " + level);
        }
        return Math.sqrt(2) * Erf.inverf(level);
    }

    private static double[] sorted(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** The part of the sorted scores that lies below, with half of those that tie. */
    private static double below(double score, double[] sorted) {
        return (first(sorted, score, false) + first(sorted, score, true)) / 2.0 / sorted.length;
    }

    /** The place of the first number that is at least, or above, a score; comparisons, unlike sorting, know one zero. */
    private static int first(double[] sorted, double score, boolean above) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < score || (above && sorted[middle] == score)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double[] minus(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "two detectors are compared on the same inputs, got " + a.length + " and " + b.length + " scores");
        }
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.length - 1); // 0 / 0 for a single value
    }
}
