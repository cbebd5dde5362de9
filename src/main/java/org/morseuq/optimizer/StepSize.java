package org.morseuq.optimizer;

/**
 * How long a step is: the h in \( x \leftarrow x - h d \), chosen once a step from what the first stage measured on the
 * raw gradient, before a {@link Direction} or a {@link Memory} has touched it.
 */
public interface StepSize {

    /** What a rule needs to be told beyond the number of the step. */
    enum Reads {
        /** Nothing: the length is given from outside. */
        NOTHING,
        /** The loss, which is to reach a known infimum along the gradient. */
        LOSS,
        /** The drift \( \|H g\| / \|g\| \): one product with the Hessian a step. */
        DRIFT
    }

    /** What this rule reads. */
    Reads reads();

    /**
     * The length of a step.
     *
     * @param measured what the first stage has found
     * @return h, at least 0; not finite if what was measured is not
     */
    double at(Measured measured);
}
