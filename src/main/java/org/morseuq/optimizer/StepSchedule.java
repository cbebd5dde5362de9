package org.morseuq.optimizer;

/**
 * A factor for the length of steps that rises linearly to 1 and then falls: with w steps of warm-up of n in all, step t
 * (from 0) gets \( (t + 1)/w \) while t is below w, and then the shape at \( (t - w)/(n - w) \). Steps beyond n get what
 * the shape has at its end.
 *
 * <p>The half cosine is that of Loshchilov and Hutter 2017, arXiv 1608.03983, without restarts.
 *
 * @param warmUp w, at least 0
 * @param steps n, above w
 * @param shape how the factor falls
 */
public record StepSchedule(long warmUp, long steps, Shape shape) {

    /** How the factor goes from 1 on. */
    public enum Shape {
        /** It stays. */
        FLAT,
        /** To 0 along a straight line. */
        LINEAR,
        /** To 0 along half a cosine. */
        COSINE
    }

    /** The factor 1 for ever. */
    public static final StepSchedule CONSTANT = new StepSchedule(0, 1, Shape.FLAT);

    /** Checks the ranges. */
    public StepSchedule {
        Range.check(warmUp >= 0, "the steps of warm-up must be at least 0, got " + warmUp);
        Range.check(steps > warmUp, "the steps must be more than the " + warmUp + " of warm-up, got " + steps);
    }

    /**
     * The factor.
     *
     * @param step steps taken before, from 0
     * @return from 0 to 1
     */
    public double factor(long step) {
        if (step < warmUp) {
            return (step + 1.0) / warmUp;
        }
        double progress = Math.min(1, (step - warmUp) / (double) (steps - warmUp));
        return switch (shape) {
            case FLAT -> 1;
            case LINEAR -> 1 - progress;
            case COSINE -> (1 + Math.cos(Math.PI * progress)) / 2;
        };
    }
}
