package org.morseuq.optimizer;

/**
 * The rescaled drift-adjusted step DALR-p:
 *
 * <p>\( h = \frac{c}{1 + \frac{c}{2} (\|H g\| / \|g\|)^p}, \)
 *
 * <p>with the raw gradient g. Without drift it is c, and for a large c it is DAL-p. On a quadratic of one variable with
 * p = 1, \( h \lambda \lt 2 \) for every c: descent is stable. In more variables the drift is less than the largest
 * curvature, and that is no guarantee.
 *
 * <p>Dherin, Munn, Mazzawi, Wunder, Medapati and Gonzalvo 2025, "Learning by solving differential equations", arXiv
 * 2505.13397.
 *
 * @param ceiling c, above 0: the length that would be tuned
 * @param power p, above 0
 */
public record RescaledDriftStep(double ceiling, double power) implements StepSize {

    /** Checks the ranges. */
    public RescaledDriftStep {
        Range.above(0, "the ceiling of a step", ceiling);
        Range.above(0, "the power of the drift", power);
    }

    @Override
    public Reads reads() {
        return Reads.DRIFT;
    }

    @Override
    public double at(Measured measured) {
        return ceiling / (1 + ceiling / 2 * Math.pow(measured.drift(), power));
    }
}
