package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/**
 * A step put together of independent choices. Those that make no sense together are refused with the reason.
 *
 * @param tableau how the gradient of a step is made of the gradients of its stages; explicit
 * @param stepSize how long a step is
 * @param direction what is in front of the gradient
 * @param memory what is kept of earlier steps
 * @param decay the pull of the parameters to 0
 */
public record RungeKuttaRecipe(
        ButcherTableau tableau, StepSize stepSize, Direction direction, Memory memory, WeightDecay decay)
        implements OptimizerRecipe {

    /** Refuses what makes no sense. */
    public RungeKuttaRecipe {
        Range.check(
                tableau.explicit(),
                tableau.name() + " is implicit: every step on a batch would have to solve a system of equations");
        StepSize.Reads reads = stepSize.reads();
        Range.check(
                reads == StepSize.Reads.NOTHING || direction.onlyShrinks(),
                "a step that is measured on the gradient has no meaning along " + direction
                        + ", whose length does not follow that of the gradient");
        if (reads == StepSize.Reads.LOSS) {
            Range.check(
                    !direction.preconditions(),
                    "a corridor step is the way to the least loss along the gradient, but " + direction
                            + " goes another way");
            Range.check(
                    memory.gain() == 1,
                    "a corridor step reaches the least loss at once, but " + memory + " goes " + memory.gain()
                            + " times as far; an averaged gradient does not");
            Range.check(
                    decay.inGradient() == 0,
                    "a corridor step needs a loss that comes near its infimum, but weight decay in the gradient"
                            + " moves the minimum; decouple it");
        }
    }

    /**
     * Plain steps: no matrix, no memory, no decay.
     *
     * @param tableau an explicit method
     * @param stepSize how long a step is
     */
    public static RungeKuttaRecipe plain(ButcherTableau tableau, StepSize stepSize) {
        return new RungeKuttaRecipe(tableau, stepSize, new PlainDirection(), new NoMemory(), WeightDecay.NONE);
    }

    /** The same with another direction. */
    public RungeKuttaRecipe withDirection(Direction other) {
        return new RungeKuttaRecipe(tableau, stepSize, other, memory, decay);
    }

    /** The same with another memory. */
    public RungeKuttaRecipe withMemory(Memory other) {
        return new RungeKuttaRecipe(tableau, stepSize, direction, other, decay);
    }

    /** The same with another decay. */
    public RungeKuttaRecipe withDecay(WeightDecay other) {
        return new RungeKuttaRecipe(tableau, stepSize, direction, memory, other);
    }

    @Override
    public Optimizer on(Vector like) {
        return new RungeKuttaOptimizer(this, like);
    }
}
