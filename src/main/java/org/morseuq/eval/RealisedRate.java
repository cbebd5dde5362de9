package org.morseuq.eval;

import smile.math.special.Gamma;

/**
 * The false-alarm rate that a conformal threshold realises on m new in-distribution inputs.
 *
 * <p>With n calibration scores and k = floor(alpha (n + 1)) of n + 1 scores to flag, the number of alarms among m further
 * exchangeable inputs without ties is beta-binomial: a rate drawn from Beta(k, n + 1 - k), then m coins with that rate
 * (Angelopoulos and Bates 2021, arXiv 2107.07511, appendix C).
 */
public final class RealisedRate {

    private RealisedRate() {}

    /**
     * The central band that holds the realised rate with a probability of at least {@code level}.
     *
     * @param alarms k, from 1 to {@code calibration}
     * @param calibration n, at least 1
     * @param inputs m, at least 1
     * @param level above 0 and below 1, for example 0.95
     * @return lower and upper end, multiples of 1/m
     */
    public static double[] band(int alarms, int calibration, int inputs, double level) {
        if (alarms < 1 || alarms > calibration || inputs < 1 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "a band needs 1 <= alarms <= calibration, inputs >= 1 and a level in (0, 1)," + " got " + alarms
                            + ", " + calibration + ", " + inputs + ", " + level);
        }
        double a = alarms;
        double b = calibration + 1.0 - alarms;
        double tail = (1 - level) / 2;
        double cumulative = 0;
        int low = -1;
        for (int j = 0; j <= inputs; j++) {
            cumulative += Math.exp(logChoose(inputs, j) + logBeta(j + a, inputs - j + b) - logBeta(a, b));
            if (low < 0 && cumulative > tail) {
                low = j;
            }
            if (cumulative >= 1 - tail) {
                return new double[] {(double) low / inputs, (double) j / inputs};
            }
        }
        return new double[] {(double) Math.max(low, 0) / inputs, 1};
    }

    private static double logChoose(int n, int k) {
        return Gamma.lgamma(n + 1.0) - Gamma.lgamma(k + 1.0) - Gamma.lgamma(n - k + 1.0);
    }

    private static double logBeta(double a, double b) {
        return Gamma.lgamma(a) + Gamma.lgamma(b) - Gamma.lgamma(a + b);
    }
}
