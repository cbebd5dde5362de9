package org.morseuq.eval;

import org.morseuq.data.FeatureTable;

/**
 * The squared Mahalanobis distance to the nearest class: \( \min_c (x - m_c)^T S^{-1} (x - m_c) \), where x is the
 * embedding, \( m_c \) the mean of training class c, and \( S \) the covariance within the classes, pooled over all of
 * them and divided by the number n of training rows.
 *
 * <p>A ridge of 1e-8 of the mean variance keeps S invertible when units of the network are dead. Classes without training
 * rows are left out. With S = L L^T the distance is computed as \( \| L^{-1} x - L^{-1} m_c \|^2 \).
 *
 * <p>Costs O(n d^2/2 + d^3/3) to fit and O(d^2/2 + classes d) a row for d features. K. Lee, K. Lee, H. Lee, J. Shin
 * (2018), A Simple Unified Framework for Detecting Out-of-Distribution Samples and Adversarial Attacks, arXiv
 * 1807.03888, equations 1 and 2; without the paper's input perturbation and its ensemble of layers.
 */
public final class Mahalanobis implements Detector {

    private final String name;
    private final Columns columns;
    private final TiedGaussians classes;

    private Mahalanobis(String name, Columns columns, TiedGaussians classes) {
        this.name = name;
        this.columns = columns;
        this.classes = classes;
    }

    /**
     * Estimates the class means and the pooled covariance.
     *
     * @param train at least one row, labels of at least 0, rows that differ within a class
     * @return the detector
     */
    public static Mahalanobis fit(FeatureTable train) {
        return fit(train, FeatureView.embedding(train.layout()));
    }

    /**
     * Estimates the class means and the pooled covariance of other features.
     *
     * @param train as for {@link #fit(FeatureTable)}
     * @param view what stands for the embedding
     * @return the detector
     */
    public static Mahalanobis fit(FeatureTable train, FeatureView view) {
        Columns columns = view.columns(train);
        return new Mahalanobis(
                view.name("mahalanobis"), columns, TiedGaussians.perClass(columns.train(train), train.labels()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] score(FeatureTable table) {
        return classes.nearest(columns.of(table));
    }
}
