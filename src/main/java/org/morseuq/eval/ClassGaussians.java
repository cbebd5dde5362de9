package org.morseuq.eval;

import java.util.List;
import java.util.stream.IntStream;
import org.morseuq.data.FeatureTable;

/**
 * Minus the log density of a Gaussian for every class, each with its own covariance:
 * \( -\ln \sum_c \pi_c N(x; m_c, S_c) \), where x is the embedding of d features, \( \pi_c \) the share of training class
 * c, and \( m_c, S_c \) its mean and covariance, divided by its number of rows. In nats.
 *
 * <p>Every \( S_c \) gets a ridge of 1e-8 of the mean variance within all classes, as in {@link Mahalanobis}, so that a
 * class of a few rows has a density too; one of no more than d rows is known in fewer than d directions, and then the
 * ridge alone decides how far the others count. Classes without rows are left out.
 *
 * <p>Costs O(n d^2/2 + classes d^3/3) to fit and O(classes d^2/2) a row, on all processors of the common pool. J.
 * Mukhoti, A. Kirsch, J. van Amersfoort, P. H. S. Torr, Y. Gal (2021), Deep Deterministic Uncertainty: A Simple
 * Baseline, arXiv 2102.11582. The paper's network is trained with a spectral norm; any network is taken
 * here. Its code divides by one row less, takes the smallest ridge that lets the factorisation through, and leaves the
 * priors out.
 */
public final class ClassGaussians implements Detector {

    private static final double RIDGE = 1e-8;

    private final String name;
    private final Columns columns;
    private final GaussianComponents classes;

    private ClassGaussians(String name, Columns columns, GaussianComponents classes) {
        this.name = name;
        this.columns = columns;
        this.classes = classes;
    }

    /**
     * Estimates the means and the covariances.
     *
     * @param train at least one row, labels of at least 0, rows that differ within a class
     * @return the detector
     */
    public static ClassGaussians fit(FeatureTable train) {
        return fit(train, FeatureView.embedding(train.layout()));
    }

    /**
     * Estimates the means and the covariances of other features.
     *
     * @param train as for {@link #fit(FeatureTable)}
     * @param view what stands for the embedding
     * @return the detector
     */
    public static ClassGaussians fit(FeatureTable train, FeatureView view) {
        Columns columns = view.columns(train);
        float[][] rows = columns.train(train);
        int[] labels = train.labels();
        int classes = Covariance.classes(labels);
        double[][] means = Covariance.means(rows, labels, classes);
        double variance = Covariance.meanVarianceWithin(rows, labels, means);
        List<GaussianComponents.Part> parts = IntStream.range(0, classes)
                .filter(c -> means[c] != null)
                .mapToObj(c -> {
                    float[][] own = IntStream.range(0, rows.length)
                            .filter(i -> labels[i] == c)
                            .mapToObj(i -> rows[i])
                            .toArray(float[][]::new);
                    return GaussianComponents.Part.of(
                            means[c],
                            Covariance.around(means[c], own),
                            RIDGE * variance,
                            (double) own.length / rows.length);
                })
                .toList();
        return new ClassGaussians(view.name("gda"), columns, new GaussianComponents(parts));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] score(FeatureTable table) {
        return classes.scores(columns.of(table));
    }
}
