package org.morseuq.head;

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
                for (int k = 0; k <= j; k++) {
                    row[k] += cj * centred[k];
                }
            }
        }
        double trace = 0;
        for (int j = 0; j < d; j++) {
            mean[j] /= rows.length;
            for (int k = 0; k <= j; k++) {
                covariance[j][k] /= rows.length;
            }
            trace += covariance[j][j];
        }
        double lift = trace > 0 ? ridge * trace / d : ridge;
        for (int j = 0; j < d; j++) {
            covariance[j][j] += lift;
        }
        return map(inverse(cholesky(covariance)), mean);
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

    private static AffineMap map(double[][] inverse, double[] mean) {
        int d = mean.length;
        float[][] weights = new float[d][d];
        float[] bias = new float[d];
        for (int j = 0; j < d; j++) {
            double dot = 0;
            for (int k = 0; k < d; k++) {
                weights[j][k] = (float) inverse[j][k];
                dot += inverse[j][k] * mean[k];
            }
            bias[j] = (float) -dot;
        }
        return new AffineMap(weights, bias);
    }

    /** The lower triangle L of a positive definite matrix, given by its lower triangle, with L L^T = matrix. */
    private static double[][] cholesky(double[][] matrix) {
        int d = matrix.length;
        double[][] lower = new double[d][d];
        for (int j = 0; j < d; j++) {
            for (int k = 0; k <= j; k++) {
                double sum = matrix[j][k];
                for (int i = 0; i < k; i++) {
                    sum -= lower[j][i] * lower[k][i];
                }
                if (j == k) {
                    if (!(sum > 0)) {
                        throw new IllegalArgumentException("the covariance is not positive definite in column " + j);
                    }
                    lower[j][j] = Math.sqrt(sum);
                } else {
                    lower[j][k] = sum / lower[k][k];
                }
            }
        }
        return lower;
    }

    /** The inverse of a lower triangle, by forward substitution; lower triangular too. */
    private static double[][] inverse(double[][] lower) {
        int d = lower.length;
        double[][] inverse = new double[d][d];
        for (int k = 0; k < d; k++) {
            inverse[k][k] = 1 / lower[k][k];
            for (int j = k + 1; j < d; j++) {
                double sum = 0;
                for (int i = k; i < j; i++) {
                    sum -= lower[j][i] * inverse[i][k];
                }
                inverse[j][k] = sum / lower[j][j];
            }
        }
        return inverse;
    }
}
