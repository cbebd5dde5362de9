package org.morseuq.optimizer;

import org.morseuq.function.Eigenpairs;
import org.morseuq.function.Lanczos;
import org.morseuq.function.Objective;
import org.morseuq.function.SymmetricOperator;
import org.morseuq.function.Vector;

/**
 * The sharpness of a loss, the largest eigenvalue \( \lambda_1 \) of its Hessian, beside \( 2 / h \), above which gradient
 * descent with step h on a quadratic diverges. Training with a constant step tends to sharpen until it is there, and hovers:
 * J. Cohen et al. 2021, "Gradient descent on neural networks typically occurs at the edge of stability", arXiv 2103.00065.
 *
 * @param h the step
 * @param sharpness \( \lambda_1 \)
 * @param residual an eigenvalue of the Hessian lies no farther than this from the sharpness
 * @param alongGradient \( \langle g, u_1 \rangle^2 / \|g\|^2 \), the part of the gradient that feels it; NaN at g = 0
 * @param products with the Hessian that it took
 * @param converged whether the sharpness is as exact as was asked for
 */
public record EdgeOfStability(
        double h, double sharpness, double residual, double alongGradient, int products, boolean converged) {

    /**
     * Measures it, with one gradient and the products of the method of Lanczos.
     *
     * @param objective E
     * @param at the point
     * @param h the step, above 0
     * @param lanczos how; the largest eigenvalues are asked for whatever its part
     * @return the measurements
     */
    public static EdgeOfStability of(Objective objective, Vector at, double h, Lanczos lanczos) {
        if (!(h > 0) || !Double.isFinite(h)) {
            throw new IllegalArgumentException("the edge of stability is that of a step above 0, got " + h);
        }
        try (Vector g = at.zeros();
                Eigenpairs pairs = lanczos.of(Lanczos.Part.LARGEST).of(SymmetricOperator.hessian(objective, at), at)) {
            objective.gradient(at, g);
            double along = g.dot(pairs.vectors().get(0));
            return new EdgeOfStability(
                    h,
                    pairs.values()[0],
                    pairs.residuals()[0],
                    along * along / g.dot(g),
                    pairs.products(),
                    pairs.converged());
        }
    }

    /** \( 2 / h \). */
    public double threshold() {
        return 2 / h;
    }

    /** Whether the sharpness is above the threshold. */
    public boolean beyond() {
        return sharpness > threshold();
    }
}
