package org.morseuq.eval;

/** What the scores of a detector are worth on two samples, for example {@code Auroc::of}. */
@FunctionalInterface
public interface RankMetric {

    /**
     * The metric.
     *
     * @param in scores of in-distribution inputs, at least one, no NaN
     * @param out scores of out-of-distribution inputs, at least one, no NaN
     * @return a number that does not depend on the order of the scores in either sample
     */
    double of(double[] in, double[] out);
}
