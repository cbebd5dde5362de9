package org.morseuq.eval;

/**
 * The area under the curve of precision over recall, with either class as the positive one, in two variants.
 *
 * <p>At the i-th highest distinct score let \( R_i \) be the recall (positives at or above it, over all positives) and
 * \( P_i \) the precision (positives at or above it, over all inputs at or above it), and \( R_0 = 0, P_0 = 1 \).
 *
 * <ul>
 *   <li>The <em>trapezoid</em> is \( \sum_i (R_i - R_{i-1}) (P_i + P_{i-1}) / 2 \), the "AUPR" of OpenOOD and of our
 *       reports. Straight lines between the points are too kind where points are few (Davis and Goadrich), and its value
 *       when all scores tie is \( (1 + \pi) / 2 \), where \( \pi \) is the share of positives.
 *   <li><em>Average precision</em> is \( \sum_i (R_i - R_{i-1}) P_i \), without interpolation; when all scores tie it is
 *       \( \pi \).
 * </ul>
 *
 * <p>Both depend on the share of positives, so compare them only on the same samples. Each costs O(n log n). An empty
 * sample and NaN are refused.
 *
 * <p>J. Davis and M. Goadrich (2006), The Relationship Between Precision-Recall and ROC Curves, ICML.
 */
public final class AreaUnderPrecisionRecall {

    private AreaUnderPrecisionRecall() {}

    /**
     * The trapezoid with out-of-distribution inputs as positives.
     *
     * @param in scores of in-distribution inputs
     * @param out scores of out-of-distribution inputs
     * @return a number in [0, 1]
     */
    public static double out(double[] in, double[] out) {
        return trapezoid(Sweep.outPositive(in, out));
    }

    /**
     * The trapezoid with in-distribution inputs as positives, on negated scores.
     *
     * @param in scores of in-distribution inputs
     * @param out scores of out-of-distribution inputs
     * @return a number in [0, 1]
     */
    public static double in(double[] in, double[] out) {
        return trapezoid(Sweep.inPositive(in, out));
    }

    /**
     * The average precision with out-of-distribution inputs as positives.
     *
     * @param in scores of in-distribution inputs
     * @param out scores of out-of-distribution inputs
     * @return a number in [0, 1]
     */
    public static double averagePrecisionOut(double[] in, double[] out) {
        return averagePrecision(Sweep.outPositive(in, out));
    }

    /**
     * The average precision with in-distribution inputs as positives, on negated scores.
     *
     * @param in scores of in-distribution inputs
     * @param out scores of out-of-distribution inputs
     * @return a number in [0, 1]
     */
    public static double averagePrecisionIn(double[] in, double[] out) {
        return averagePrecision(Sweep.inPositive(in, out));
    }

    private static double trapezoid(Sweep sweep) {
        double area = 0;
        double recall = 0;
        double precision = 1;
        for (int i = 0; i < sweep.size(); i++) {
            area += (sweep.recall(i) - recall) * (sweep.precision(i) + precision) / 2;
            recall = sweep.recall(i);
            precision = sweep.precision(i);
        }
        return area;
    }

    private static double averagePrecision(Sweep sweep) {
        double area = 0;
        double recall = 0;
        for (int i = 0; i < sweep.size(); i++) {
            area += (sweep.recall(i) - recall) * sweep.precision(i);
            recall = sweep.recall(i);
        }
        return area;
    }
}
