package org.morseuq.eval;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.morseuq.algebra.Cholesky;
import org.morseuq.algebra.RankFour;

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
 *
 * <p>The Gaussian of all rows, whatever their group, has the covariance \( S_0 = S + \sum_c s_c (m_c - m)(m_c - m)^T \),
 * with m the mean of all rows and \( s_c \) the share of group c; the ridge is that of S, so that it cancels in a
 * difference. Its distance needs no second factor. With \( S = L L^T \), \( z = L^{-1} (x - m) \) and the columns
 * \( \sqrt{s_c} L^{-1} (m_c - m) \) of U, \( S_0 = L (I + U U^T) L^T \) and, by Woodbury's identity,
 * \( (x - m)^T S_0^{-1} (x - m) = |z|^2 - |G z|^2 \) with \( G = C^{-1} U^T \), \( C C^T = I + U^T U \): as many products
 * a row as the distances to the means.
 */
final class TiedGaussians {

    private static final double RIDGE = 1e-8;

    /** Rows whitened together: the loops run across them, and at 512 features they fit the second-level cache. */
    private static final int BLOCK = 128;

    /** Features turned from rows into columns together: those of one row lie in one line of the cache. */
    private static final int LINE = 16;

    /** Features that share a pass over the sums; zeros fill up to a whole number of them. */
    private static final int TERMS = 4;

    private final double[] center;
    private final Cholesky covariance;
    private final double[][] whitenedMeans;
    private final double[][] between; // the transpose of G, or no rows where the background is not asked for

    private TiedGaussians(double[] center, Cholesky covariance, double[][] whitenedMeans, double[][] between) {
        this.center = center;
        this.covariance = covariance;
        this.whitenedMeans = whitenedMeans;
        this.between = between;
    }

    /**
     * A Gaussian for each class that has rows.
     *
     * @param rows n x d, at least one
     * @param labels n class indices, at least 0
     * @return the fit
     */
    static TiedGaussians perClass(float[][] rows, int[] labels) {
        return of(rows, labels, false);
    }

    /**
     * A Gaussian for each class that has rows, and one over all rows whose distance is subtracted.
     *
     * @param rows n x d, at least one
     * @param labels n class indices, at least 0
     * @return the fit, at hardly more than the price of the first
     */
    static TiedGaussians lessBackground(float[][] rows, int[] labels) {
        return of(rows, labels, true);
    }

    private static TiedGaussians of(float[][] rows, int[] labels, boolean background) {
        double[][] means = Covariance.means(rows, labels, Covariance.classes(labels));
        double[] center = Covariance.mean(rows);
        Cholesky covariance = factor(Covariance.within(rows, labels, means), rows.length);
        double[][] whitened = Arrays.stream(means)
                .filter(Objects::nonNull)
                .map(mean -> whiten(mean, center, covariance))
                .toArray(double[][]::new);
        double[] shares = Arrays.stream(Covariance.shares(labels, means.length))
                .filter(share -> share > 0)
                .toArray();
        double[][] between = background ? between(whitened, shares) : new double[0][];
        return new TiedGaussians(center, covariance, whitened, between);
    }

    /** Of S; the matrix becomes it and is kept. */
    private static Cholesky factor(double[][] matrix, int rows) {
        double trace = Covariance.trace(matrix);
        if (!(trace > 0)) {
            throw new UnfittableException("the " + rows + " training rows do not differ within any class");
        }
        for (int a = 0; a < matrix.length; a++) {
            matrix[a][a] += RIDGE * trace / matrix.length;
        }
        return Cholesky.of(matrix);
    }

