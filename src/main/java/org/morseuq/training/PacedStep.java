package org.morseuq.training;

import org.morseuq.optimizer.Measured;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.OptimizerRecipe;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.optimizer.RungeKuttaRecipe;
import org.morseuq.optimizer.StepSize;

/**
 * Another rule's length, times where a schedule is after so many of all steps.
 *
 * @param rule what is multiplied
 * @param schedule the factor
 * @param steps of the whole run
 */
record PacedStep(StepSize rule, Schedule schedule, long steps) implements StepSize {

    @Override
    public Reads reads() {
        return rule.reads();
    }

    @Override
    public double at(Measured measured) {
        return rule.at(measured) * schedule.fraction(measured.step() / (double) steps);
    }

    /**
     * The named optimizer at the pace of a schedule.
     *
     * @param config what is named
     * @param schedule the factor of every length
     * @param steps of the whole run
     * @throws IllegalArgumentException if there is no such optimizer, or it has no length that a schedule could multiply
     */
    static OptimizerRecipe recipe(OptimizerConfig config, Schedule schedule, long steps) {
        OptimizerRecipe recipe = Optimizers.recipe(config);
        if (schedule == Schedule.CONSTANT) {
            return recipe;
        }
        if (recipe instanceof RungeKuttaRecipe parts) {
            return new RungeKuttaRecipe(
                    parts.tableau(),
                    new PacedStep(parts.stepSize(), schedule, steps),
                    parts.direction(),
                    parts.memory(),
                    parts.decay());
        }
        throw new IllegalArgumentException(config.name() + " takes no schedule but constant, got " + schedule);
    }
}
