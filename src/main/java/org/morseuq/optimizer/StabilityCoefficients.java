package org.morseuq.optimizer;

import org.morseuq.function.Eigenpairs;
import org.morseuq.function.Eigensolver;
import org.morseuq.function.Objective;
import org.morseuq.function.SymmetricOperator;
import org.morseuq.function.Vector;

/**
 * What every direction of curvature does to the loss when gradient descent steps with h, by the {@link PrincipalFlow}:
 * \( \mathrm{Re}\, \alpha(h \lambda_i) \, \langle g, u_i \rangle^2 \), its share of \( dE/dt \).
 *
 * <p>A share above 0, which needs \( h \lambda_i \gt 2 \) and a gradient along \( u_i \), drives the loss up; training becomes
 * unstable where such shares outweigh the others (Rosca et al. 2023, arXiv 2302.01952).
 *
 * @param h the step
 * @param eigenvalues \( \lambda_i \) of the Hessian, in the order of the solver
 * @param squares \( \langle g, u_i \rangle^2 \)
 * @param shares the coefficients
 * @param rest of all directions that the solver did not give, which count with \( \alpha = -1 \): at most 0
 * @param converged whether the eigenpairs are as exact as the solver was asked for
 */
public record StabilityCoefficients(
        double h, double[] eigenvalues, double[] squares, double[] shares, double rest, boolean converged) {

    /**
     * Computes them, with one gradient and the products of the solver.
     *
     * @param objective E
     * @param at the point
     * @param h the step, above 0
     * @param solver of the eigenpairs
     * @return the coefficients
     */
    public static StabilityCoefficients of(Objective objective, Vector at, double h, Eigensolver solver) {
        if (!(h > 0) || !Double.isFinite(h)) {
            throw new IllegalArgumentException("stability is that of a step above 0, got " + h);
        }
        try (Vector g = at.zeros();
                Eigenpairs pairs = solver.of(SymmetricOperator.hessian(objective, at), at)) {
            objective.gradient(at, g);
            int count = pairs.count();
            double[] squares = new double[count];
            double[] shares = new double[count];
            double rest = g.dot(g);
            for (int i = 0; i < count; i++) {
                double along = g.dot(pairs.vectors().get(i));
                squares[i] = along * along;
                shares[i] = PrincipalExponent.real(h * pairs.values()[i]) * squares[i];
                rest -= squares[i];
            }
            return new StabilityCoefficients(h, pairs.values(), squares, shares, -Math.max(rest, 0), pairs.converged());
        }
    }

    /** The sum of all shares: how fast the loss changes, by the principal flow. */
    public double lossRate() {
        double sum = rest;
        for (double share : shares) {
            sum += share;
        }
        return sum;
    }
}
