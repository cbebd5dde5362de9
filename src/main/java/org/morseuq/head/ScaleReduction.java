package org.morseuq.head;

import java.util.Arrays;

/**
 * Whether chains from different starts have come to the same distribution: the factor \( \hat R \) by which the spread of
 * a quantity might still shrink, of A. Gelman and D. B. Rubin 1992, "Inference from iterative simulation using multiple
 * sequences", with every chain split into halves, so that a single chain that drifts is noticed too.
 *
 * <p>\( \hat R = \sqrt{\frac{n - 1}{n} + \frac{B}{W}} \) with W the mean of the variances within the halves, B the variance
 * of their means, and n their length. It is near 1 where nothing speaks against agreement; above 1.01, run longer.
 */
public final class ScaleReduction {

    private ScaleReduction() {}

    /**
     * The factor of several chains.
     *
     * @param chains at least one, all of the same length of at least 4
     * @return about 1 or more; infinite for chains that are constant and differ, 1 if they do not differ
     */
    public static double of(double[][] chains) {
        if (chains.length < 1 || chains[0].length < 4) {
            throw new IllegalArgumentException("the scale reduction needs at least one chain of at least 4 numbers");
        }
        int n = chains[0].length / 2;
        double[] means = new double[2 * chains.length];
        double within = 0;
        for (int c = 0; c < means.length; c++) {
            double[] chain = chains[c / 2];
            if (chain.length != chains[0].length) {
                throw new IllegalArgumentException(
                        "chain " + c / 2 + " has " + chain.length + " numbers, the first " + chains[0].length);
            }
            double[] half =
                    c % 2 == 0 ? Arrays.copyOf(chain, n) : Arrays.copyOfRange(chain, chain.length - n, chain.length);
            means[c] = Arrays.stream(half).average().orElseThrow();
            within += variance(half, means[c]) / means.length;
        }
        if (Arrays.stream(means).allMatch(mean -> mean == means[0])) {
            return 1; // their average may differ from them by a rounding
        }
        double between = variance(means, Arrays.stream(means).average().orElseThrow());
        return Math.sqrt((n - 1.0) / n + between / within);
    }

    private static double variance(double[] values, double mean) {
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.length - 1);
    }
}
