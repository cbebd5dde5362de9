package org.morseuq.optimizer;

/**
 * Another rule's length times a factor and a schedule.
 *
 * @param rule what is multiplied
 * @param factor above 0
 * @param schedule the factor that goes with the number of the step
 */
public record ScheduledStep(StepSize rule, double factor, StepSchedule schedule) implements StepSize {

    /** Checks the range. */
    public ScheduledStep {
        Range.above(0, "the factor of a step", factor);
    }

    @Override
    public Reads reads() {
        return rule.reads();
    }

    @Override
    public double at(Measured measured) {
        return factor * schedule.factor(measured.step()) * rule.at(measured);
    }
}
