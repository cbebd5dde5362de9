package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.algebra.SymmetricEigen;
import org.morseuq.data.FeatureTable;

/**
 * How little of the embedding lies where the classes do: \( -\frac{\|P^T h\|}{\|h\|} \max_c l_c \), where h is the
 * embedding of d features standardised by the mean and standard deviation of each on the training rows, the columns of P
 * are their first D principal components, and \( l_c \) is the logit of class c. A collapsed network puts the classes at
 * the corners of a simplex of (classes - 1) dimensions, and other inputs beside it.
 *
 * <p>D is the number of classes here, or d - 1 if that is less (1 if d is 1), where the paper tunes it. A feature that is
 * constant in training is not divided by anything. An embedding at the mean has no direction, and the ratio is taken for
 * 0. The factor of the highest logit is the paper's too (all networks but DeiT) and supposes that it is above 0.
 *
 * <p>Costs O(n d^2/2 + 6 d^3) to fit and O(d D) a row; no labels. M. B. Ammar, N. Belkhir, S. Popescu, A. Manzanera, G.
 * Franchi (2023), NECO: NEural Collapse Based Out-of-distribution detection, arXiv 2310.06823.
 */
public final class NeuralCollapseRatio implements Detector {

    private final Columns embedding;
    private final Columns logits;
    private final Subspace principal;

    private NeuralCollapseRatio(Columns embedding, Columns logits, Subspace principal) {
        this.embedding = embedding;
        this.logits = logits;
        this.principal = principal;
    }

    /**
     * Standardises the embedding and finds its principal components.
     *
     * @param train at least one row with logits; labels are not used
     * @return the detector
     */
    public static NeuralCollapseRatio fit(FeatureTable train) {
        Columns embedding = Columns.embedding(train);
        Columns logits = Columns.logits(train);
        float[][] rows = embedding.train(train);
        int features = rows[0].length;
        double[] mean = Covariance.mean(rows);
        double[][] matrix = Covariance.around(mean, rows);
        double[] deviation = new double[features];
        for (int j = 0; j < features; j++) {
            deviation[j] = matrix[j][j] > 0 ? Math.sqrt(matrix[j][j]) : 1;
        }
        for (int a = 0; a < features; a++) {
            for (int b = a; b < features; b++) {
                matrix[a][b] /= deviation[a] * deviation[b];
            }
        }
        int dimension = Math.max(1, Math.min(logits.layout().width(), features - 1));
        double[][] vectors = SymmetricEigen.of(matrix).vectors();
        return new NeuralCollapseRatio(
                embedding, logits, new Subspace(mean, deviation, Arrays.copyOf(vectors, dimension)));
    }

    @Override
    public String name() {
        return "neco";
    }

    @Override
    public double[] score(FeatureTable table) {
        float[][] rows = embedding.of(table);
        float[][] outputs = logits.of(table);
        double[] scores = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double length = principal.fullLength(rows[i]);
            double ratio = length > 0 ? principal.length(rows[i]) / length : 0;
            scores[i] = -ratio * LogSumExp.maximum(outputs[i]);
        }
        return scores;
    }
}
