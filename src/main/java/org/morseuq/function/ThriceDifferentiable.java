package org.morseuq.function;

/**
 * An objective that also knows its third derivative, in two directions at a time.
 *
 * <p>What needs it says so in the type of its argument: the flow that follows gradient descent to third order, and the
 * Hessian of a loss that is regularised by its gradient.
 */
public interface ThriceDifferentiable extends Objective {

    /**
     * The third derivative in two directions, \( D^3 E(u, v, \cdot) = \frac{d}{ds} H(at + s u) v \) at s = 0: a vector,
     * linear in u and in v, and the same with u and v exchanged. With u = v = g held fixed it is
     * \( \nabla (\bar g^\top H \bar g) \).
     *
     * @param at the point
     * @param u a direction; not changed
     * @param v a direction, perhaps the same vector; not changed
     * @param into overwritten with the result; none of the others
     */
    void thirdProduct(Vector at, Vector u, Vector v, Vector into);
}
