package org.morseuq.function;

/** A symmetric linear map of a space to itself, known by what it does to a vector. */
@FunctionalInterface
public interface SymmetricOperator {

    /**
     * Applies the map.
     *
     * @param v a vector; not changed
     * @param into overwritten with A v; not v itself
     */
    void apply(Vector v, Vector into);

    /**
     * The Hessian of an objective at a point.
     *
     * @param objective the function
     * @param at the point; kept, so do not change it while the operator is used
     * @return \( v \mapsto H(at) v \)
     */
    static SymmetricOperator hessian(Objective objective, Vector at) {
        return (v, into) -> objective.hessianProduct(at, v, into);
    }
}
