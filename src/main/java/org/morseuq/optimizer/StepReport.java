package org.morseuq.optimizer;

/**
 * What one step saw and did.
 *
 * @param outcome whether it was taken
 * @param loss E at the start
 * @param stepSize h
 * @param gradientNorm the norm of the raw gradient at the start
 * @param directionNorm the norm of d in \( x \leftarrow x - h d \), after direction and memory
 * @param driftNorm \( \|H g\| \) at the start, NaN if the rule did not ask for it
 * @param gradients evaluations of a gradient
 * @param hessianProducts products with the Hessian
 */
public record StepReport(
        Outcome outcome,
        double loss,
        double stepSize,
        double gradientNorm,
        double directionNorm,
        double driftNorm,
        int gradients,
        int hessianProducts) {

    /** How a step ends. */
    public enum Outcome {
        /** It was taken. */
        TAKEN,
        /** The loss at the start is not finite. */
        LOSS_NOT_FINITE,
        /** The gradient at the start, or its drift, is not finite. */
        GRADIENT_NOT_FINITE,
        /** The length of the step is not finite. */
        LENGTH_NOT_FINITE,
        /** A later stage, or the whole step, is not finite: as a rule, the length is beyond the limit of stability. */
        STAGE_NOT_FINITE
    }

    /** Whether the parameters have moved. */
    public boolean taken() {
        return outcome == Outcome.TAKEN;
    }
}
