package org.morseuq.optimizer;

import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;

/**
 * Follows \( x' = F(x) \) in steps of one length with an explicit Runge-Kutta method of order p: after a fixed time the
 * error is \( O(h^p) \).
 *
 * <p>One step costs as many evaluations of the field as the method has stages with a weight. The memory, a vector a stage
 * and one more, is made once and given back by {@link #close}. Numbers that are not finite are carried along. Not thread-safe.
 */
public final class FixedStepIntegrator implements AutoCloseable {

    private final Stages stages;

    /**
     * Makes the memory.
     *
     * @param tableau an explicit method
     * @param like any vector of the space; not kept
     */
    public FixedStepIntegrator(ButcherTableau tableau, Vector like) {
        stages = new Stages(tableau, tableau.weightedStages(), like);
    }

    /**
     * One step.
     *
     * @param field F
     * @param x the point, moved in place
     * @param h the length of the step in time; below 0 goes back
     */
    public void step(VectorField field, Vector x, double h) {
        field.at(x, stages.slope(0));
        for (int i = 1; i < stages.count(); i++) {
            field.at(stages.point(i, x, h), stages.slope(i));
        }
        stages.advance(x, h);
    }

    /**
     * Several steps.
     *
     * @param field F
     * @param x the point, moved in place
     * @param duration the time to follow the field for; below 0 goes back
     * @param steps how many steps it is cut into, at least 1
     */
    public void integrate(VectorField field, Vector x, double duration, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("an integration needs at least 1 step, got " + steps);
        }
        for (int i = 0; i < steps; i++) {
            step(field, x, duration / steps);
        }
    }

    @Override
    public void close() {
        stages.close();
    }
}
