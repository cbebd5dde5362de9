package org.morseuq.optimizer;

import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/**
 * Makes a sequence of functions small, one step each. Its memory is made once, for one space of parameters, and given
 * back by {@link #close}. Not thread-safe.
 */
public interface Optimizer extends AutoCloseable {

    /**
     * One step on one batch.
     *
     * <p>The first gradient of the batch that is taken is the one at x. A loss, a gradient or a length that is not finite
     * is an outcome: then x and this optimizer are as they were before.
     *
     * @param batch the function of this step, the same for all stages
     * @param x the parameters, moved in place
     * @return what the step saw and did
     */
    StepReport step(Objective batch, Vector x);

    /**
     * Everything that the steps to come depend on.
     *
     * @return numbers, and the vectors themselves, not copies: write them away or copy them before the next step
     */
    OptimizerState state();

    /**
     * Goes on from a state. Steps from here are, to the bit, those that would have followed when it was taken.
     *
     * @param state of an optimizer of the same settings; copied
     * @throws IllegalArgumentException if it has not the names that {@link #state} has
     */
    void restore(OptimizerState state);

    /** Gives the memory back. */
    @Override
    void close();
}
