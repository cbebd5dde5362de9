package org.morseuq.study;

import java.util.function.IntFunction;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;
import org.morseuq.optimizer.Optimizer;
import org.morseuq.optimizer.RungeKuttaRecipe;
import org.morseuq.optimizer.StepReport;
import org.morseuq.optimizer.StepSize;
import org.morseuq.optimizer.Tableaux;

/** Gradient descent whose steps are as long as a rule says, with a look at every iterate. */
final class RuleDescent {

    /** What is looked at. */
    interface Look {

        /**
         * An iterate.
         *
         * @param n its number, from 0 on
         * @param x the iterate; not to be kept
         * @param last the length of the step that led to it, 0 at the start
         */
        void at(int n, Vector x, double last);
    }

    private RuleDescent() {}

    /**
     * Descends.
     *
     * @param rule of the lengths
     * @param batches the function of step n, from 0 on
     * @param x the start, moved in place
     * @param iterates how many steps
     * @param look is shown the start and every iterate
     * @return how many steps were taken; less where one was not finite
     */
    static int run(StepSize rule, IntFunction<Objective> batches, Vector x, int iterates, Look look) {
        look.at(0, x, 0);
        try (Optimizer optimizer = RungeKuttaRecipe.plain(Tableaux.EULER, rule).on(x)) {
            for (int n = 0; n < iterates; n++) {
                StepReport report = optimizer.step(batches.apply(n), x);
                if (!report.taken()) {
                    return n;
                }
                look.at(n + 1, x, report.stepSize());
            }
        }
        return iterates;
    }
}
