package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/**
 * Where a step goes: a positive diagonal matrix A in front of the gradient, made of the squares of past gradients.
 *
 * <p>The squares grow once a step, by the gradient of the first stage; all stages of the step then see the same A, so
 * that a Runge-Kutta method keeps its order for the field \( -A g \). A direction is a rule without state: the vector of
 * squares belongs to the optimizer.
 */
public interface Direction {

    /** Whether there is a matrix at all; if not, the two methods below are never called. */
    boolean preconditions();

    /**
     * Whether the entries of A are at most 1, so that a length that was measured on the gradient is at worst too short.
     * Otherwise the length of \( A g \) does not follow that of g.
     */
    boolean onlyShrinks();

    /**
     * Takes the gradient of the first stage into account.
     *
     * @param squares changed in place; 0 before the first step
     * @param gradient g; not changed
     */
    void observe(Vector squares, Vector gradient);

    /**
     * Applies the matrix, \( v \leftarrow A v \).
     *
     * @param squares what {@link #observe} has made of the gradients
     * @param step the number of this step, from 1
     * @param v changed in place
     */
    void apply(Vector squares, long step, Vector v);
}
