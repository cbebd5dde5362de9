package org.morseuq.eval;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.morseuq.data.FeatureTable;

/**
 * How little the embedding agrees with the pattern of its predicted class: \( -x^T s_{\hat y} \), where x is the
 * embedding, \( \hat y \) the class of the highest logit, and \( s_c \) the mean embedding of the training rows of class c
 * that the network classifies correctly.
 *
 * <p>A class without such rows takes the mean over all correctly classified rows for its pattern; if there are none at
 * all, the detector cannot be fitted. Known as SHE, the simplified Hopfield energy.
 *
 * <p>Costs O(n d) to fit and O(d) a row. J. Zhang, Q. Fu, X. Chen, L. Du, Z. Li, G. Wang, X. Liu, S. Han, D. Zhang (2023),
 * Out-of-Distribution Detection based on In-Distribution Data Patterns Memorization with Modern Hopfield Energy, ICLR
 * 2023 (openreview.net/forum?id=KkazG4lgKL, not on arXiv); without its input perturbation.
 */
public final class ClassPatterns implements Detector {

    private final Columns embedding;
    private final Columns logits;
    private final double[][] patterns;

    private ClassPatterns(Columns embedding, Columns logits, double[]... patterns) {
        this.embedding = embedding;
        this.logits = logits;
        this.patterns = patterns;
    }

    /**
     * Averages the embeddings of every class.
     *
     * @param train at least one row with logits, labels of at least 0, at least one row classified correctly
     * @return the detector
     */
    public static ClassPatterns fit(FeatureTable train) {
        Columns embedding = Columns.embedding(train);
        Columns logits = Columns.logits(train);
        float[][] rows = embedding.train(train);
        float[][] outputs = logits.train(train);
        int[] labels = train.labels();
        Covariance.classes(labels); // refuses rows without a class
        int[] correct = IntStream.range(0, rows.length)
                .filter(i -> LogSumExp.indexOfMaximum(outputs[i]) == labels[i])
                .toArray();
        if (correct.length == 0) {
            throw new UnfittableException(
                    "the network classifies none of the " + rows.length + " training rows correctly");
        }
        float[][] picked = IntStream.of(correct).mapToObj(i -> rows[i]).toArray(float[][]::new);
        int[] classes = IntStream.of(correct).map(i -> labels[i]).toArray();
        double[] overall = Covariance.mean(picked);
        double[][] patterns = Arrays.stream(Covariance.means(picked, classes, outputs[0].length))
                .map(mean -> mean == null ? overall : mean)
                .toArray(double[][]::new);
        return new ClassPatterns(embedding, logits, patterns);
    }

    @Override
    public String name() {
        return "she";
    }

    @Override
    public double[] score(FeatureTable table) {
        float[][] rows = embedding.of(table);
        float[][] outputs = logits.of(table);
        double[] scores = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double[] pattern = patterns[LogSumExp.indexOfMaximum(outputs[i])];
            double sum = 0;
            for (int j = 0; j < pattern.length; j++) {
                sum += pattern[j] * rows[i][j];
            }
            scores[i] = -sum;
        }
        return scores;
    }
}
