package org.morseuq.optimizer;

import org.morseuq.function.Objective;
import org.morseuq.function.ThriceDifferentiable;
import org.morseuq.function.Vector;

/**
 * An objective with its squared gradient added, \( \tilde E = E + \mu \|g\|^2 \), whose gradient is
 * \( g + 2 \mu H g \).
 *
 * <p>With \( \mu = h / 4 \) it is the loss whose gradient flow gradient descent with step h follows to second order: D.
 * Barrett and B. Dherin 2021, "Implicit gradient regularization", arXiv 2009.11162. Added on purpose it is explicit gradient
 * regularisation.
 *
 * <p>The value costs a gradient, the gradient a gradient and a product with the Hessian, g and H g, and the Hessian
 * \( H + 2 \mu (H^2 + D^3 E(g, \cdot, \cdot)) \) a gradient, two products and a third derivative. Without a third
 * derivative there is no product with that Hessian.
 *
 * @param objective E; {@link ThriceDifferentiable} for products with the Hessian
 * @param mu \( \mu \), finite; below 0 it takes a regularisation away
 */
public record GradientRegularised(Objective objective, double mu) implements Objective {

    /** Checks the range. */
    public GradientRegularised {
        if (!Double.isFinite(mu)) {
            throw new IllegalArgumentException("the weight of the squared gradient must be finite, got " + mu);
        }
    }

    @Override
    public double value(Vector at) {
        try (Vector g = at.zeros()) {
            double value = objective.gradient(at, g);
            return value + mu * g.dot(g);
        }
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        try (Vector drift = at.zeros()) {
            double value = objective.gradientAndDrift(at, gradient, drift);
            value += mu * gradient.dot(gradient);
            gradient.add(2 * mu, drift);
            return value;
        }
    }

    /**
     * A product with the Hessian.
     *
     * @throws UnsupportedOperationException if the objective is not {@link ThriceDifferentiable}
     */
    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        if (!(objective instanceof ThriceDifferentiable thrice)) {
            throw new UnsupportedOperationException(
                    "the Hessian of a loss that is regularised by its gradient holds the"
                            + " third derivative of the loss, which "
                            + objective.getClass().getSimpleName() + " does not have");
        }
        try (Workspace workspace = new Workspace(at)) {
            Vector g = workspace.zeros();
            Vector twice = workspace.zeros();
            Vector third = workspace.zeros();
            objective.gradient(at, g);
            objective.hessianProduct(at, direction, product);
            objective.hessianProduct(at, product, twice);
            thrice.thirdProduct(at, g, direction, third);
            product.add(2 * mu, twice).add(2 * mu, third);
        }
    }
}
