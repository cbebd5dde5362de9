package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/** What an optimizer is made of; makes one for a space of parameters. */
@FunctionalInterface
public interface OptimizerRecipe {

    /**
     * Makes the memory.
     *
     * @param like any vector of the space; not kept
     * @return an optimizer before its first step; the caller closes it
     */
    Optimizer on(Vector like);
}
