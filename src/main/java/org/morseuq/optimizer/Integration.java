package org.morseuq.optimizer;

/**
 * How an integration ended.
 *
 * @param termination why
 * @param time how much of the duration was gone through; with its sign
 * @param accepted steps taken
 * @param refused steps tried and found too inexact, or not finite
 * @param evaluations of the field
 * @param lastStep the length that the next step would have; with its sign
 */
public record Integration(
        Termination termination, double time, long accepted, long refused, long evaluations, double lastStep) {

    /** Why an integration ends. */
    public enum Termination {
        /** The whole duration was gone through. */
        DONE,
        /** The step became too short to move the time: the field is too rough or the tolerance too small. */
        STEP_UNDERFLOW,
        /** The number of attempts ran out. */
        MAX_STEPS,
        /** The field is not finite where the solution goes. */
        NOT_FINITE
    }
}
