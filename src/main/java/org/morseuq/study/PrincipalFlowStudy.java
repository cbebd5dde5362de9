package org.morseuq.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.ComplexVector;
import org.morseuq.function.Lanczos;
import org.morseuq.function.Quadratic;
import org.morseuq.function.TanhPerceptron;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;
import org.morseuq.optimizer.EdgeOfStability;

/**
 * How well the flows of arXiv 2302.01952 foretell gradient descent: on a quadratic, after several steps and without
 * starting again; on a perceptron, the next step from many points along its training.
 *
 * @param title what it shows, in a line
 * @param kind {@code principal-flow}
 * @param curvatures eigenvalues of the quadratic's Hessian, two
 * @param start where gradient descent starts on it, two numbers
 * @param bowlSteps the steps h tried on it
 * @param iterates of gradient descent on it, at least 1
 * @param classifier the perceptron
 * @param steps the steps h tried on it
 * @param pathStep the step h that leads to the points where a next step is foretold, above 0
 * @param training iterates of gradient descent on it, at least 1
 * @param every after how many of them is measured, at least 1
 * @param pairs how many eigenpairs the method of Lanczos gives the principal flow, at least 1
 * @param substeps of the integrator in a step of gradient descent, at least 1
 * @param seed of everything random
 * @param tolerance by which part of itself a number may move
 */
