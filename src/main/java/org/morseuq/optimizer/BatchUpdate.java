package org.morseuq.optimizer;

import java.util.TreeSet;
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

    /**
     * A step of an optimizer that remembers nothing, whatever its integrator, its step size and its direction.
     *
     * <p>Every update begins in the state that the optimizer has now, so that it depends on its batch alone; a schedule
     * stands still.
     *
     * @param batches \( L_i \) by i
     * @param optimizer not used elsewhere as long as the update is; the caller closes it
     * @return the update, which raises an {@link ArithmeticException} where a step is not finite
     * @throws IllegalArgumentException if the optimizer keeps vectors from step to step
     */
    static BatchUpdate of(IntFunction<? extends Objective> batches, Optimizer optimizer) {
        OptimizerState state = optimizer.state();
        if (!state.vectors().isEmpty()) {
            throw new IllegalArgumentException("an update depends on its batch alone, but this optimizer keeps "
                    + String.join(", ", new TreeSet<>(state.vectors().keySet())));
        }
        return (batch, at) -> {
            optimizer.restore(state);
            StepReport report = optimizer.step(batches.apply(batch), at);
            if (!report.taken()) {
                throw new ArithmeticException("the update by batch " + batch + " was not taken: " + report.outcome());
            }
        };
    }
}
