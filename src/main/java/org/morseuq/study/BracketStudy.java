package org.morseuq.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;
import org.morseuq.optimizer.DescentFlow;
import org.morseuq.optimizer.FixedStepIntegrator;
import org.morseuq.optimizer.ImplicitBias;
import org.morseuq.optimizer.Tableaux;
import org.morseuq.optimizer.TaskInterference;
import org.morseuq.optimizer.TaskPass;

/**
 * Training a perceptron on tasks in turn (arXiv 2311.00235): to which order the modified loss foretells it, with the Lie
 * bracket and without; and whether the bracket foretells forgetting. The tasks are one toy, turned by several angles.
 *
 * @param title what it shows, in a line
 * @param kind {@code task-brackets}
 * @param classifier the perceptron
 * @param angles in degrees, at least two; the first task is not turned
 * @param steps h for the orders, going down by halves; at least two
 * @param step h for training and for forgetting, above 0
 * @param training steps on the first task, at least {@code parts}
 * @param parts points along that training at which forgetting is foretold, at least 1
 * @param after steps on the second task, at least 1
 * @param seed of everything random
 * @param tolerance by which part of itself a number may move
 */
public record BracketStudy(
        String title,
        String kind,
        ToyClassifier classifier,
        double[] angles,
        double[] steps,
        double step,
        int training,
        int parts,
        int after,
        long seed,
        double tolerance)
        implements StepStudy {

    /** What a flow misses in twenty steps of order 4 is like (h / 20)^5. */
    private static final int SUBSTEPS = 20;

    /** Refuses what cannot be run. */
    public BracketStudy {
        if (classifier == null || angles == null || angles.length < 2 || steps == null || steps.length < 2) {
            throw new IllegalArgumentException(
                    "a study of brackets needs a 'classifier' and at least two 'angles' and 'steps'");
        }
        if (!(step > 0) || parts < 1 || training < parts || after < 1 || !(tolerance >= 0)) {
            throw new IllegalArgumentException(
                    "a study of brackets needs 'step' > 0, 'parts' and 'after' >= 1, 'training'"
                            + " >= 'parts' and 'tolerance' >= 0, got " + step + ", " + parts + ", " + after + ", "
                            + training
                            + " and " + tolerance);
        }
    }

    @Override
    public StepResult run(Runnable check) {
        List<StepResult.Table> tables = new ArrayList<>();
        List<StepResult.Plot> plots = new ArrayList<>();
        orders(check, tables, plots);
        forgetting(check, tables, plots);
        return new StepResult(tables, plots);
    }

    private List<Objective> tasks(int count) {
        List<Objective> tasks = new ArrayList<>(List.of(classifier.loss(seed)));
        for (int i = 0; i + 1 < count; i++) {
            tasks.add(classifier.turned(seed, angles[i]));
        }
        return tasks;
    }

    private void orders(Runnable check, List<StepResult.Table> tables, List<StepResult.Plot> plots) {
        List<StepResult.Row> rows = new ArrayList<>();
        List<StepResult.Curve> curves = new ArrayList<>();
        for (int count = 2; count <= 3; count++) {
            List<Objective> tasks = tasks(count);
            for (boolean with : new boolean[] {false, true}) {
                check.run();
                String name = count + " tasks, " + (with ? "with" : "without") + " bracket";
                double[][] errors = new double[steps.length][];
                double[] numbers = new double[steps.length + 1];
                for (int i = 0; i < steps.length; i++) {
                    numbers[i] = error(tasks, steps[i], with);
                    errors[i] = new double[] {steps[i], numbers[i]};
                }
                int last = steps.length - 1;
                numbers[steps.length] =
                        Math.log(numbers[last - 1] / numbers[last]) / Math.log(steps[last - 1] / steps[last]);
                rows.add(StepResult.Row.of(name, numbers));
                curves.add(new StepResult.Curve(name, errors, false));
            }
        }
        List<String> columns = new ArrayList<>(List.of("flow"));
        for (double h : steps) {
            columns.add("h = " + h);
        }
        columns.add("order");
        tables.add(
                new StepResult.Table(
                        "Distance between a step on each task in turn and the flow for its time",
                        columns,
                        rows,
                        "At the start of training. Order: the slope between the last two steps; 3 with the bracket, 2 without."));
        plots.add(new StepResult.Plot("steps on tasks in turn", "h", "distance from the flow", "xy", curves));
    }

    private double error(List<Objective> tasks, double h, boolean with) {
        VectorField flow =
                with ? ImplicitBias.continualFlow(tasks, h) : DescentFlow.gradient(ImplicitBias.continual(tasks, h));
        Vector x = classifier.start(seed);
        try (FixedStepIntegrator integrator = new FixedStepIntegrator(Tableaux.RK4, x)) {
            integrator.integrate(flow, x, h, SUBSTEPS);
        }
        return x.add(-1, pass(tasks, h, classifier.start(seed))).norm();
    }

    private static Vector pass(List<Objective> tasks, double h, Vector from) {
        Vector x = from.copy();
        new TaskPass(tasks, h, TaskPass.Order.FORWARD).apply(x);
        return x;
    }

    private void forgetting(Runnable check, List<StepResult.Table> tables, List<StepResult.Plot> plots) {
        Objective first = classifier.loss(seed);
        List<StepResult.Row> rows = new ArrayList<>();
        List<StepResult.Curve> curves = new ArrayList<>();
        List<double[]> ends = new ArrayList<>();
        for (double angle : angles) {
            check.run();
            Objective second = classifier.turned(seed, angle);
            List<double[]> scatter = new ArrayList<>();
            Vector x = classifier.start(seed);
            for (int part = 0; part <= parts; part++) {
                TaskInterference interference = TaskInterference.of(List.of(first, second), x, step);
                double inTurn = first.value(pass(List.of(first, second), step, x));
                double reversed = first.value(pass(List.of(second, first), step, x));
                double seen = (inTurn - reversed) / 2;
                double foretold = interference.forgetting()[0];
                double more = foretold + interference.next()[0];
                scatter.add(new double[] {1000 * more, 1000 * seen});
                if (part == parts) {
                    double before = first.value(x);
                    Vector later = x.copy();
                    descend(second, later, after);
                    double forgotten = first.value(later) - before;
                    ends.add(new double[] {interference.bracketNorm(), forgotten});
                    rows.add(StepResult.Row.of(
                            angle + " degrees",
                            interference.cosine(0, 1),
                            interference.bracketNorm(),
                            foretold,
                            more,
                            seen,
                            forgotten));
                } else {
                    descend(first, x, training / parts);
                }
            }
            String name = String.format(Locale.ROOT, "%.0f\u00b0", angle);
            curves.add(new StepResult.Curve(name, scatter.toArray(double[][]::new), true));
        }
        tables.add(new StepResult.Table(
                "Forgetting the first task, after " + training + " steps on it",
                List.of(
                        "second task turned by",
                        "cosine",
                        "bracket",
                        "order h^2",
                        "and h^3",
                        "seen",
                        "after " + after + " steps"),
                rows,
                "Cosine of the gradients, norm of the bracket; by how much one step on each in turn leaves the first loss"
                        + " higher than the mean of both orders, foretold by the bracket to second order, with the next"
                        + " term, and seen; and the rise of the first loss after training on the second alone."));
        plots.add(new StepResult.Plot(
                "forgetting by one pass of both",
                "foretold, with the next term (1/1000)",
                "seen (1/1000)",
                "",
                curves));
        plots.add(new StepResult.Plot(
                "training on the second task alone",
                "norm of the bracket at the switch",
                "rise of the first loss",
                "",
                List.of(new StepResult.Curve("one angle each", ends.toArray(double[][]::new), true))));
    }

    private void descend(Objective objective, Vector x, int count) {
        try (Vector g = x.zeros()) {
            for (int i = 0; i < count; i++) {
                objective.gradient(x, g);
                x.add(-step, g);
            }
        }
    }
}
