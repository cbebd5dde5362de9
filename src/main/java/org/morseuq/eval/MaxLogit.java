package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.data.FeatureTable;

/**
 * Minus the highest logit: \( -\max_c l_c \), with \( l_c \) the logit of class c. Unlike the highest probability it is
 * not lowered by a second likely class.
 *
 * <p>Costs O(classes) a row. D. Hendrycks, S. Basart, M. Mazeika, A. Zou, J. Kwon, M. Mostajabi, J. Steinhardt, D. Song
 * (2019), Scaling Out-of-Distribution Detection for Real-World Settings, arXiv 1911.11132.
 */
public record MaxLogit() implements Detector {

    @Override
    public String name() {
        return "maxlogit";
    }

    @Override
    public double[] score(FeatureTable table) {
        return Arrays.stream(Columns.logits(table).of(table))
                .mapToDouble(logits -> -LogSumExp.maximum(logits))
                .toArray();
    }
}
