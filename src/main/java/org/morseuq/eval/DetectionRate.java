package org.morseuq.eval;

/**
 * The share of the out-of-distribution inputs that is flagged when no more than a given share of the in-distribution
 * inputs is: the true-positive rate at a false-positive rate, for example 1 %.
 *
 * <p>The threshold is the lowest observed score at which at most that share of the in-distribution scores is at least as
 * high; equal scores go together and nothing is interpolated, so all scores tied give 0. It is found on the same sample:
 * a rate that holds for new inputs needs a calibrated threshold. Higher is better. Costs O(n log n). An empty sample and
 * NaN are refused.
 */
public final class DetectionRate {

    private DetectionRate() {}

    /**
     * The share of the out-of-distribution inputs that is flagged.
     *
     * @param in scores of in-distribution inputs
     * @param out scores of out-of-distribution inputs
     * @param falseAlarms the share of in-distribution inputs that may be flagged, in [0, 1]
     * @return a number in [0, 1]
     */
    public static double of(double[] in, double[] out, double falseAlarms) {
        if (!(falseAlarms >= 0 && falseAlarms <= 1)) {
            throw new IllegalArgumentException("falseAlarms must be in [0, 1], got " + falseAlarms);
        }
        Sweep sweep = Sweep.outPositive(in, out);
        double detected = 0;
        for (int i = 0; i < sweep.size() && sweep.fallout(i) <= falseAlarms; i++) {
            detected = sweep.recall(i);
        }
        return detected;
    }
}
