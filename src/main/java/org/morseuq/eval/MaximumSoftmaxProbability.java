package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.data.FeatureTable;

/**
 * How little the classifier believes in its own answer: \( -\ln \max_c p_c = \ln \sum_c e^{l_c} - \max_c l_c \), with
 * \( l_c \) the logit and \( p_c \) the softmax probability of class c.
 *
 * <p>The paper's score is \( 1 - \max_c p_c \). The log is a strictly increasing map of it, so all ranks agree where
 * that one can be told from 0; but for a lead of 37 or more over the other logits the probability rounds to 1 and the
 * inputs would tie, which in the log domain they do not before a lead of 745.
 *
 * <p>Costs O(classes) a row. D. Hendrycks and K. Gimpel (2016), A Baseline for Detecting Misclassified and
 * Out-of-Distribution Examples in Neural Networks, arXiv 1610.02136.
 */
public record MaximumSoftmaxProbability() implements Detector {

    @Override
    public String name() {
        return "msp";
    }

    @Override
    public double[] score(FeatureTable table) {
        return Arrays.stream(Columns.logits(table).of(table))
                .mapToDouble(LogSumExp::excess)
                .toArray();
    }
}
