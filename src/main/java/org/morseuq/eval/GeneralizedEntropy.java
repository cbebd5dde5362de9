package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.data.FeatureTable;

/**
 * A generalised entropy of the most likely classes: \( \sum_{m=1}^{M} p_m^\gamma (1 - p_m)^\gamma \), with \( p_m \) the
 * m-th highest softmax probability, \( \gamma \) in (0, 1) and M = min(100, classes). A small \( \gamma \) makes even
 * slightly likely classes count.
 *
 * <p>Computed from the logs of both factors, since \( 1 - p_1 \) rounds to 0 for a lead of 37 over the other logits and
 * \( p_m \) to 0 for a lag of 745, while \( \gamma \) = 0.1 would still see both. A single class gives 0.
 *
 * <p>Costs O(classes log(classes)) a row. X. Liu, Y. Lochman, C. Zach (2023), GEN: Pushing the Limits of Softmax-Based
 * Out-of-Distribution Detection, CVPR 2023, pages 23946 to 23955 (not on arXiv), with the paper's \( \gamma \) and M. The
 * paper's score is this with a minus, higher for in-distribution.
 */
public record GeneralizedEntropy() implements Detector {

    private static final double GAMMA = 0.1;
    private static final int CLASSES = 100;

    @Override
    public String name() {
        return "gen";
    }

    @Override
    public double[] score(FeatureTable table) {
        return Arrays.stream(Columns.logits(table).of(table))
                .mapToDouble(GeneralizedEntropy::of)
                .toArray();
    }

    private static double of(float[] logits) {
        float[] ascending = logits.clone();
        Arrays.sort(ascending);
        int last = ascending.length - 1;
        if (last == 0) {
            return 0;
        }
        double excess = LogSumExp.excess(logits);
        double[] others = new double[last];
        for (int c = 0; c < last; c++) {
            others[c] = (double) ascending[c] - ascending[last];
        }
        // The highest probability is e^-excess; the rest of it is the sum of the others.
        double sum = Math.exp(GAMMA * (LogSumExp.of(others) - 2 * excess));
        for (int c = last - 1; c >= Math.max(0, last + 1 - CLASSES); c--) {
            double logProbability = others[c] - excess;
            sum += Math.exp(GAMMA * (logProbability + Math.log1p(-Math.exp(logProbability))));
        }
        return sum;
    }
}