    /** The transpose of \( G = C^{-1} U^T \) with \( C C^T = I + U^T U \), padded both ways. */
    private static double[][] between(double[][] whitenedMeans, double[] shares) {
        int classes = whitenedMeans.length;
        double[][] u = new double[classes][];
        double[][] gram = new double[classes][classes];
        for (int c = 0; c < classes; c++) {
            double root = Math.sqrt(shares[c]);
            u[c] = Arrays.stream(whitenedMeans[c]).map(m -> root * m).toArray();
            for (int b = 0; b <= c; b++) {
                gram[b][c] = dot(u[b], u[c]) + (b == c ? 1 : 0);
            }
        }
        Cholesky.of(gram).whitenColumns(u);
        double[][] transpose = new double[u[0].length][padded(classes)];
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < transpose.length; j++) {
                transpose[j][c] = u[c][j];
            }
        }
        return transpose;
    }

    /**
     * The squared distance of each row to its nearest mean, less that to the background if it was asked for; O(d^2/2 +
     * classes d) a row, on the common pool.
     */
    double[] nearest(float[][] rows) {
        double[] distances = new double[rows.length];
        IntStream.range(0, (rows.length + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
            int from = block * BLOCK;
            double[] found = nearest(rows, from, Math.min(BLOCK, rows.length - from));
            System.arraycopy(found, 0, distances, from, found.length);
        });
        return distances;
    }

    private double[] nearest(float[][] rows, int from, int count) {
        double[][] z = centered(rows, from, count);
        covariance.whitenColumns(Arrays.copyOf(z, center.length));
        double[] nearest = new double[count];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (double[] mean : whitenedMeans) {
            double[] squares = squares(z, mean);
            for (int i = 0; i < count; i++) {
                nearest[i] = Math.min(nearest[i], squares[i]);
            }
        }
        if (between.length > 0) {
            double[] whole = squares(z, new double[z.length]);
            double[] explained = squares(explained(z), new double[between[0].length]);
            for (int i = 0; i < count; i++) {
                nearest[i] -= whole[i] - explained[i];
            }
        }
        return nearest;
    }

    /** The deviations of some rows from the center, one feature after the other. */
    private double[][] centered(float[][] rows, int from, int count) {
        double[][] x = new double[padded(center.length)][count];
        for (int start = 0; start < center.length; start += LINE) {
            int end = Math.min(start + LINE, center.length);
            for (int i = 0; i < count; i++) {
                float[] row = rows[from + i];
                for (int j = start; j < end; j++) {
                    x[j][i] = row[j] - center[j];
                }
            }
        }
        return x;
    }

    /** G z, one component after the other. */
    private double[][] explained(double[][] z) {
        double[][] products = new double[between[0].length][z[0].length];
        for (int c = 0; c < products.length; c += 2) {
            for (int j = 0; j < z.length; j += TERMS) {
                RankFour.add(between, z, j, c, products[c], products[c + 1], 0);
            }
        }
        return products;
    }

    /** The squared distance of each column from a point. */
    private static double[] squares(double[][] x, double[] point) {
        double[] sums = new double[x[0].length];
        for (int j = 0; j < x.length; j += TERMS) {
            addSquares(x[j], x[j + 1], x[j + 2], x[j + 3], point[j], point[j + 1], point[j + 2], point[j + 3], sums);
        }
        return sums;
    }

    private static void addSquares(
            double[] x0,
            double[] x1,
            double[] x2,
            double[] x3,
            double m0,
            double m1,
            double m2,
            double m3,
            double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sums[i]
                    + (x0[i] - m0) * (x0[i] - m0)
                    + (x1[i] - m1) * (x1[i] - m1)
                    + (x2[i] - m2) * (x2[i] - m2)
                    + (x3[i] - m3) * (x3[i] - m3);
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static double[] whiten(double[] mean, double[] center, Cholesky covariance) {
        double[] x = new double[mean.length];
        for (int j = 0; j < x.length; j++) {
            x[j] = mean[j] - center[j];
        }
        covariance.whiten(x);
        return Arrays.copyOf(x, padded(x.length));
    }

    private static int padded(int size) {
        return (size + TERMS - 1) / TERMS * TERMS;
    }
}
