package org.morseuq.complexity;

import org.morseuq.function.Eigenpairs;
import org.morseuq.function.Lanczos;
import org.morseuq.function.Objective;
import org.morseuq.function.SymmetricOperator;
import org.morseuq.function.Vector;

/**
 * The curvature of an objective at a point: the largest eigenvalues of its Hessian and its trace.
 *
 * @param loss the objective's value
 * @param gradientNorm \( \|g\| \)
 * @param alongGradient \( g^T H g / \|g\|^2 \), the curvature along the gradient; NaN at a critical point
 * @param topEigenvalues the largest in size, in that order
 * @param residuals \( \|H u - \lambda u\| \) of each: some eigenvalue of H is no farther away
 * @param converged whether all residuals are within the tolerance asked for
 * @param products Hessian products that the eigenvalues took
 * @param trace of the Hessian with the standard error of its estimate
 */
public record Curvature(
        double loss,
        double gradientNorm,
        double alongGradient,
        double[] topEigenvalues,
        double[] residuals,
        boolean converged,
        int products,
        Estimate trace) {

    /**
     * Measures.
     *
     * @param objective with exact Hessian products
     * @param at the point; not changed
     * @param eigenvalues how they are found
     * @param trace how it is estimated
     * @param step is run after every product, and may end the work by throwing
     * @return the measures
     */
    public static Curvature of(
            Objective objective, Vector at, Lanczos eigenvalues, TraceEstimator trace, Runnable step) {
        SymmetricOperator hessian = (v, into) -> {
            objective.hessianProduct(at, v, into);
            step.run();
        };
        try (Vector gradient = at.zeros();
                Vector drift = at.zeros();
                Eigenpairs pairs = eigenvalues.of(hessian, at)) {
            double loss = objective.gradientAndDrift(at, gradient, drift);
            double squares = gradient.dot(gradient);
            return new Curvature(
                    loss,
                    Math.sqrt(squares),
                    gradient.dot(drift) / squares,
                    pairs.values(),
                    pairs.residuals(),
                    pairs.converged(),
                    pairs.products(),
                    trace.of(hessian, at));
        }
    }
}
