package org.morseuq.function;

/** A vector field: the right-hand side F of a differential equation \( \theta' = F(\theta) \). */
@FunctionalInterface
public interface VectorField {

    /**
     * The field at a point.
     *
     * @param at the point; not changed
     * @param into overwritten with \( F(at) \); not the point itself
     */
    void at(Vector at, Vector into);
}
