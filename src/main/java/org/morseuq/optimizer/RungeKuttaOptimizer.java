package org.morseuq.optimizer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;
import org.morseuq.optimizer.StepReport.Outcome;

/**
 * Steps of a {@link RungeKuttaRecipe}. With the batch's gradient g, a diagonal A and a length h, both fixed by the first
 * stage,
 *
 * <p>\( k_i = A\, g\big(x - h \sum_{j \lt i} a_{ij} k_j\big), \qquad g^* = \sum_i b_i k_i, \)
 *
 * <p>and \( x \leftarrow x - h d \), where d is what the memory makes of \( g^* \). A memory of raw gradients gets
 * \( \sum_i b_i g_i \) instead, and A is applied to what it returns.
 *
 * <p>Cost: one gradient a stage, a product with the Hessian if the length asks for it, and about four passes over the
 * parameters a stage. Memory: a vector a stage and at most six more, made once.
 */
final class RungeKuttaOptimizer implements Optimizer {

    private static final String STEPS = "steps";

    private final RungeKuttaRecipe recipe;
    private final Stages stages;
    private final Map<String, Vector> remembered = new LinkedHashMap<>();
    private long steps;

    // null where the recipe has no use for it
    private final Vector sum;
    private final Vector drift;
    private final Vector squares;
    private final Vector squaresBefore;
    private final Vector memory;

    RungeKuttaOptimizer(RungeKuttaRecipe recipe, Vector like) {
        this.recipe = recipe;
        stages = new Stages(recipe.tableau(), recipe.tableau().weightedStages(), like);
        boolean several = stages.count() > 1;
        boolean preconditions = recipe.direction().preconditions();
        sum = several ? like.zeros() : null;
        drift = recipe.stepSize().reads() == StepSize.Reads.DRIFT ? like.zeros() : null;
        squares = preconditions ? like.zeros() : null;
        squaresBefore = preconditions && several ? like.zeros() : null;
        memory = recipe.memory().remembers() ? like.zeros() : null;
        if (squares != null) {
            remembered.put("squares", squares);
        }
        if (memory != null) {
            remembered.put("memory", memory);
        }
    }

    @Override
    public StepReport step(Objective batch, Vector x) {
        Vector first = stages.slope(0);
        double loss = firstStage(batch, x, first);
        Measured measured = new Measured(steps, loss, first.norm(), drift == null ? Double.NaN : drift.norm());
        double h = recipe.stepSize().at(measured);
        Outcome outcome = judge(measured, h);
        if (outcome != Outcome.TAKEN) {
            return report(outcome, measured, h, Double.NaN, 1);
        }
        observe(first);
        int gradients = laterStages(batch, x, h);
        Vector direction = sum == null ? first : sum;
        if (!Double.isFinite(h * (sum == null ? measured.gradientNorm() : sum.norm()))) {
            forget();
            return report(Outcome.STAGE_NOT_FINITE, measured, h, Double.NaN, gradients);
        }
        if (memory != null) {
            recipe.memory().update(memory, steps + 1, direction);
            if (recipe.memory().beforeDirection()) {
                precondition(direction);
            }
        }
        double factor = recipe.decay().factor(h);
        if (factor != 1) {
            x.scale(factor);
        }
        x.add(-h, direction);
        steps++;
        return report(Outcome.TAKEN, measured, h, direction.norm(), gradients);
    }

    private double firstStage(Objective batch, Vector x, Vector gradient) {
        double rate = recipe.decay().inGradient();
        if (drift == null) {
            return gradient(batch, x, gradient);
        }
        if (rate == 0) {
            return batch.gradientAndDrift(x, gradient, drift);
        }
        double loss = gradient(batch, x, gradient);
        batch.hessianProduct(x, gradient, drift);
        drift.add(rate, gradient);
        return loss;
    }

    private double gradient(Objective batch, Vector at, Vector gradient) {
        double loss = batch.gradient(at, gradient);
        if (recipe.decay().inGradient() != 0) {
            gradient.add(recipe.decay().inGradient(), at);
        }
        return loss;
    }

    private Outcome judge(Measured measured, double h) {
        if (!Double.isFinite(measured.loss())) {
            return Outcome.LOSS_NOT_FINITE;
        }
        if (!Double.isFinite(measured.gradientNorm()) || (drift != null && !Double.isFinite(measured.driftNorm()))) {
            return Outcome.GRADIENT_NOT_FINITE;
        }
        return Double.isFinite(h) ? Outcome.TAKEN : Outcome.LENGTH_NOT_FINITE;
    }

    /** Lets the matrix grow, once a step, in such a way that {@link #forget} can take it back. */
    private void observe(Vector gradient) {
        if (squares != null) {
            if (squaresBefore != null) {
                squaresBefore.set(squares);
            }
            recipe.direction().observe(squares, gradient);
        }
    }

    private void forget() {
        if (squaresBefore != null) {
            squares.set(squaresBefore);
        }
    }

    /**
     * Makes the sum of the stages.
     *
     * @return the number of gradients in all; with a loss that is not finite the stages end, and the sum is not finite
     */
    private int laterStages(Objective batch, Vector x, double h) {
        if (sum != null) {
            sum.fill(0);
        }
        collect(0);
        for (int i = 1; i < stages.count(); i++) {
            double loss = gradient(batch, stages.point(i, x, -h), stages.slope(i));
            if (!Double.isFinite(loss)) {
                sum.fill(Double.NaN);
                return i + 1;
            }
            collect(i);
        }
        return stages.count();
    }

    /** Lets the gradient of a stage count in the sum, and makes it what later stages go along. */
    private void collect(int i) {
        Vector slope = stages.slope(i);
        boolean raw = recipe.memory().beforeDirection();
        if (!raw) {
            precondition(slope);
        }
        if (sum != null && stages.weight(i) != 0) {
            sum.add(stages.weight(i), slope);
        }
        if (raw && i < stages.count() - 1) {
            precondition(slope);
        }
    }

    private void precondition(Vector v) {
        if (squares != null) {
            recipe.direction().apply(squares, steps + 1, v);
        }
    }

    private StepReport report(Outcome outcome, Measured measured, double h, double directionNorm, int gradients) {
        return new StepReport(
                outcome,
                measured.loss(),
                h,
                measured.gradientNorm(),
                directionNorm,
                measured.driftNorm(),
                gradients,
                drift == null ? 0 : 1);
    }

    @Override
    public OptimizerState state() {
        return new OptimizerState(Map.of(STEPS, (double) steps), remembered);
    }

    @Override
    public void restore(OptimizerState state) {
        Range.check(
                state.numbers().keySet().equals(Set.of(STEPS))
                        && state.vectors().keySet().equals(remembered.keySet()),
                "a state with " + state.numbers().keySet() + " and "
                        + state.vectors().keySet() + " does not fit an optimizer that keeps [" + STEPS + "] and "
                        + remembered.keySet());
        remembered.forEach((name, vector) -> vector.set(state.vectors().get(name)));
        steps = state.numbers().get(STEPS).longValue();
    }

    @Override
    public void close() {
        stages.close();
        remembered.values().forEach(Vector::close);
        Stream.of(sum, drift, squaresBefore).filter(Objects::nonNull).forEach(Vector::close);
    }
}
