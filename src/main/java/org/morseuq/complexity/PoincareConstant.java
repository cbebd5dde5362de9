package org.morseuq.complexity;

import java.util.SplittableRandom;
import org.morseuq.algebra.SymmetricEigen;

/**
 * Constants c of the Poincare inequality \( Var(u) \le c \, E \|\nabla u\|^2 \) for all smooth u, where they are known. A
 * product of laws has the largest of their constants; a law on a disconnected set has none.
 */
public final class PoincareConstant {

    private PoincareConstant() {}

    /**
     * Of a Gaussian: the largest eigenvalue of its covariance.
     *
     * @param covariance d x d, symmetric
     */
    public static double gaussian(double[][] covariance) {
        return SymmetricEigen.of(covariance).values()[0];
    }

    /**
     * Of the uniform law on a box: \( l^2 / \pi^2 \) with its longest side l.
     *
     * @param sides lengths, above 0
     */
    public static double box(double... sides) {
        double longest = 0;
        for (double side : sides) {
            if (!(side > 0)) {
                throw new IllegalArgumentException("the sides of a box must be above 0, got " + side);
            }
            longest = Math.max(longest, side);
        }
        return longest * longest / (Math.PI * Math.PI);
    }

    /**
     * A lower bound for any law, from linear u: the largest eigenvalue of the covariance of a sample, here by power
     * iteration on the rows, so that d may be thousands. No upper bound can be read from a sample.
     *
     * @param rows n x d, n at least 2
     * @param iterations at least 1; 50 leave a relative error of a few thousandths unless two directions are nearly tied,
     *     and then it does not matter which
     * @return at most the largest eigenvalue, and near it
     */
    public static double atLeast(float[][] rows, int iterations) {
        if (rows.length < 2 || iterations < 1) {
            throw new IllegalArgumentException(
                    "a bound needs at least 2 rows and 1 iteration, got " + rows.length + " and " + iterations);
        }
        int width = rows[0].length;
        double[] mean = new double[width];
        for (float[] row : rows) {
            for (int j = 0; j < width; j++) {
                mean[j] += row[j] / (double) rows.length;
            }
        }
        double[] direction = new double[width];
        SplittableRandom random = new SplittableRandom(0);
        for (int j = 0; j < width; j++) {
            direction[j] = random.nextGaussian();
        }
        double value = 0;
        for (int t = 0; t < iterations; t++) {
            double norm = Math.sqrt(dot(direction, direction));
            double[] image = new double[width];
            value = 0;
            for (float[] row : rows) {
                double along = 0;
                for (int j = 0; j < width; j++) {
                    along += (row[j] - mean[j]) * direction[j] / norm;
                }
                value += along * along / rows.length;
                for (int j = 0; j < width; j++) {
                    image[j] += along * (row[j] - mean[j]) / rows.length;
                }
            }
            if (!(value > 0)) {
                return 0;
            }
            direction = image;
        }
        return value;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
