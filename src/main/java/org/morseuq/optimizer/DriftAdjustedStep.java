package org.morseuq.optimizer;

/**
 * The drift-adjusted step DAL-p:
 *
 * <p>\( h = \min\Big( \frac{2}{(\|H g\| / \|g\|)^p}, h_{\max} \Big), \)
 *
 * <p>with the raw gradient g. On a quadratic of one variable with curvature \( \lambda \), p = 1 gives
 * \( 2 / \lambda \), the limit of stability; less p gives up stability for speed where the drift is above 1. In a corridor
 * \( H g = 0 \) and h is the cap. Multiplying E by c multiplies h by \( c^{-p} \).
 *
 * <p>Rosca, Wu, Qin and Dherin 2023, "On a continuous time model of gradient descent dynamics and instability in deep
 * learning", arXiv 2302.01952, whose cap is 5. They take \( H g \) from a difference of gradients, here it is exact.
 *
 * @param power p, above 0
 * @param cap \( h_{\max} \), above 0; may be infinite
 */
public record DriftAdjustedStep(double power, double cap) implements StepSize {

    /** The cap of the authors. */
    public static final double USUAL_CAP = 5;

    /** Checks the ranges. */
    public DriftAdjustedStep {
        Range.above(0, "the power of the drift", power);
        Range.cap(cap);
    }

    @Override
    public Reads reads() {
        return Reads.DRIFT;
    }

    @Override
    public double at(Measured measured) {
        return Math.min(2 / Math.pow(measured.drift(), power), cap);
    }
}
