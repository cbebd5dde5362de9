package org.morseuq.eval;

import org.morseuq.data.FeatureTable;

/**
 * How much farther the nearest class is than the training data as a whole: \( \min_c [ M_c(x) - M_0(x) ] \), where
 * \( M_c \) is the squared distance of {@link Mahalanobis} to class c and \( M_0(x) = (x - m)^T S_0^{-1} (x - m) \) with
 * the mean m and the covariance \( S_0 \) of all training rows, whatever their class.
 *
 * <p>Directions in which the classes do not differ weigh the same in both terms and cancel; what remains are those that
 * tell classes apart. For this both covariances must be divided by the same n: left as a bare sum of squares,
 * \( S_0 \) makes the second term vanish and the score Mahalanobis again. It may be negative.
 *
 * <p>\( S_0 \) has the ridge of the covariance within the classes, and so is that plus the spread of the class means, a
 * matrix of low rank: costs what {@link Mahalanobis} costs to fit, and O(classes d) a row more. J. Ren, S. Fort, J. Liu,
 * A. Guha Roy, S. Padhy, B. Lakshminarayanan (2021), A Simple
 * Fix to Mahalanobis Distance for Improving Near-OOD Detection, arXiv 2106.09022.
 */
public final class RelativeMahalanobis implements Detector {

    private final String name;
    private final Columns columns;
    private final TiedGaussians gaussians;

    private RelativeMahalanobis(String name, Columns columns, TiedGaussians gaussians) {
        this.name = name;
        this.columns = columns;
        this.gaussians = gaussians;
    }

    /**
     * Estimates the class means and the two covariances.
     *
     * @param train at least one row, labels of at least 0, rows that differ within a class
     * @return the detector
     */
    public static RelativeMahalanobis fit(FeatureTable train) {
        return fit(train, FeatureView.embedding(train.layout()));
    }

    /**
     * Estimates the class means and the two covariances of other features.
     *
     * @param train as for {@link #fit(FeatureTable)}
     * @param view what stands for the embedding
     * @return the detector
     */
    public static RelativeMahalanobis fit(FeatureTable train, FeatureView view) {
        Columns columns = view.columns(train);
        return new RelativeMahalanobis(
                view.name("rmd"), columns, TiedGaussians.lessBackground(columns.train(train), train.labels()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] score(FeatureTable table) {
        return gaussians.nearest(columns.of(table));
    }
}
