package org.morseuq.report;

import org.morseuq.algebra.SymmetricEigen;

/**
 * The plane in which rows spread the most: the first two principal components, \( y_k = v_k^T (x - m) \), where m is the
 * mean row and \( v_k \) the eigenvectors of the two largest eigenvalues of \( X^T X \), with X the centred rows.
 *
 * <p>Where there are fewer rows than features, \( v_k = X^T u_k / \sqrt{\lambda_k} \) from the eigenvectors \( u_k \) of
 * the smaller matrix \( X X^T \), which has the same eigenvalues. The component that is largest in size is positive, so
 * that a picture is not mirrored at random. A component along which nothing spreads is 0. K. Pearson (1901), On Lines and
 * Planes of Closest Fit to Systems of Points in Space.
 *
 * <p>Costs O(n d min(n, d) + min(n, d)^3) for n rows of d features.
 *
 * @param mean m
 * @param axes the two \( v_k \)
 */
record PrincipalPlane(double[] mean, double[][] axes) {

    /** The plane of some rows, at least one, each finite. */
    static PrincipalPlane of(float[][] rows) {
        int n = rows.length;
        int d = rows[0].length;
        double[] mean = new double[d];
        for (float[] row : rows) {
            for (int j = 0; j < d; j++) {
                mean[j] += (double) row[j] / n;
            }
        }
        double[][] centred = new double[n][d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                centred[i][j] = rows[i][j] - mean[j];
            }
        }
        boolean few = n < d;
        double[][] columns = few ? centred : transposed(centred);
        SymmetricEigen eigen = SymmetricEigen.of(products(columns));
        double total = 0;
        for (double value : eigen.values()) {
            total += Math.max(0, value);
        }
        double[][] axes = new double[2][d];
        for (int k = 0; k < Math.min(2, columns.length); k++) {
            double value = eigen.values()[k];
            if (value > 1e-12 * total) {
                axes[k] = oriented(few ? combined(eigen.vectors()[k], centred, Math.sqrt(value)) : eigen.vectors()[k]);
            }
        }
        return new PrincipalPlane(mean, axes);
    }

    /** Where a row lies on the plane. */
    double[] place(float[] row) {
        double[] place = new double[2];
        for (int k = 0; k < 2; k++) {
            for (int j = 0; j < mean.length; j++) {
                place[k] += axes[k][j] * (row[j] - mean[j]);
            }
        }
        return place;
    }

    private static double[][] products(double[][] vectors) {
        double[][] products = new double[vectors.length][vectors.length];
        for (int a = 0; a < vectors.length; a++) {
            for (int b = a; b < vectors.length; b++) {
                double sum = 0;
                for (int i = 0; i < vectors[a].length; i++) {
                    sum += vectors[a][i] * vectors[b][i];
                }
                products[a][b] = sum;
            }
        }
        return products;
    }

    private static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return columns;
    }

    private static double[] combined(double[] weights, double[][] rows, double length) {
        double[] sum = new double[rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += weights[i] * rows[i][j] / length;
            }
        }
        return sum;
    }

    private static double[] oriented(double[] axis) {
        double largest = 0;
        for (double x : axis) {
            largest = Math.abs(x) > Math.abs(largest) ? x : largest;
        }
        double[] oriented = axis.clone();
        for (int j = 0; j < oriented.length && largest < 0; j++) {
            oriented[j] = -oriented[j];
        }
        return oriented;
    }
}
