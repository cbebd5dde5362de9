package org.morseuq.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.morseuq.eval.Interval;
import org.morseuq.eval.StudentInterval;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Objective;
import org.morseuq.function.Quadratic;
import org.morseuq.function.TanhPerceptron;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;
import org.morseuq.optimizer.ButcherTableau;
import org.morseuq.optimizer.ConstantStep;
import org.morseuq.optimizer.DescentFlow;
import org.morseuq.optimizer.FixedStepIntegrator;
import org.morseuq.optimizer.Optimizer;
import org.morseuq.optimizer.RungeKuttaRecipe;
import org.morseuq.optimizer.Tableaux;

/**
 * What the explicit Runge-Kutta methods promise, measured: how fast their distance from the gradient flow of a perceptron
 * falls with the step, up to which step they do not grow on a quadratic, and both for what a step costs.
 *
 * <p>The flow is followed for a fixed time in several numbers of steps; the slope of the error over the length of the step,
 * both as logarithms, is the order, where the first bend of that line is fitted too. The limit of stability is looked for with the optimizer itself, on
 * \( E = \frac12 \lambda x^2 \), and set beside that of the stability polynomial, which never takes a step.
 *
 * @param title what it shows, in a line
 * @param kind {@code runge-kutta}
 * @param classifier the perceptron
 * @param duration the time that its flow is followed for, above 0
 * @param cuts the numbers of steps it is cut into, at least 4, rising
 * @param finer by how much finer than the finest cut the reference is, at least 2; it is of order 5
 * @param curvature \( \lambda \) of the quadratic, above 0
 * @param iterates on the quadratic that tell growing from falling, at least 1
 * @param seed of the perceptron
 * @param tolerance by which part of itself a number may move
 */
