package org.morseuq.eval;

import java.util.Arrays;
import smile.stat.distribution.TDistribution;

/**
 * Intervals at 95 percent by Student's distribution: what a few independent and nearly normal numbers say of their mean, and
 * what points near a line say of its slope.
 *
 * <p>With three numbers an interval of the mean is \( \pm 4.30 \) standard errors wide, with five \( \pm 2.78 \).
 */
public final class StudentInterval {

    private static final double UPPER = 0.975;

    private StudentInterval() {}

    /**
     * The mean of a sample, \( \bar x \pm t_{n-1} s / \sqrt n \) with s of divisor n - 1.
     *
     * @param sample at least 2 numbers
     * @return the mean and its interval
     */
    public static Interval ofMean(double... sample) {
        int n = sample.length;
        if (n < 2) {
            throw new IllegalArgumentException("an interval of a mean needs at least 2 numbers, got " + n);
        }
        double mean = Arrays.stream(sample).sum() / n;
        double squares = Arrays.stream(sample).map(x -> (x - mean) * (x - mean)).sum();
        return around(mean, Math.sqrt(squares / (n - 1) / n), n - 1);
    }

    /**
     * The mean of paired differences \( a_i - b_i \), such as those of two methods with the same seeds, and the t-test of
     * whether it is 0 (Student 1908).
     *
     * @param a at least 2 numbers
     * @param b as many, of the same cases in the same order
     * @return the mean difference, its interval and its two-sided p-value, which is 0 or 1 if all differences are the same
     */
    public static Difference ofDifference(double[] a, double[] b) {
        checkPairs(a, b);
        double[] differences = new double[a.length];
        Arrays.setAll(differences, i -> a[i] - b[i]);
        Interval mean = ofMean(differences);
        TDistribution student = new TDistribution(a.length - 1);
        double error = (mean.high() - mean.estimate()) / student.quantile(UPPER);
        double p = error > 0 ? 2 * student.cdf(-Math.abs(mean.estimate()) / error) : mean.estimate() == 0 ? 1 : 0;
        return new Difference(mean.estimate(), mean.low(), mean.high(), p);
    }

    /**
     * The slope of the least-squares line through points, with the spread of their distances from it.
     *
     * @param x at least 3 numbers, not all the same
     * @param y as many
     * @return the slope and its interval
     */
    public static Interval ofSlope(double[] x, double[] y) {
        checkPairs(x, y);
        checkPoints(x.length, 3);
        return slope(centred(x), centred(y), x.length - 2);
    }

    /**
     * The slope by x of the least-squares plane \( y = a + b x + c z \), for points near a line that something else bends.
     *
     * @param x at least 4 numbers
     * @param y as many
     * @param z as many, what bends it; x is not a line in it
     * @return b and its interval
     */
    public static Interval ofSlope(double[] x, double[] y, double[] z) {
        checkPairs(x, y);
        checkPairs(x, z);
        checkPoints(x.length, 4);
        double[] bend = centred(z);
        return slope(without(centred(x), bend), without(centred(y), bend), x.length - 3);
    }

    private static Interval slope(double[] x, double[] y, int freedom) {
        double xx = dot(x, x);
        if (!(xx > 0)) {
            throw new IllegalArgumentException("points above one another have no slope");
        }
        double slope = dot(x, y) / xx;
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            double residual = y[i] - slope * x[i];
            squares += residual * residual;
        }
        return around(slope, Math.sqrt(squares / freedom / xx), freedom);
    }

    private static double[] centred(double[] x) {
        double mean = Arrays.stream(x).sum() / x.length;
        return Arrays.stream(x).map(value -> value - mean).toArray();
    }

    /** What is left of x beside z. */
    private static double[] without(double[] x, double[] z) {
        double zz = dot(z, z);
        double part = zz > 0 ? dot(x, z) / zz : 0;
        double[] rest = new double[x.length];
        Arrays.setAll(rest, i -> x[i] - part * z[i]);
        return rest;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void checkPoints(int n, int least) {
        if (n < least) {
            throw new IllegalArgumentException("an interval of a slope needs at least " + least + " points, got " + n);
        }
    }

    private static Interval around(double estimate, double standardError, int freedom) {
        double half = new TDistribution(freedom).quantile(UPPER) * standardError;
        return new Interval(estimate, estimate - half, estimate + half);
    }

    private static void checkPairs(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "pairs need as many numbers on either side, got " + a.length + " and " + b.length);
        }
    }
}
