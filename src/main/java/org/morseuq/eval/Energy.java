package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.data.FeatureTable;

/**
 * The free energy of the logits: \( -\ln \sum_c e^{l_c} \), with \( l_c \) the logit of class c; the paper's equation 4
 * at temperature 1.
 *
 * <p>Costs O(classes) a row. W. Liu, X. Wang, J. D. Owens, Y. Li (2020), Energy-based Out-of-distribution Detection,
 * arXiv 2010.03759.
 */
public record Energy() implements Detector {

    @Override
    public String name() {
        return "energy";
    }

    @Override
    public double[] score(FeatureTable table) {
        return Arrays.stream(Columns.logits(table).of(table))
                .mapToDouble(logits -> -(LogSumExp.maximum(logits) + LogSumExp.excess(logits)))
                .toArray();
    }
}