public record RungeKuttaStudy(
        String title,
        String kind,
        ToyClassifier classifier,
        double duration,
        int[] cuts,
        int finer,
        double curvature,
        int iterates,
        long seed,
        double tolerance)
        implements StepStudy {

    /** The first growing step is looked for on a grid of this width, and behind it by halving. */
    private static final double GRID = 0.05;

    /** No explicit method here gets as far. */
    private static final double FAR = 10;

    private static final double FOUND = 1e-7;

    /** Growing beyond what rounding adds. */
    private static final double GROWN = 1 + 1e-9;

    /** What is drawn: one of each kind, for more curves cannot be told apart. */
    private static final Set<String> DRAWN =
            Set.of("euler", "midpoint", "heun", "kutta3", "rk4", "three-eighths", "dormand-prince");

    /** One of every stability polynomial. */
    private static final Set<String> POLYNOMIALS = Set.of("euler", "heun", "kutta3", "rk4", "dormand-prince");

    /** Refuses what cannot be run. */
    public RungeKuttaStudy {
        if (classifier == null || cuts == null || cuts.length < 4 || !(duration > 0)) {
            throw new IllegalArgumentException(
                    "a study of Runge-Kutta methods needs a 'classifier', a 'duration' > 0 and at least 4 'cuts'");
        }
        for (int i = 0; i < cuts.length; i++) {
            if (cuts[i] < 1 || (i > 0 && cuts[i] <= cuts[i - 1])) {
                throw new IllegalArgumentException("'cuts' must be at least 1 and rise, got " + Arrays.toString(cuts));
            }
        }
        if (finer < 2 || iterates < 1 || !(curvature > 0) || !(tolerance >= 0)) {
            throw new IllegalArgumentException("a study of Runge-Kutta methods needs 'finer' >= 2, 'iterates' >= 1,"
                    + " 'curvature' > 0 and 'tolerance' >= 0, got " + finer + ", " + iterates + ", " + curvature
                    + " and " + tolerance);
        }
    }

    @Override
    public StepResult run(Runnable check) {
        List<StepResult.Table> tables = new ArrayList<>();
        List<StepResult.Plot> plots = new ArrayList<>();
        order(check, tables, plots);
        stability(check, tables, plots);
        return new StepResult(tables, plots);
    }

    /** The explicit methods. */
    private static List<ButcherTableau> methods() {
        return Tableaux.all().stream().filter(ButcherTableau::explicit).toList();
    }

    private void order(Runnable check, List<StepResult.Table> tables, List<StepResult.Plot> plots) {
        TanhPerceptron loss = classifier.loss(seed);
        VectorField flow = DescentFlow.gradient(loss);
        Vector reference = end(Tableaux.DORMAND_PRINCE, flow, finer * cuts[cuts.length - 1]);
        List<StepResult.Row> rows = new ArrayList<>();
        List<StepResult.Curve> byStep = new ArrayList<>();
        List<StepResult.Curve> byCost = new ArrayList<>();
        for (ButcherTableau method : methods()) {
            double[][] steps = new double[cuts.length][];
            double[][] costs = new double[cuts.length][];
            double[] x = new double[cuts.length];
            double[] y = new double[cuts.length];
            double[] z = new double[cuts.length];
            for (int i = 0; i < cuts.length; i++) {
                check.run();
                double error = Trajectory.distance(end(method, flow, cuts[i]), reference);
                steps[i] = new double[] {duration / cuts[i], error};
                costs[i] = new double[] {(double) cuts[i] * method.weightedStages(), error};
                x[i] = Math.log(steps[i][0]);
                y[i] = Math.log(error);
                z[i] = steps[i][0];
            }
            Interval slope = StudentInterval.ofSlope(x, y, z);
            int last = cuts.length - 1;
            rows.add(StepResult.Row.of(
                    method.name(),
                    method.order(),
                    slope.estimate(),
                    slope.low(),
                    slope.high(),
                    (y[last] - y[last - 1]) / (x[last] - x[last - 1]),
                    steps[0][1],
                    steps[last][1]));
            if (DRAWN.contains(method.name())) {
                byStep.add(new StepResult.Curve(method.name(), steps, false));
                byCost.add(new StepResult.Curve(method.name(), costs, false));
            }
        }
        tables.add(new StepResult.Table(
                "Order of convergence to the gradient flow of a perceptron",
                List.of(
                        "method",
                        "order",
                        "slope",
                        "low",
                        "high",
                        "last slope",
                        "error at " + cuts[0],
                        "error at " + cuts[cuts.length - 1]),
                rows,
                "Distance e from the flow at time " + duration + " after " + cuts[0] + " to " + cuts[cuts.length - 1]
                        + " steps of length h. Slope: p in log e = a + p log h + c h, where the last term is what longer steps bend;"
                        + " low to high: 95 % by Student's distribution. Last slope: between the two shortest steps."));
        plots.add(new StepResult.Plot("distance from the gradient flow", "h", "distance", "xy", byStep));
        plots.add(new StepResult.Plot("for what it costs", "gradients", "distance", "xy", byCost));
    }

    private Vector end(ButcherTableau method, VectorField flow, int steps) {
        Vector x = classifier.start(seed);
        try (FixedStepIntegrator integrator = new FixedStepIntegrator(method, x)) {
            integrator.integrate(flow, x, duration, steps);
        }
        return x;
    }

    private void stability(Runnable check, List<StepResult.Table> tables, List<StepResult.Plot> plots) {
        List<StepResult.Row> rows = new ArrayList<>();
        List<StepResult.Curve> curves = new ArrayList<>();
        for (ButcherTableau method : methods()) {
            check.run();
            double measured = limit(method);
            double promised = method.stabilityLimit();
            int cost = method.weightedStages();
            rows.add(StepResult.Row.of(method.name(), cost, measured, promised, measured / 2, measured / 2 / cost));
            if (POLYNOMIALS.contains(method.name())) {
                List<double[]> factors = new ArrayList<>();
                for (int i = 0; i <= 80 && i * 0.05 <= promised + 0.4; i++) {
                    factors.add(new double[] {i * 0.05, Math.abs(method.amplification(-i * 0.05))});
                }
                curves.add(new StepResult.Curve(
                        method.name() + ", order " + method.order(), factors.toArray(double[][]::new), false));
            }
        }
        tables.add(new StepResult.Table(
                "Limit of stability on a quadratic",
                List.of(
                        "method",
                        "gradients a step",
                        "h lambda, measured",
                        "of the polynomial",
                        "to Euler's",
                        "for a gradient"),
                rows,
                "The first step from which on the optimizer is farther from the minimum after " + iterates
                        + " steps than at the start; the least z > 0 with |R(-z)| > 1. To Euler's: over 2, for a step and for"
                        + " a gradient."));
        double[][] one = new double[21][];
        Arrays.setAll(one, i -> new double[] {0.2 * i, 1});
        curves.add(new StepResult.Curve("1", one, false));
        plots.add(new StepResult.Plot("factor of a step on a quadratic", "h\u03bb", "|R(\u2212h\u03bb)|", "", curves));
    }

    private double limit(ButcherTableau method) {
        double stable = 0;
        double growing = GRID;
        while (!grows(method, growing)) {
            stable = growing;
            growing += GRID;
            if (growing > FAR) {
                throw new IllegalStateException(method.name() + " does not grow before h lambda = " + FAR);
            }
        }
        while (growing - stable > FOUND) {
            double middle = (stable + growing) / 2;
            if (grows(method, middle)) {
                growing = middle;
            } else {
                stable = middle;
            }
        }
        return stable;
    }

    private boolean grows(ButcherTableau method, double z) {
        Objective bowl = Quadratic.diagonal(curvature);
        Vector x = ArrayVector.of(1);
        try (Optimizer optimizer =
                RungeKuttaRecipe.plain(method, new ConstantStep(z / curvature)).on(x)) {
            for (int i = 0; i < iterates; i++) {
                if (!optimizer.step(bowl, x).taken()) {
                    return true;
                }
            }
        }
        return x.norm() > GROWN;
    }
}
