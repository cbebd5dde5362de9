package org.morseuq.optimizer;

import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/**
 * How far a point is from a corridor, a region with \( H g = 0 \), where the gradient flow is a straight line with constant
 * speed, gradient descent with any step stays on it, the loss falls by \( h \|g\|^2 \) a step, and no implicit
 * regularisation acts: B. Dherin and M. Rosca 2024, "Corridor geometry in gradient-based optimization", arXiv 2402.08818.
 *
 * @param value E
 * @param gradientNorm \( \|g\| \)
 * @param drift \( \|H \hat g\| \) with \( \hat g = g / \|g\| \): 0 in a corridor. The threshold of stability along the
 *     gradient is a step of 2 over this. NaN at g = 0
 * @param curvature \( \hat g^\top H \hat g \), along the gradient; at most {@code drift} in size. If it is as large, the
 *     flow is a straight line of changing speed. NaN at g = 0
 */
public record Corridor(double value, double gradientNorm, double drift, double curvature) {

    /**
     * Measures it, with one gradient and one product with the Hessian.
     *
     * @param objective E
     * @param at the point
     * @return the measurements
     */
    public static Corridor of(Objective objective, Vector at) {
        try (Vector g = at.zeros();
                Vector product = at.zeros()) {
            double value = objective.gradientAndDrift(at, g, product);
            double norm = g.norm();
            return new Corridor(value, norm, product.norm() / norm, product.dot(g) / (norm * norm));
        }
    }

    /**
     * The angle between two vectors, such as successive gradients: 0 along a corridor, \( \pi \) for gradient descent that
     * jumps to and fro.
     *
     * @param a a vector
     * @param b another
     * @return in radians, at least 0 and at most \( \pi \); NaN if one is 0
     */
    public static double angle(Vector a, Vector b) {
        double cosine = a.dot(b) / (a.norm() * b.norm());
        return Math.acos(Math.max(-1, Math.min(1, cosine)));
    }
}
