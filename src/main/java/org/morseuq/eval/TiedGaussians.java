package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.algebra.Cholesky;

/**
 * Gaussians with a mean for each group and one covariance for all, and the squared Mahalanobis distance to the nearest
 * mean, \( \min_c (x - m_c)^T S^{-1} (x - m_c) \).
 *
 * <p>\( S = \frac{1}{n} \sum_i (x_i - m_{c(i)})(x_i - m_{c(i)})^T + \epsilon \frac{tr}{d} I \) over the n rows of d
 * features, where row i is of group c(i) and tr is the trace of the first term. That division by n holds for any number
 * of groups, so distances of two fits can be subtracted.
 *
 * <p>The last term, with \( \epsilon \) = 1e-8, makes S invertible when features are constant (a unit that never fires),
 * linearly dependent, or more than the rows. It is far below any direction that the rows spread in, and far enough above
 * the rounding of float features (about 1e-7 of their size, squared 1e-14) that a dependent direction adds no noise. A
 * unit that was constant in training and moves later gets a very large distance, as it should.
 */
final class TiedGaussians {

    private static final double RIDGE = 1e-8;

    private final double[] center;
    private final Cholesky covariance;
    private final double[][] whitenedMeans;

    private TiedGaussians(double[] center, Cholesky covariance, double[][] whitenedMeans) {
        this.center = center;
        this.covariance = covariance;
        this.whitenedMeans = whitenedMeans;
    }

    /**
     * One Gaussian over all rows.
     *
     * @param rows n x d, at least one
     * @return the fit
     */
    static TiedGaussians background(float[][] rows) {
        return perClass(rows, new int[rows.length]);
    }

    /**
     * A Gaussian for each class that has rows.
     *
     * @param rows n x d, at least one
     * @param labels n class indices, at least 0
     * @return the fit
     */
    static TiedGaussians perClass(float[][] rows, int[] labels) {
        int classes = Covariance.classes(labels);
        double[] center = Covariance.mean(rows);
        double[][] means = Covariance.means(rows, labels, classes);
        Cholesky covariance = Cholesky.of(covariance(rows, labels, means));
        double[][] whitened = new double[classes][];
        int found = 0;
        for (double[] mean : means) {
            if (mean != null) {
                whitened[found] = whiten(mean, center, covariance);
                found++;
            }
        }
        return new TiedGaussians(center, covariance, Arrays.copyOf(whitened, found));
    }

    /** The squared distance of each row to its nearest mean; O(d^2/2 + classes d) a row. */
    double[] nearest(float[][] rows) {
        double[] distances = new double[rows.length];
        double[] x = new double[center.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < x.length; j++) {
                x[j] = rows[i][j] - center[j];
            }
            covariance.whiten(x);
            distances[i] = squaredDistance(x);
        }
        return distances;
    }

    private double squaredDistance(double[] x) {
        double nearest = Double.POSITIVE_INFINITY;
        for (double[] mean : whitenedMeans) {
            double sum = 0;
            for (int j = 0; j < x.length; j++) {
                double difference = x[j] - mean[j];
                sum += difference * difference;
            }
            nearest = Math.min(nearest, sum);
        }
        return nearest;
    }

    /** The matrix S on and above its diagonal. */
    private static double[][] covariance(float[][] rows, int[] labels, double[][] means) {
        double[][] matrix = Covariance.within(rows, labels, means);
        double trace = Covariance.trace(matrix);
        if (!(trace > 0)) {
            throw new IllegalArgumentException("the " + rows.length + " training rows do not differ within any class");
        }
        for (int a = 0; a < matrix.length; a++) {
            matrix[a][a] += RIDGE * trace / matrix.length;
        }
        return matrix;
    }

    private static double[] whiten(double[] mean, double[] center, Cholesky covariance) {
        double[] x = new double[mean.length];
        for (int j = 0; j < x.length; j++) {
            x[j] = mean[j] - center[j];
        }
        covariance.whiten(x);
        return x;
    }
}
