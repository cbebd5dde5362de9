package org.morseuq.eval;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
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

    /** Rows whitened together: the loops run across them, and at 512 features they fit the second-level cache. */
    private static final int BLOCK = 128;

    private final double[] center;
    private final Cholesky covariance;
    private final double[][] whitenedMeans;

    private TiedGaussians(double[] center, Cholesky covariance, double[][] whitenedMeans) {
        this.center = center;
        this.covariance = covariance;
        this.whitenedMeans = whitenedMeans;
    }

    /**
     * A fit for the classes and one for all rows, whatever their class.
     *
     * @param classes a Gaussian for each class that has rows
     * @param background a single one
     */
    record Pair(TiedGaussians classes, TiedGaussians background) {}

    /**
     * A Gaussian for each class that has rows.
     *
     * @param rows n x d, at least one
     * @param labels n class indices, at least 0
     * @return the fit
     */
    static TiedGaussians perClass(float[][] rows, int[] labels) {
        double[][] means = Covariance.means(rows, labels, Covariance.classes(labels));
        return of(Covariance.mean(rows), Covariance.within(rows, labels, means), rows.length, means);
    }

    /**
     * A Gaussian for each class that has rows, and one over all rows.
     *
     * @param rows n x d, at least one
     * @param labels n class indices, at least 0
     * @return the two fits, at little more than the price of the first
     */
    static Pair withBackground(float[][] rows, int[] labels) {
        double[][] means = Covariance.means(rows, labels, Covariance.classes(labels));
        double[] center = Covariance.mean(rows);
        double[][] within = Covariance.within(rows, labels, means);
        double[][] total = Covariance.total(within, labels, means, center);
        return new Pair(of(center, within, rows.length, means), of(center, total, rows.length, center));
    }

    /** The matrix becomes S and is kept. */
    private static TiedGaussians of(double[] center, double[][] matrix, int rows, double[]... means) {
        double trace = Covariance.trace(matrix);
        if (!(trace > 0)) {
            throw new IllegalArgumentException("the " + rows + " training rows do not differ within any class");
        }
        for (int a = 0; a < matrix.length; a++) {
            matrix[a][a] += RIDGE * trace / matrix.length;
        }
        Cholesky covariance = Cholesky.of(matrix);
        double[][] whitened = Arrays.stream(means)
                .filter(Objects::nonNull)
                .map(mean -> whiten(mean, center, covariance))
                .toArray(double[][]::new);
        return new TiedGaussians(center, covariance, whitened);
    }

    /** The squared distance of each row to its nearest mean; O(d^2/2 + classes d) a row, on the common pool. */
    double[] nearest(float[][] rows) {
        double[] distances = new double[rows.length];
        IntStream.range(0, (rows.length + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
            int from = block * BLOCK;
            nearest(rows, from, Math.min(BLOCK, rows.length - from), distances);
        });
        return distances;
    }

    private void nearest(float[][] rows, int from, int count, double[] distances) {
        double[][] x = new double[center.length][count];
        for (int i = 0; i < count; i++) {
            float[] row = rows[from + i];
            for (int j = 0; j < x.length; j++) {
                x[j][i] = row[j] - center[j];
            }
        }
        covariance.whitenColumns(x);
        Arrays.fill(distances, from, from + count, Double.POSITIVE_INFINITY);
        double[] sums = new double[count];
        for (double[] mean : whitenedMeans) {
            Arrays.fill(sums, 0);
            for (int j = 0; j < x.length; j++) {
                addSquares(x[j], mean[j], sums);
            }
            for (int i = 0; i < count; i++) {
                distances[from + i] = Math.min(distances[from + i], sums[i]);
            }
        }
    }

    private static void addSquares(double[] x, double mean, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (x[i] - mean) * (x[i] - mean);
        }
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