public record PrincipalFlowStudy(
        String title,
        String kind,
        double[] curvatures,
        double[] start,
        double[] bowlSteps,
        int iterates,
        ToyClassifier classifier,
        double[] steps,
        double pathStep,
        int training,
        int every,
        int pairs,
        int substeps,
        long seed,
        double tolerance)
        implements StepStudy {

    /** Refuses what cannot be run. */
    public PrincipalFlowStudy {
        if (curvatures == null || start == null || curvatures.length != 2 || start.length != 2) {
            throw new IllegalArgumentException("a study of flows needs two 'curvatures' and a 'start' of two numbers");
        }
        if (bowlSteps == null || bowlSteps.length == 0 || steps == null || steps.length == 0 || classifier == null) {
            throw new IllegalArgumentException("a study of flows needs 'bowl_steps', 'steps' and a 'classifier'");
        }
        if (iterates < 1
                || training < 1
                || every < 1
                || pairs < 1
                || substeps < 1
                || !(pathStep > 0)
                || !(tolerance >= 0)) {
            throw new IllegalArgumentException("a study of flows needs 'iterates', 'training', 'every', 'pairs' and"
                    + " 'substeps' >= 1, 'path_step' > 0 and 'tolerance' >= 0, got " + iterates + ", " + training + ", "
                    + every + ", "
                    + pairs + ", " + substeps + ", " + pathStep + " and " + tolerance);
        }
    }

    @Override
    public StepResult run(Runnable check) {
        List<StepResult.Table> tables = new ArrayList<>();
        List<StepResult.Plot> plots = new ArrayList<>();
        bowl(tables, plots);
        perceptron(check, tables, plots);
        return new StepResult(tables, plots);
    }

    private void bowl(List<StepResult.Table> tables, List<StepResult.Plot> plots) {
        Quadratic bowl = Quadratic.diagonal(curvatures);
        List<StepResult.Row> rows = new ArrayList<>();
        for (double h : bowlSteps) {
            Trajectory descent = Trajectory.descent(bowl, ArrayVector.of(start), h, iterates);
            List<StepResult.Curve> curves = new ArrayList<>();
            StudiedFlow.general().forEach((name, flow) -> {
                ComplexVector x = ComplexVector.of(descent.get(0));
                VectorField field = flow.of(bowl, h);
                List<double[]> path = new ArrayList<>();
                double first = 0;
                double largest = 0;
                for (int n = 1; n <= iterates; n++) {
                    for (int part = 0; part < 10; part++) {
                        path.add(x.real().toArray());
                        StudiedFlow.follow(field, x, h / 10, 40);
                    }
                    double distance = Trajectory.distance(x.real(), descent.get(n));
                    first = n == 1 ? distance : first;
                    largest = Math.max(largest, distance);
                }
                path.add(x.real().toArray());
                rows.add(StepResult.Row.of(
                        "h = " + h + ", " + name,
                        h * curvatures[0],
                        first,
                        largest,
                        x.imaginary().norm()));
                curves.add(new StepResult.Curve(name, path.toArray(double[][]::new), false));
            });
            curves.add(new StepResult.Curve(
                    "gradient descent",
                    descent.points().stream().map(Vector::toArray).toArray(double[][]::new),
                    true));
            plots.add(new StepResult.Plot(
                    String.format(Locale.ROOT, "quadratic, h\u03bb = %.3g", h * curvatures[0]), "x", "y", "", curves));
        }
        tables.add(new StepResult.Table(
                "Distance between a flow and gradient descent on a quadratic",
                List.of("flow", "h lambda", "after one step", "the largest of " + iterates, "imaginary part"),
                rows,
                "The flow starts with gradient descent and is followed without a correction; start of norm "
                        + String.format(
                                Locale.ROOT, "%.2f", ArrayVector.of(start).norm())
                        + ". Imaginary part: of the state at the end, whose real part is compared."));
    }

    private void perceptron(Runnable check, List<StepResult.Table> tables, List<StepResult.Plot> plots) {
        TanhPerceptron loss = classifier.loss(seed);
        Trajectory path = Trajectory.descent(loss, classifier.start(seed), pathStep, training);
        Map<String, List<double[]>> errors = new LinkedHashMap<>();
        List<StepResult.Row> rows = new ArrayList<>();
        for (double h : steps) {
            Map<String, List<Double>> relative = new LinkedHashMap<>();
            double sharpest = 0;
            for (int n = 0; n < training; n += every) {
                check.run();
                Vector from = path.get(n);
                Vector to = Trajectory.descent(loss, from, h, 1).get(1);
                double length = Trajectory.distance(from, to);
                sharpest = Math.max(sharpest, sharpness(loss, from, h));
                StudiedFlow.ofNetworks(pairs, seed).forEach((name, flow) -> {
                    ComplexVector x = ComplexVector.of(from);
                    StudiedFlow.follow(flow.of(loss, h), x, h, substeps);
                    relative.computeIfAbsent(name, k -> new ArrayList<>())
                            .add(Trajectory.distance(x.real(), to) / length);
                });
            }
            double[] numbers = new double[relative.size() + 1];
            numbers[0] = sharpest;
            int column = 1;
            for (Map.Entry<String, List<Double>> entry : relative.entrySet()) {
                double median = median(entry.getValue());
                numbers[column++] = median;
                errors.computeIfAbsent(entry.getKey(), k -> new ArrayList<>()).add(new double[] {h, median});
            }
            rows.add(StepResult.Row.of("h = " + h, numbers));
        }
        List<String> columns = new ArrayList<>(List.of("step", "h lambda_1"));
        columns.addAll(errors.keySet());
        tables.add(new StepResult.Table(
                "Error of the next step of gradient descent on a perceptron",
                columns,
                rows,
                "Relative to the length of the step; the median over every " + every + "th of " + training
                        + " points of gradient descent with h = " + pathStep
                        + ". h lambda_1: the largest there; beyond 2 a quadratic diverges."));
        List<StepResult.Curve> curves = new ArrayList<>();
        errors.forEach(
                (name, points) -> curves.add(new StepResult.Curve(name, points.toArray(double[][]::new), false)));
        plots.add(new StepResult.Plot("perceptron, the next step", "h", "relative error", "xy", curves));
        edge(check, loss, tables, plots);
    }

    /** Training with every step, and how its sharpness goes to the edge of stability. */
    private void edge(Runnable check, TanhPerceptron loss, List<StepResult.Table> tables, List<StepResult.Plot> plots) {
        List<StepResult.Curve> curves = new ArrayList<>();
        List<StepResult.Row> rows = new ArrayList<>();
        for (double h : steps) {
            check.run();
            Trajectory path = Trajectory.descent(loss, classifier.start(seed), h, training);
            List<double[]> sharp = new ArrayList<>();
            for (int n = 0; n <= training; n += every) {
                sharp.add(new double[] {n, sharpness(loss, path.get(n), h)});
            }
            int rises = 0;
            for (int n = 0; n < training; n++) {
                rises += loss.value(path.get(n + 1)) > loss.value(path.get(n)) ? 1 : 0;
            }
            curves.add(new StepResult.Curve("h = " + h, sharp.toArray(double[][]::new), false));
            rows.add(StepResult.Row.of(
                    "h = " + h,
                    sharp.stream().mapToDouble(point -> point[1]).max().orElseThrow(),
                    sharp.get(sharp.size() - 1)[1],
                    rises,
                    loss.value(path.get(training))));
        }
        tables.add(new StepResult.Table(
                "Training the perceptron with each step",
                List.of("step", "largest h lambda_1", "last h lambda_1", "rises", "last loss"),
                rows,
                "Sharpness times the step, whose edge of stability is 2, at every " + every + "th of " + training
                        + " steps; how many steps raised the loss."));
        plots.add(new StepResult.Plot("perceptron, sharpness times h", "steps", "h\u03bb\u2081", "y", curves));
    }

    private static double sharpness(TanhPerceptron loss, Vector at, double h) {
        return h * EdgeOfStability.of(loss, at, h, Lanczos.top(1)).sharpness();
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
