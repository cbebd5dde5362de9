package org.morseuq.optimizer;

import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;
import org.morseuq.optimizer.Integration.Termination;

/**
 * Follows \( x' = F(x) \) with an embedded Runge-Kutta method in steps that are as long as an {@link ErrorControl} allows.
 * The solution that goes on is the one of the higher order.
 *
 * <p>A step whose error is no number is refused and tried again shorter. How it ends is a value and no exception; then x is
 * the last accepted point. A step costs an evaluation a stage, one less where the first stage is the last one of the step
 * before. The memory, a vector a stage and four more, is made once and given back by {@link #close}. Not thread-safe.
 *
 * <p>On the gradient flow of a deep network the length is bounded by stability rather than by the error, whatever the
 * explicit method.
 */
public final class AdaptiveIntegrator implements AutoCloseable {

    /** Time that a step has to move by, relative to the time: a few units in the last place. */
    private static final double LEAST_PROGRESS = 10 * Math.ulp(1.0);

    private final ButcherTableau tableau;
    private final ErrorControl control;
    private final Stages stages;
    private final Vector next;
    private final Vector error;
    private final Vector scale;

    /**
     * Makes the memory.
     *
     * @param tableau an explicit method with an estimate of its error
     * @param control how exactly
     * @param like any vector of the space; not kept
     */
    public AdaptiveIntegrator(ButcherTableau tableau, ErrorControl control, Vector like) {
        Range.check(tableau.estimatesError(), tableau.name() + " has no estimate of its error");
        this.tableau = tableau;
        this.control = control;
        stages = new Stages(tableau, tableau.stages(), like);
        next = like.zeros();
        error = like.zeros();
        scale = like.zeros();
    }

    /**
     * Follows the field from a first step of a guessed length.
     *
     * @param field F
     * @param x the point, moved in place
     * @param duration the time to follow the field for, not 0; below 0 goes back
     * @return how it ended
     */
    public Integration integrate(VectorField field, Vector x, double duration) {
        checkDuration(duration);
        field.at(x, stages.slope(0));
        double speed = weightedNorm(stages.slope(0), x, x);
        double guess = 0.01 * Math.max(weightedNorm(x, x, x), 1e-3) / Math.max(speed, 1e-6);
        return follow(field, x, duration, Double.isFinite(guess) ? guess : Math.abs(duration));
    }

    /**
     * Follows the field.
     *
     * @param field F
     * @param x the point, moved in place
     * @param duration the time to follow the field for, not 0; below 0 goes back
     * @param firstStep the length of the first attempt, above 0
     * @return how it ended
     */
    public Integration integrate(VectorField field, Vector x, double duration, double firstStep) {
        checkDuration(duration);
        Range.above(0, "the first step", firstStep);
        field.at(x, stages.slope(0));
        return follow(field, x, duration, firstStep);
    }

    private static void checkDuration(double duration) {
        Range.check(duration != 0 && Double.isFinite(duration), "the duration must be finite, not 0, got " + duration);
    }

    /** Goes on from a first stage that is known. */
    private Integration follow(VectorField field, Vector x, double duration, double firstStep) {
        int order = Math.min(tableau.order(), tableau.embeddedOrder()) + 1;
        double h = Math.min(firstStep, Math.abs(duration)) * Math.signum(duration);
        double time = 0;
        long accepted = 0;
        long refused = 0;
        long evaluations = 1;
        double before = 1;
        double earlier = 1;
        if (!Double.isFinite(stages.slope(0).norm())) {
            return new Integration(Termination.NOT_FINITE, time, 0, 0, evaluations, h);
        }
        while (accepted + refused < control.maxSteps()) {
            boolean last = Math.abs(duration - time) <= Math.abs(h) * (1 + LEAST_PROGRESS);
            double step = last ? duration - time : h;
            double size = attempt(field, x, step);
            evaluations += stages.count() - 1;
            if (size <= 1) {
                accepted++;
                time = last ? duration : time + step;
                x.set(next);
                h = step * control.afterAccepted(size, before, earlier, order);
                earlier = before;
                before = size;
                if (last) {
                    return new Integration(Termination.DONE, time, accepted, refused, evaluations, h);
                }
                evaluations += nextFirstStage(field, x);
            } else {
                refused++;
                h = step * control.afterRefused(size, order);
                if (Math.abs(h) <= LEAST_PROGRESS * Math.abs(time) || Math.abs(h) < Double.MIN_NORMAL) {
                    Termination why = Double.isFinite(size) ? Termination.STEP_UNDERFLOW : Termination.NOT_FINITE;
                    return new Integration(why, time, accepted, refused, evaluations, h);
                }
            }
        }
        return new Integration(Termination.MAX_STEPS, time, accepted, refused, evaluations, h);
    }

    /** Makes the next point and measures its error; NaN if a number on the way is none. */
    private double attempt(VectorField field, Vector x, double h) {
        for (int i = 1; i < stages.count(); i++) {
            field.at(stages.point(i, x, h), stages.slope(i));
        }
        next.set(x);
        stages.advance(next, h);
        stages.error(error, h);
        double size = weightedNorm(error, x, next);
        return Double.isFinite(next.norm())
                        && Double.isFinite(stages.slope(stages.count() - 1).norm())
                ? size
                : Double.NaN;
    }

    private int nextFirstStage(VectorField field, Vector x) {
        if (tableau.firstSameAsLast()) {
            stages.lastBecomesFirst();
            return 0;
        }
        field.at(x, stages.slope(0));
        return 1;
    }

    /** The root mean square of \( v_i / (atol + rtol \sqrt{(x_i^2 + y_i^2)/2}) \); v may be x or y. */
    private double weightedNorm(Vector v, Vector x, Vector y) {
        scale.fill(0).addProduct(0.5, x, x).addProduct(0.5, y, y);
        error.set(v).divideByRoot(scale, 0, control.absolute() / control.relative());
        return error.norm() / control.relative() / Math.sqrt((double) error.size());
    }

    @Override
    public void close() {
        stages.close();
        next.close();
        error.close();
        scale.close();
    }
}
