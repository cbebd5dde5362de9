package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.data.FeatureTable;

/**
 * The entropy of the softmax in nats: \( -\sum_c p_c \ln p_c = \ln \sum_c e^{z_c} - \sum_c p_c z_c \), where
 * \( z_c = l_c - \max_k l_k \) and \( l_c \) is the logit of class c; from 0 for certainty to ln(classes).
 *
 * <p>In this form both terms are at least 0 and nothing cancels, so that 1e-300 is still told from 1e-299.
 *
 * <p>Costs O(classes) a row. D. Macedo, T. I. Ren, C. Zanchettin, A. L. I. Oliveira, T. Ludermir (2019), Entropic
 * Out-of-Distribution Detection, arXiv 1908.05569, the entropic score; the paper's own loss is not needed for it.
 */
public record Entropy() implements Detector {

    @Override
    public String name() {
        return "entropy";
    }

    @Override
    public double[] score(FeatureTable table) {
        return Arrays.stream(Columns.logits(table).of(table))
                .mapToDouble(Entropy::of)
                .toArray();
    }

    private static double of(float[] logits) {
        double top = LogSumExp.maximum(logits);
        double excess = LogSumExp.excess(logits);
        double mean = 0;
        for (float logit : logits) {
            double below = logit - top;
            mean += Math.exp(below - excess) * below;
        }
        return excess - mean;
    }
}
