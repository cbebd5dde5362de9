package org.morseuq.eval;

/**
 * The share of one class that is mistaken when a wanted share of the other is recognised. The literature uses both
 * orientations under the one name "FPR95", so each has its own method here:
 *
 * <ul>
 *   <li>{@link #in}: in-distribution is positive. Accept the lowest scores until \( r \) of the in-distribution inputs
 *       are accepted; the result is the share of <em>out-of-distribution</em> inputs accepted with them. This is the
 *       reading of ODIN and of most papers.
 *   <li>{@link #out}: out-of-distribution is positive. Flag the highest scores until \( r \) of the out-of-distribution
 *       inputs are flagged; the result is the share of <em>in-distribution</em> inputs flagged with them. This is the
 *       reading of OpenOOD 1.5.
 * </ul>
 *
 * <p>The threshold is the first observed score, from the strictest on, with a recall of at least \( r \), and equal
 * scores go together: there is no interpolation, so all scores tied give 1. Lower is better. Each costs O(n log n). An
 * empty sample and NaN are refused.
 *
 * <p>S. Liang, Y. Li, R. Srikant (2018), Enhancing The Reliability of Out-of-distribution Image Detection in Neural
 * Networks, arXiv 1706.02690.
 */
public final class FalsePositiveRateAtRecall {

    private FalsePositiveRateAtRecall() {}

    /**
     * The share of the out-of-distribution inputs accepted when {@code recall} of the in-distribution ones are.
     *
     * @param in scores of in-distribution inputs
     * @param out scores of out-of-distribution inputs
     * @param recall in (0, 1]
     * @return a number in [0, 1]
     */
    public static double in(double[] in, double[] out, double recall) {
        return at(Sweep.inPositive(in, out), recall);
    }

    /**
     * The share of the in-distribution inputs flagged when {@code recall} of the out-of-distribution ones are.
     *
     * @param in scores of in-distribution inputs
     * @param out scores of out-of-distribution inputs
     * @param recall in (0, 1]
     * @return a number in [0, 1]
     */
    public static double out(double[] in, double[] out, double recall) {
        return at(Sweep.outPositive(in, out), recall);
    }

    private static double at(Sweep sweep, double recall) {
        if (!(recall > 0 && recall <= 1)) {
            throw new IllegalArgumentException("recall must be in (0, 1], got " + recall);
        }
        int i = 0;
        while (sweep.recall(i) < recall) { // ends: the last recall is 1
            i++;
        }
        return sweep.fallout(i);
    }
}
