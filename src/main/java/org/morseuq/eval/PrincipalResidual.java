package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.algebra.SymmetricEigen;
import org.morseuq.data.FeatureTable;

/**
 * The length of what principal components do not explain: \( \| R^T (x - m) \| \), where x is the embedding of d
 * features, m the mean of the training rows, and the columns of R are the eigenvectors of their covariance but for the D
 * of the largest eigenvalues.
 *
 * <p>D is below d, or nothing is left to measure; by default d/2, 512 for d of at least 768 and 1000 for d of at least
 * 2048, as {@link VirtualLogit} has it.
 *
 * <p>Costs O(n d^2/2 + 6 d^3) to fit and O(d (d - D)) a row; no labels. I. Ndiour, N. Ahuja, O. Tickoo (2020),
 * Out-Of-Distribution Detection With Subspace Techniques And Probabilistic Modeling Of Features, arXiv 2012.04250, the
 * feature reconstruction error; without its PCA for each class, and not squared.
 */
public final class PrincipalResidual implements Detector {

    private final String name;
    private final Columns columns;
    private final Subspace rest;

    private PrincipalResidual(String name, Columns columns, Subspace rest) {
        this.name = name;
        this.columns = columns;
        this.rest = rest;
    }

    /**
     * Finds the principal components of the embedding, with the default D.
     *
     * @param train at least one row; labels are not used
     * @return the detector
     */
    public static PrincipalResidual fit(FeatureTable train) {
        FeatureView view = FeatureView.embedding(train.layout());
        int features = view.columns(train).layout().width();
        return fit(train, Subspace.usualDimension(features), view);
    }

    /**
     * Finds the principal components of other features.
     *
     * @param train as for {@link #fit(FeatureTable)}
     * @param dimension D, at least 0 and less than the number of features
     * @param view what stands for the embedding
     * @return the detector
     */
    public static PrincipalResidual fit(FeatureTable train, int dimension, FeatureView view) {
        Columns columns = view.columns(train);
        int features = columns.layout().width();
        Subspace.requireDimension(dimension, features);
        float[][] rows = columns.train(train);
        double[] mean = Covariance.mean(rows);
        double[] ones = new double[features];
        Arrays.fill(ones, 1);
        double[][] vectors = SymmetricEigen.of(Covariance.around(mean, rows)).vectors();
        Subspace rest = new Subspace(mean, ones, Arrays.copyOfRange(vectors, dimension, features));
        return new PrincipalResidual(view.name("residual"), columns, rest);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] score(FeatureTable table) {
        return Arrays.stream(columns.of(table)).mapToDouble(rest::length).toArray();
    }
}
