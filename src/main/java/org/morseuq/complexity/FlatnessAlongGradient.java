package org.morseuq.complexity;

import java.util.Arrays;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/**
 * How an objective bends on the way that gradient descent takes from a point: \( E(\theta - h g) \) for steps h, beside its
 * second-order expansion \( E - h \|g\|^2 + \frac{h^2}{2} g^T H g \).
 *
 * <p>\( \|g\|^2 \) is what implicit gradient regularisation presses down (D. Barrett, B. Dherin 2021, arXiv 2009.11162).
 * Where \( H g = 0 \) the gradient flow is straight, a corridor (B. Dherin, M. Rosca 2024, arXiv 2402.08818). With curvature
 * \( \kappa = g^T H g / \|g\|^2 \) above 0 the expansion falls until \( h = 1 / \kappa \) and is back at E at
 * \( 2 / \kappa \).
 *
 * @param loss E
 * @param gradientNorm \( \|g\| \)
 * @param curvature \( \kappa \); NaN at a critical point
 * @param drift \( \|H g\| / \|g\| \): 0 in a corridor; NaN at a critical point
 * @param alignment the cosine between g and H g: 1 where g is an eigenvector; NaN where one of them is 0
 * @param steps h, ascending from 0
 * @param losses \( E(\theta - h g) \), one a step
 */
public record FlatnessAlongGradient(
        double loss,
        double gradientNorm,
        double curvature,
        double drift,
        double alignment,
        double[] steps,
        double[] losses) {

    /** Points of the profile, its beginning not counted. */
    private static final int POINTS = 15;

    /** Evaluations of the objective: a gradient, a product and the points. */
    public static final int STEPS = POINTS + 2;

    /** How far it goes, in units of \( 1 / \kappa \). */
    private static final double REACH = 3;

    /**
     * Measures, with a gradient, a product with the Hessian and 15 values.
     *
     * @param objective E
     * @param at the point; not changed
     * @return the flatness; without a profile at a critical point. Where \( \kappa \) is not above 0, steps go up to
     *     \( 3 \|g\| / \|H g\| \), or to 1 if that is not finite
     */
    public static FlatnessAlongGradient of(Objective objective, Vector at) {
        try (Vector g = at.zeros();
                Vector drift = at.zeros();
                Vector moved = at.zeros()) {
            double loss = objective.gradientAndDrift(at, g, drift);
            double norm = g.norm();
            double along = g.dot(drift);
            double driftNorm = drift.norm();
            double curvature = along / (norm * norm);
            double unit = curvature > 0 ? 1 / curvature : norm / driftNorm;
            double last = Double.isFinite(unit) ? REACH * unit : 1;
            double[] steps = new double[norm > 0 ? POINTS + 1 : 0];
            Arrays.setAll(steps, i -> last * i / POINTS);
            double[] losses = new double[steps.length];
            for (int i = 0; i < steps.length; i++) {
                losses[i] = i == 0 ? loss : objective.value(moved.set(at).add(-steps[i], g));
            }
            return new FlatnessAlongGradient(
                    loss, norm, curvature, driftNorm / norm, along / (norm * driftNorm), steps, losses);
        }
    }

    /**
     * The second-order expansion at a step.
     *
     * @param h the step
     */
    public double expansion(double h) {
        return loss + gradientNorm * gradientNorm * (-h + h * h / 2 * curvature);
    }
}
