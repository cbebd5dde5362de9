package org.morseuq.optimizer;

/**
 * The same length for every step.
 *
 * @param length h, above 0
 */
public record ConstantStep(double length) implements StepSize {

    /** Checks the range. */
    public ConstantStep {
        Range.above(0, "the length of a step", length);
    }

    @Override
    public Reads reads() {
        return Reads.NOTHING;
    }

    @Override
    public double at(Measured measured) {
        return length;
    }
}
