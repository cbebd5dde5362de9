package org.morseuq.head;

import java.util.Arrays;

/**
 * How many independent draws a Markov chain is worth for the mean of one quantity: \( n / \tau \) with \( \tau = 1 + 2
 * \sum_{k \ge 1} \rho_k \) and \( \rho_k \) the autocorrelation at lag k.
 *
 * <p>The sum of noisy estimates has no end by itself. For a reversible chain the sums of neighbours, \( \Gamma_m =
 * \rho_{2m} + \rho_{2m+1} \), are positive and decrease; so the sum ends before the first that is not positive, and none
 * may be above the one before: the initial monotone sequence of C. J. Geyer 1992, "Practical Markov chain Monte Carlo",
 * section 3.3. Costs n times the number of lags that count.
 */
public final class EffectiveSampleSize {

    private EffectiveSampleSize() {}

    /**
     * The effective sample size of a series.
     *
     * @param series at least 4 numbers; a constant series is worth one draw
     * @return above 0; above n for a series that alternates
     */
    public static double of(double[] series) {
        int n = series.length;
        if (n < 4) {
            throw new IllegalArgumentException("an effective sample size needs at least 4 numbers, got " + n);
        }
        double mean = Arrays.stream(series).average().orElseThrow();
        double variance = autocovariance(series, mean, 0);
        if (!(variance > 0)) {
            return 1;
        }
        double sum = 0;
        double before = Double.POSITIVE_INFINITY;
        for (int lag = 0; lag + 1 < n; lag += 2) {
            double pair = (autocovariance(series, mean, lag) + autocovariance(series, mean, lag + 1)) / variance;
            if (pair <= 0) {
                break;
            }
            before = Math.min(before, pair);
            sum += before;
        }
        return n / Math.max(2 * sum - 1, 1.0 / n);
    }

    private static double autocovariance(double[] series, double mean, int lag) {
        double sum = 0;
        for (int i = 0; i + lag < series.length; i++) {
            sum += (series[i] - mean) * (series[i + lag] - mean);
        }
        return sum / series.length;
    }
}
