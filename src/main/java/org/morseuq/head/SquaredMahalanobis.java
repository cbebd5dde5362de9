package org.morseuq.head;

import java.util.Arrays;
import org.morseuq.algebra.Cholesky;

/**
 * \( D = (z - t)^T \Sigma^{-1} (z - t) = \|W (z - t)\|^2 \) with \( \Sigma = L L^T \) and the precision factor
 * \( W = L^{-1} \), lower triangular.
 *
 * <p>It is the squared Euclidean distance after the affine map \( z \mapsto W z \), with the targets mapped too; where
 * there are many targets that is the cheaper form, for the map is then applied once and not once a target.
 */
public final class SquaredMahalanobis implements Divergence {

    static final String KIND = "squared-mahalanobis";

    private final float[][] factor;

    /**
     * The divergence of a precision factor, which is copied.
     *
     * @param factor W, k x k and finite, zero above the diagonal and positive on it, so that only z = t has D = 0
     */
    public SquaredMahalanobis(float[][] factor) {
        this.factor = new float[factor.length][];
        for (int i = 0; i < factor.length; i++) {
            if (factor[i].length != factor.length) {
                throw new IllegalArgumentException("a precision factor is square, got " + factor[i].length
                        + " numbers in row " + i + " of " + factor.length);
            }
            for (int j = 0; j < factor.length; j++) {
                float value = factor[i][j];
                if (!Float.isFinite(value) || (j == i && !(value > 0)) || (j > i && value != 0)) {
                    throw new IllegalArgumentException("a precision factor is finite, positive on the diagonal and zero"
                            + " above it, got " + value + " in row " + i + ", column " + j);
                }
            }
            this.factor[i] = factor[i].clone();
        }
        if (factor.length == 0) {
            throw new IllegalArgumentException("a precision factor has at least one row");
        }
    }

    /**
     * The divergence of a covariance.
     *
     * @param covariance \( \Sigma \), k x k, positive definite, of which the part on and above the diagonal is read; not
     *     changed
     * @return the divergence, with W rounded to float
     */
    public static SquaredMahalanobis of(double[][] covariance) {
        Cholesky cholesky =
                Cholesky.of(Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new));
        return new SquaredMahalanobis(Whitening.rounded(cholesky.inverse()));
    }

    /** W; a copy. */
    public float[][] factor() {
        return Arrays.stream(factor).map(float[]::clone).toArray(float[][]::new);
    }

    @Override
    public double of(double[] z, double[] t) {
        double sum = 0;
        for (double whitened : whiten(z, t)) {
            sum += whitened * whitened;
        }
        return sum;
    }

    /** \( 2 W^T W (z - t) \). */
    @Override
    public double[] gradient(double[] z, double[] t) {
        double[] whitened = whiten(z, t);
        double[] gradient = new double[whitened.length];
        for (int i = 0; i < whitened.length; i++) {
            for (int j = 0; j <= i; j++) {
                gradient[j] += 2 * whitened[i] * factor[i][j];
            }
        }
        return gradient;
    }

    private double[] whiten(double[] z, double[] t) {
        double[] whitened = new double[factor.length];
        for (int j = 0; j < whitened.length; j++) {
            double difference = z[j] - t[j];
            for (int i = j; i < whitened.length; i++) {
                whitened[i] += factor[i][j] * difference;
            }
        }
        return whitened;
    }

    @Override
    public void requireTarget(float[] t) {
        if (t.length != factor.length) {
            throw new IllegalArgumentException("a precision factor of " + factor.length
                    + " rows takes targets of as many coordinates, got " + t.length);
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SquaredMahalanobis divergence && Arrays.deepEquals(factor, divergence.factor);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(factor);
    }

    @Override
    public String toString() {
        return "SquaredMahalanobis[" + factor.length + "]";
    }
}
