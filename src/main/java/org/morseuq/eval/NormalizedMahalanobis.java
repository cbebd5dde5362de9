package org.morseuq.eval;

import org.morseuq.data.FeatureTable;

/**
 * {@link Mahalanobis} on embeddings scaled to length 1: \( \min_c (z - m_c)^T S^{-1} (z - m_c) \) with
 * \( z = x / \|x\| \), and the class means and the pooled covariance of the scaled training rows. The length of an
 * embedding differs between classes and inputs far more than a common Gaussian allows; scaling takes it away.
 *
 * <p>An embedding of zeros stays zero. Costs as {@link Mahalanobis}. M. Mueller and M. Hein (2025), Mahalanobis++:
 * Improving OOD Detection via Feature Normalization, arXiv 2505.18032.
 */
public final class NormalizedMahalanobis implements Detector {

    private final Mahalanobis scaled;

    private NormalizedMahalanobis(Mahalanobis scaled) {
        this.scaled = scaled;
    }

    /**
     * Estimates the class means and the pooled covariance.
     *
     * @param train at least one row, labels of at least 0, rows whose directions differ within a class
     * @return the detector
     */
    public static NormalizedMahalanobis fit(FeatureTable train) {
        FeatureView view = FeatureView.embedding(train.layout()).scaledToUnitLength();
        return new NormalizedMahalanobis(Mahalanobis.fit(train, view));
    }

    @Override
    public String name() {
        return "mahalanobis++";
    }

    @Override
    public double[] score(FeatureTable table) {
        return scaled.score(table);
    }
}
