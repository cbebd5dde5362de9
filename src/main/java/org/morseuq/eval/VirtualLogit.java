package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.algebra.SymmetricEigen;
import org.morseuq.data.FeatureTable;

/**
 * The energy with a virtual logit for "none of the classes": \( \alpha \|R^T (x - o)\| - \ln \sum_c e^{l_c} \), where x is
 * the embedding of d features, \( o = -W^+ b \) the origin of the last layer \( l = W x + b \), the columns of R are the
 * eigenvectors of \( \sum_i (x_i - o)(x_i - o)^T \) over the training rows but for the D of the largest eigenvalues, and
 * \( \alpha = \sum_i \max_c l_{ic} / \sum_i \|R^T (x_i - o)\| \) gives the virtual logit the size of the highest one.
 *
 * <p>This is the log odds of the paper's score, the softmax probability of the virtual class; it ranks alike and does not
 * saturate. D is below d, or R is empty and \( \alpha \) not a number; by default 1000 for d of at least 2048 and 512 for
 * d of at least 768, as the authors' code has it, and d/2 below. Where the training rows have no residual or their
 * highest logits are not above 0 on average, \( \alpha \) has no meaning and the detector cannot be fitted.
 *
 * <p>Costs O(n d (d + classes) + 6 d^3) to fit and O(d (d - D)) a row. H. Wang, Z. Li, L. Feng, W. Zhang (2022), ViM:
 * Out-Of-Distribution with Virtual-logit Matching, arXiv 2203.10807. The last layer is recovered by
 * least squares, see {@link UnfittableException}.
 */
public final class VirtualLogit implements Detector {

    /** A mean residual below this part of the mean deviation is the rounding of float features. */
    private static final double ROUNDING = 1e-6;

    private final Columns embedding;
    private final Columns logits;
    private final Subspace rest;
    private final double alpha;

    private VirtualLogit(Columns embedding, Columns logits, Subspace rest, double alpha) {
        this.embedding = embedding;
        this.logits = logits;
        this.rest = rest;
        this.alpha = alpha;
    }

    /**
     * Recovers the last layer and finds the principal space, with the default D.
     *
     * @param train rows with logits and an embedding, two more than the embedding has features; labels are not used
     * @return the detector
     */
    public static VirtualLogit fit(FeatureTable train) {
        int features = LinearReadout.embedding(train).layout().width();
        return fit(train, Subspace.usualDimension(features));
    }

    /**
     * Recovers the last layer and finds the principal space.
     *
     * @param train as for {@link #fit(FeatureTable)}
     * @param dimension D, at least 0 and less than the number of features
     * @return the detector
     */
    public static VirtualLogit fit(FeatureTable train, int dimension) {
        Columns embedding = LinearReadout.embedding(train);
        Columns logits = Columns.logits(train);
        int features = embedding.layout().width();
        Subspace.requireDimension(dimension, features);
        float[][] rows = embedding.train(train);
        float[][] outputs = logits.train(train);
        double[] origin = LinearReadout.fit(rows, outputs).origin();
        double[] ones = new double[features];
        Arrays.fill(ones, 1);
        double[][] vectors = SymmetricEigen.of(Covariance.around(origin, rows)).vectors();
        Subspace rest = new Subspace(origin, ones, Arrays.copyOfRange(vectors, dimension, features));
        return new VirtualLogit(embedding, logits, rest, alpha(rows, outputs, rest));
    }

    private static double alpha(float[][] rows, float[][] outputs, Subspace rest) {
        double highest = 0;
        double residual = 0;
        double deviation = 0;
        for (int i = 0; i < rows.length; i++) {
            highest += LogSumExp.maximum(outputs[i]);
            residual += rest.length(rows[i]);
            deviation += rest.fullLength(rows[i]);
        }
        if (!(residual > ROUNDING * deviation)) {
            throw new UnfittableException("the training rows lie in the principal space and leave no residual");
        }
        if (!(highest > 0)) {
            throw new UnfittableException("the highest logits are " + highest / rows.length
                    + " on average, and the virtual logit needs a mean above 0");
        }
        return highest / residual;
    }

    @Override
    public String name() {
        return "vim";
    }

    @Override
    public double[] score(FeatureTable table) {
        float[][] rows = embedding.of(table);
        float[][] outputs = logits.of(table);
        double[] scores = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double energy = -(LogSumExp.maximum(outputs[i]) + LogSumExp.excess(outputs[i]));
            scores[i] = alpha * rest.length(rows[i]) + energy;
        }
        return scores;
    }
}
