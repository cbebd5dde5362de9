package org.morseuq.eval;

import java.util.Arrays;

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

    /** Rows added to the covariance at once, so that an entry is loaded and stored a quarter as often. */
    private static final int ROWS = 4;

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
        int classes = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException(
                        "the label of training row " + i + " must be >= 0, got " + labels[i]);
            }
            classes = Math.max(classes, labels[i] + 1);
        }
        double[] center = means(rows, new int[rows.length], 1)[0];
        double[][] means = means(rows, labels, classes);
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

    /** The mean of each class, null for a class without rows. */
    private static double[][] means(float[][] rows, int[] labels, int classes) {
        double[][] means = new double[classes][];
        int[] counts = new int[classes];
        for (int i = 0; i < rows.length; i++) {
            int c = labels[i];
            if (means[c] == null) {
                means[c] = new double[rows[i].length];
            }
            for (int j = 0; j < rows[i].length; j++) {
                means[c][j] += rows[i][j];
            }
            counts[c]++;
        }
        for (int c = 0; c < classes; c++) {
            for (int j = 0; means[c] != null && j < means[c].length; j++) {
                means[c][j] /= counts[c];
            }
        }
        return means;
    }

    /** The matrix S on and above its diagonal. */
    private static double[][] covariance(float[][] rows, int[] labels, double[][] means) {
        int size = rows[0].length;
        double[][] matrix = new double[size][size];
        double[][] deviations = new double[ROWS][size];
        for (int start = 0; start < rows.length; start += ROWS) {
            for (int r = 0; r < ROWS; r++) {
                boolean past = start + r >= rows.length;
                for (int j = 0; j < size; j++) {
                    deviations[r][j] = past ? 0 : rows[start + r][j] - means[labels[start + r]][j];
                }
            }
            addProducts(deviations, matrix);
        }
        double trace = 0;
        for (int a = 0; a < size; a++) {
            for (int b = a; b < size; b++) {
                matrix[a][b] /= rows.length;
            }
            trace += matrix[a][a];
        }
        if (!(trace > 0)) {
            throw new IllegalArgumentException("the " + rows.length + " training rows do not differ within any class");
        }
        for (int a = 0; a < size; a++) {
            matrix[a][a] += RIDGE * trace / size;
        }
        return matrix;
    }

    private static void addProducts(double[][] deviations, double[][] matrix) {
        double[] r0 = deviations[0];
        double[] r1 = deviations[1];
        double[] r2 = deviations[2];
        double[] r3 = deviations[3];
        for (int a = 0; a < matrix.length; a++) {
            double[] row = matrix[a];
            double x0 = r0[a];
            double x1 = r1[a];
            double x2 = r2[a];
            double x3 = r3[a];
            for (int b = a; b < row.length; b++) {
                row[b] += x0 * r0[b] + x1 * r1[b] + x2 * r2[b] + x3 * r3[b];
            }
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
