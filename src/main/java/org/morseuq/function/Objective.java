package org.morseuq.function;

/**
 * A function E of a vector of parameters that is to be made small, with its exact derivatives: \( g = \nabla E \) and the
 * products of its Hessian \( H = \nabla^2 E \) with vectors.
 *
 * <p>An objective can be evaluated again at another point: the stages of a Runge-Kutta step, a line search or a difference
 * of gradients all see one and the same function. One that stands for a mini-batch therefore holds on to its batch, its
 * augmentation and its dropout mask. Statistics that a network keeps of its inputs (batch normalisation) are updated by
 * the first evaluation of a gradient alone, so that a step with many stages counts its batch once.
 *
 * <p>A point handed in is not changed. Not thread-safe.
 */
public interface Objective {

    /**
     * The value alone.
     *
     * @param at the point
     * @return E
     */
    double value(Vector at);

    /**
     * Value and gradient.
     *
     * @param at the point
     * @param gradient overwritten with g; not the point itself
     * @return E
     */
    double gradient(Vector at, Vector gradient);

    /**
     * A product with the Hessian, exact to rounding.
     *
     * @param at the point
     * @param direction v; not changed
     * @param product overwritten with H v; neither the point nor the direction
     */
    void hessianProduct(Vector at, Vector direction, Vector product);

    /**
     * Value, gradient and Hessian times gradient, the drift \( H g = \frac12 \nabla \|g\|^2 \) that corridors,
     * drift-adjusted steps and implicit regularisation all speak of. An implementation may share work between the two.
     *
     * @param at the point
     * @param gradient overwritten with g
     * @param drift overwritten with H g
     * @return E
     */
    default double gradientAndDrift(Vector at, Vector gradient, Vector drift) {
        double value = gradient(at, gradient);
        hessianProduct(at, gradient, drift);
        return value;
    }
}
