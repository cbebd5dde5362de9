package org.morseuq.optimizer;

import org.morseuq.function.Objective;
import org.morseuq.function.ThriceDifferentiable;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;

/**
 * The differential equations that gradient descent, \( \theta \leftarrow \theta - h g \), follows: each comes closer to one
 * step when it is followed for a time h.
 *
 * <p>The gradient flow \( \theta' = -g \) ends \( O(h^2) \) away from the step. The flow of the implicit gradient
 * regularisation, \( \theta' = -(g + \frac{h}{2} H g) \), ends \( O(h^3) \) away: D. Barrett and B. Dherin 2021, arXiv
 * 2009.11162. And \( \theta' = -(g + \frac{h}{2} H g + h^2 (\frac13 H^2 g + \frac1{12} D^3 E(g, g, \cdot))) \) ends
 * \( O(h^4) \) away: M. Rosca, Y. Wu, C. Qin and B. Dherin 2023, "On a continuous time model of gradient descent dynamics and
 * instability in deep learning", arXiv 2302.01952. None of the last two can oscillate about a
 * minimum as gradient descent does where \( h \lambda \gt 1 \): see {@link PrincipalFlow}.
 */
public final class DescentFlow {

    private DescentFlow() {}

    /**
     * The gradient flow. Costs a gradient.
     *
     * @param objective E
     * @return \( -g \)
     */
    public static VectorField gradient(Objective objective) {
        return (at, into) -> {
            objective.gradient(at, into);
            into.scale(-1);
        };
    }

    /**
     * The flow of the implicit gradient regularisation, which is the gradient flow of \( E + \frac{h}{4} \|g\|^2 \). Costs a
     * gradient and a product with the Hessian.
     *
     * @param objective E
     * @param h the step that it models, finite
     * @return \( -(g + \frac{h}{2} H g) \)
     */
    public static VectorField secondOrder(Objective objective, double h) {
        return gradient(new GradientRegularised(objective, h / 4));
    }

    /**
     * The flow to third order. Costs a gradient, two products with the Hessian and a third derivative.
     *
     * @param objective E
     * @param h the step that it models, finite
     * @return \( -(g + \frac{h}{2} H g + h^2 (\frac13 H^2 g + \frac1{12} D^3 E(g, g, \cdot))) \)
     */
    public static VectorField thirdOrder(ThriceDifferentiable objective, double h) {
        return (at, into) -> {
            try (Workspace workspace = new Workspace(at)) {
                Vector g = workspace.zeros();
                Vector drift = workspace.zeros();
                Vector higher = workspace.zeros();
                objective.gradientAndDrift(at, g, drift);
                into.fill(0).add(-1, g).add(-h / 2, drift);
                objective.hessianProduct(at, drift, higher);
                into.add(-h * h / 3, higher);
                objective.thirdProduct(at, g, g, higher);
                into.add(-h * h / 12, higher);
            }
        };
    }
}
