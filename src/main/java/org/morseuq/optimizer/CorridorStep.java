package org.morseuq.optimizer;

/**
 * The corridor step (CLR) and its generalisation, the stochastic Polyak step (SPS):
 *
 * <p>\( h = \min\Big( \frac{\max(0, E - E^*)}{c \|g\|^2}, h_{\max} \Big), \)
 *
 * <p>with the raw gradient g. For c = 1 and \( E^* = 0 \), a corridor is a region where gradient flow goes straight,
 * \( H g = 0 \); there E falls linearly along g, and this step reaches \( E^* \) at once. On a convex function the
 * distance to every minimum falls by at least \( (E - E^*)^2 / \|g\|^2 \) in the square, while E itself may rise. A
 * quadratic of one variable is halved. The step does not change when \( E - E^* \) is multiplied by a number, but it does
 * when a number is added: the loss has to come near \( E^* \), so no weight decay or label smoothing inside it.
 *
 * <p>Where g is 0 the length is 0. Where g is small but E is not, it is huge: then a cap helps.
 *
 * <p>Dherin and Rosca 2024, "Corridor geometry in gradient-based optimization", arXiv 2402.08818, has no cap; Loizou,
 * Vaswani, Laradji and Lacoste-Julien 2021, "Stochastic Polyak step-size for SGD", arXiv 2002.10542, has c and the cap.
 *
 * @param infimum \( E^* \), the least loss there is
 * @param divisor c, above 0
 * @param cap \( h_{\max} \), above 0; may be infinite
 */
public record CorridorStep(double infimum, double divisor, double cap) implements StepSize {

    /** Checks the ranges. */
    public CorridorStep {
        Range.check(Double.isFinite(infimum), "the least loss must be finite, got " + infimum);
        Range.above(0, "the divisor of a Polyak step", divisor);
        Range.cap(cap);
    }

    /** \( E / \|g\|^2 \), without a setting. */
    public static CorridorStep plain() {
        return new CorridorStep(0, 1, Double.POSITIVE_INFINITY);
    }

    @Override
    public Reads reads() {
        return Reads.LOSS;
    }

    @Override
    public double at(Measured measured) {
        double norm = measured.gradientNorm();
        if (norm == 0) {
            return 0;
        }
        // dividing twice: the square of a small norm may be 0
        return Math.min(Math.max(0, measured.loss() - infimum) / divisor / norm / norm, cap);
    }
}
