package org.morseuq.eval;

import smile.stat.distribution.TDistribution;

/**
 * The mean difference of numbers that come in pairs, such as two methods with the same seeds, by Student's t: exact if the
 * differences are normal. Student 1908.
 */
public final class PairedMean {

    private PairedMean() {}

    /**
     * The mean of {@code first - second}.
     *
     * @param first n numbers, n at least 2
     * @param second as many
     * @param level of the interval, above 0 and below 1
     * @return the mean, its interval \( \bar d \pm t_{n - 1} s / \sqrt n \), and the two-sided p-value; 0 or 1 if all
     *     differences are the same
     */
    public static Difference of(double[] first, double[] second, double level) {
        int n = first.length;
        if (second.length != n || n < 2 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "a paired mean needs two numbers for each of at least 2 pairs and a level in" + " (0, 1), got " + n
                            + ", " + second.length + " and " + level);
        }
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += (first[i] - second[i]) / n;
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double off = first[i] - second[i] - mean;
            squares += off * off;
        }
        double error = Math.sqrt(squares / (n - 1) / n);
        TDistribution student = new TDistribution(n - 1);
        double reach = error * student.quantile((1 + level) / 2);
        double p = error > 0 ? 2 * student.cdf(-Math.abs(mean) / error) : mean == 0 ? 1 : 0;
        return new Difference(mean, mean - reach, mean + reach, p);
    }
}
