package org.morseuq.head;

import org.morseuq.algebra.Cholesky;

/**
 * Fits the affine map under which the Gaussians of all classes become round: \( \varphi(x) = L^{-1}(x - m) \) with the
 * pooled within-class covariance \( \Sigma + r \frac{\mathrm{tr} \Sigma}{d} I = L L^T \) and the overall mean m.
 *
 * <p>Then \( \|\varphi(x) - \varphi(m_y)\|^2 \) is the squared Mahalanobis distance to class mean \( m_y \) (Lee et al.
 * 2018, arXiv 1807.03888, equation 1, with covariances divided by n), so a Gaussian Morse network on this map is a mixture
 * of Gaussians with one covariance. The ridge r keeps dead features, whose variance is zero, from dividing by it.
 */
public final class Whitening {

    private Whitening() {}

    /**
     * Fits the map.
     *
     * @param rows n x d
     * @param labels n class indices from 0 on
     * @param ridge r, above 0
     * @return the map from d to d numbers
     */
    public static AffineMap fit(float[][] rows, int[] labels, double ridge) {
        if (rows.length == 0 || rows.length != labels.length) {
            throw new IllegalArgumentException("whitening needs as many labels as rows, got " + rows.length + " rows, "
                    + labels.length + " labels");
        }
        if (!(ridge > 0)) {
            throw new IllegalArgumentException("the ridge must be above 0, got " + ridge);
        }
        int d = rows[0].length;
        double[][] means = classMeans(rows, labels);
        double[] mean = new double[d];
        double[][] covariance = new double[d][d];
        double[] centred = new double[d];
        for (int i = 0; i < rows.length; i++) {
            double[] own = means[labels[i]];
            for (int j = 0; j < d; j++) {
                mean[j] += rows[i][j];
                centred[j] = rows[i][j] - own[j];
            }
            for (int j = 0; j < d; j++) {
                double cj = centred[j];
                double[] row = covariance[j];
                for (int k = j; k < d; k++) { // the part that the factorisation reads
                    row[k] += cj * centred[k];
                }
            }
        }
        double trace = 0;
        for (int j = 0; j < d; j++) {
            mean[j] /= rows.length;
            for (int k = j; k < d; k++) {
                covariance[j][k] /= rows.length;
            }
            trace += covariance[j][j];
        }
        double lift = trace > 0 ? ridge * trace / d : ridge;
        for (int j = 0; j < d; j++) {
            covariance[j][j] += lift;
        }
        return map(Cholesky.of(covariance), mean);
    }

    /**
     * The means of the classes.
     *
     * @param rows n x d
     * @param labels n class indices from 0 on
     * @return one row a class, up to the largest label; zero for a class without rows
     */
    public static double[][] classMeans(float[][] rows, int[] labels) {
        int classes = 0;
        for (int label : labels) {
            if (label < 0) {
                throw new IllegalArgumentException("class means need labels from 0 on, got " + label);
            }
            classes = Math.max(classes, label + 1);
        }
        double[][] means = new double[classes][rows[0].length];
        int[] counts = new int[classes];
        for (int i = 0; i < rows.length; i++) {
            counts[labels[i]]++;
            double[] mean = means[labels[i]];
            for (int j = 0; j < mean.length; j++) {
                mean[j] += rows[i][j];
            }
        }
        for (int y = 0; y < classes; y++) {
            for (int j = 0; j < means[y].length; j++) {
                means[y][j] /= Math.max(1, counts[y]);
            }
        }
        return means;
    }

    private static AffineMap map(Cholesky factor, double[] mean) {
        factor.whiten(mean);
        float[] bias = new float[mean.length];
        for (int j = 0; j < bias.length; j++) {
            bias[j] = (float) -mean[j];
        }
        return new AffineMap(rounded(factor.inverse()), bias);
    }

    /** The numbers as floats. */
    static float[][] rounded(double[][] matrix) {
        float[][] rounded = new float[matrix.length][];
        for (int j = 0; j < matrix.length; j++) {
            rounded[j] = new float[matrix[j].length];
            for (int k = 0; k < rounded[j].length; k++) {
                rounded[j][k] = (float) matrix[j][k];
            }
        }
        return rounded;
    }
}
