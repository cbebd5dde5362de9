package org.morseuq.optimizer;

import java.util.function.IntFunction;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/**
 * One update of the parameters by one batch, \( T_i \): a map of a point to a point that depends on nothing but the number of
 * the batch. Any optimizer without a memory gives one.
 */
@FunctionalInterface
public interface BatchUpdate {

    /**
     * Applies the map.
     *
     * @param batch i, counted from 1
     * @param at the point; overwritten with \( T_i(at) \)
     */
    void apply(int batch, Vector at);

    /**
     * Gradient descent, \( T_i(\theta) = \theta - h \nabla L_i(\theta) \).
     *
     * @param batches \( L_i \) by i
     * @param h the step
     * @return the update, which costs one gradient
     */
    static BatchUpdate descent(IntFunction<? extends Objective> batches, double h) {
        return (batch, at) -> {
            try (Vector g = at.zeros()) {
                batches.apply(batch).gradient(at, g);
                at.add(-h, g);
            }
        };
    }
}
