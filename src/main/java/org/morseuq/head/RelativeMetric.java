package org.morseuq.head;

import org.morseuq.algebra.SymmetricEigen;

/**
 * Bends a Gaussian expert away from a reference measure u, in closed form.
 *
 * <p>The best Morse density is a ratio, \( \mu^* = \min(1, p / (w u)) \), but a {@link Whitening} models p alone. In its
 * space z, where the classes are round, \( p(z | y) \) is \( N(t_y, I) \). With m and C the mean and the covariance of the
 * reference there, \( -\log p(z | y) + \alpha \log u(z) \) is quadratic with curvature \( I - \alpha C^{-1} \) for a
 * Gaussian u. The expert takes it in the form that agrees to first order in \( \alpha \) and is positive for every C,
 *
 * <p>\( P = (I + \alpha C^{-1})^{-1}, \qquad t'_y = t_y + \alpha C^{-1} (t_y - m), \)
 *
 * <p>with \( \|\varphi'(x) - t'_y\|^2 = (z - t'_y)^T P (z - t'_y) \): directions in which reference and data vary alike
 * count less, and the targets move away from the reference. The constants in which the classes would differ are dropped,
 * so that the density stays 1 at the targets. As \( \alpha \to 0 \) nothing changes.
 *
 * <p>C counts d more rows with the spread of one class, which keeps it regular for few reference rows. Costs one
 * eigendecomposition of a d x d matrix.
 */
public final class RelativeMetric {

    private RelativeMetric() {}

    /**
     * Bends an expert.
     *
     * @param plain the expert, of a squared Euclidean divergence, on whose d outputs the classes have covariance I
     * @param reference n >= 1 rows of the reference measure, the columns of the expert's blocks
     * @param power \( \alpha \), above 0: the power of the reference's density
     * @return the same expert with the metric P and the targets t', on d outputs
     */
    public static Expert bend(Expert plain, float[][] reference, double power) {
        if (reference.length == 0 || !(power > 0) || Double.isInfinite(power)) {
            throw new IllegalArgumentException("a metric bends with reference rows and a finite power above 0, got "
                    + reference.length + " rows and " + power);
        }
        if (!(plain.divergence() instanceof Divergence.SquaredEuclidean)) {
            throw new IllegalArgumentException(
                    "only a squared Euclidean divergence can be bent, got " + plain.divergence());
        }
        int d = plain.map().outputs();
        double[] mean = new double[d];
        SymmetricEigen eigen = SymmetricEigen.of(covariance(plain.map(), reference, mean));
        float[][] targets = plain.targets();
        float[][] weights = new float[d][d];
        float[][] bent = new float[targets.length][d];
        for (int k = 0; k < d; k++) {
            double[] axis = eigen.vectors()[k];
            double pull = power / eigen.values()[k];
            double length = 1 / Math.sqrt(1 + pull); // the square root of P along the axis
            for (int j = 0; j < d; j++) {
                weights[k][j] = (float) (length * axis[j]);
            }
            for (int y = 0; y < targets.length; y++) {
                double along = 0;
                for (int j = 0; j < d; j++) {
                    along += axis[j] * (targets[y][j] + pull * (targets[y][j] - mean[j]));
                }
                bent[y][k] = (float) (length * along);
            }
        }
        FeatureMap map = plain.map().then(new AffineMap(weights, new float[d]));
        return new Expert(plain.blocks(), map, bent, plain.kernel());
    }

    /** The covariance of the mapped rows and of d more with the spread of one class; fills in their mean. */
    private static double[][] covariance(FeatureMap map, float[][] rows, double[] mean) {
        int d = mean.length;
        float[][] images = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            images[i] = map.apply(rows[i]);
            for (int j = 0; j < d; j++) {
                mean[j] += images[i][j] / (double) rows.length;
            }
        }
        double[][] upper = new double[d][d];
        double[] centred = new double[d];
        for (float[] image : images) {
            for (int j = 0; j < d; j++) {
                centred[j] = image[j] - mean[j];
            }
            for (int j = 0; j < d; j++) {
                for (int k = j; k < d; k++) {
                    upper[j][k] += centred[j] * centred[k];
                }
            }
        }
        for (int j = 0; j < d; j++) {
            upper[j][j] += d;
            for (int k = j; k < d; k++) {
                upper[j][k] /= rows.length + d;
            }
        }
        return upper;
    }
}
