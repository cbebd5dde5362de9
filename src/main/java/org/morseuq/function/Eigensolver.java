package org.morseuq.function;

/** A way to find eigenpairs: {@link Eigenpairs#all} of a small operator, or a few of a large one by {@link Lanczos}. */
@FunctionalInterface
public interface Eigensolver {

    /**
     * Finds eigenpairs.
     *
     * @param operator a symmetric operator
     * @param like a vector of its space; not changed
     * @return the pairs; the caller closes them
     */
    Eigenpairs of(SymmetricOperator operator, Vector like);
}
