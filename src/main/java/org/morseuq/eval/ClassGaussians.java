package org.morseuq.eval;

import java.util.stream.IntStream;
import org.morseuq.algebra.Cholesky;
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

    /** Rows scored together, class by class, so that a factor is fetched from memory once for all of them. */
    private static final int BLOCK = 64;

    private final String name;
    private final Columns columns;
    private final Part[] parts;

    /** One class: its mean, the factor of its covariance, and the log of all that does not depend on x. */
    private record Part(double[] mean, Cholesky covariance, double logConstant) {}

    private ClassGaussians(String name, Columns columns, Part... parts) {
        this.name = name;
        this.columns = columns;
        this.parts = parts;
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
        double variance = meanVariance(rows, labels, means);
        Part[] parts = IntStream.range(0, classes)
                .filter(c -> means[c] != null)
                .mapToObj(c -> {
                    float[][] own = IntStream.range(0, rows.length)
                            .filter(i -> labels[i] == c)
                            .mapToObj(i -> rows[i])
                            .toArray(float[][]::new);
                    return part(own, means[c], RIDGE * variance, (double) own.length / rows.length);
                })
                .toArray(Part[]::new);
        return new ClassGaussians(view.name("gda"), columns, parts);
    }

    private static double meanVariance(float[][] rows, int[] labels, double[][] means) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                double deviation = rows[i][j] - means[labels[i]][j];
                sum += deviation * deviation;
            }
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("the " + rows.length + " training rows do not differ within any class");
        }
        return sum / rows.length / rows[0].length;
    }

    private static Part part(float[][] rows, double[] mean, double ridge, double prior) {
        double[][] matrix = Covariance.around(mean, rows);
        for (int j = 0; j < matrix.length; j++) {
            matrix[j][j] += ridge;
        }
        Cholesky covariance = Cholesky.of(matrix);
        return new Part(
                mean,
                covariance,
                Math.log(prior) - (mean.length * Math.log(2 * Math.PI) + covariance.logDeterminant()) / 2);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] score(FeatureTable table) {
        float[][] rows = columns.of(table);
        double[] scores = new double[rows.length];
        IntStream.range(0, (rows.length + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
            int from = block * BLOCK;
            score(rows, from, Math.min(from + BLOCK, rows.length), scores);
        });
        return scores;
    }

    private void score(float[][] rows, int from, int to, double[] scores) {
        double[][] logs = new double[to - from][parts.length];
        for (int c = 0; c < parts.length; c++) {
            Part part = parts[c];
            double[] x = new double[part.mean.length];
            for (int i = from; i < to; i++) {
                for (int j = 0; j < x.length; j++) {
                    x[j] = rows[i][j] - part.mean[j];
                }
                part.covariance.whiten(x);
                double sum = 0;
                for (double value : x) {
                    sum += value * value;
                }
                logs[i - from][c] = part.logConstant - sum / 2;
            }
        }
        for (int i = from; i < to; i++) {
            scores[i] = -LogSumExp.of(logs[i - from]);
        }
    }
}
