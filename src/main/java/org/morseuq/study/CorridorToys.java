package org.morseuq.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Objective;
import org.morseuq.function.Quadratic;
import org.morseuq.function.Vector;
import org.morseuq.optimizer.Corridor;
import org.morseuq.optimizer.CorridorStep;

/**
 * The corridor step on functions where it is known what it does: powers of the norm, and a quadratic.
 *
 * @param curvatures of the quadratic
 * @param steps on each function
 */
record CorridorToys(double[] curvatures, int steps) {

    /** Adds a table and a plot. */
    void run(List<StepResult.Table> tables, List<StepResult.Plot> plots) {
        Map<String, Objective> toys = new LinkedHashMap<>();
        toys.put("distance", new PowerOfNorm(1));
        toys.put("power 2", new PowerOfNorm(2));
        toys.put("power 4", new PowerOfNorm(4));
        toys.put("quadratic", Quadratic.diagonal(curvatures));
        List<StepResult.Row> rows = new ArrayList<>();
        List<StepResult.Curve> curves = new ArrayList<>();
        toys.forEach((name, toy) -> {
            double[] start = new double[curvatures.length];
            Arrays.fill(start, 1);
            Vector x = ArrayVector.of(start);
            double drift = Corridor.of(toy, x).drift();
            List<double[]> distances = new ArrayList<>();
            List<Double> losses = new ArrayList<>();
            double[] slack = {Double.POSITIVE_INFINITY};
            double[] promised = {0};
            double[] before = {0};
            RuleDescent.run(CorridorStep.plain(), n -> toy, x, steps, (n, at, last) -> {
                double squared = at.norm() * at.norm();
                distances.add(new double[] {n, at.norm()});
                losses.add(toy.value(at));
                if (before[0] > 0) {
                    slack[0] = Math.min(slack[0], (promised[0] - squared) / before[0]);
                }
                promised[0] = squared - drop(toy, at);
                before[0] = squared;
            });
            double first = distances.get(1)[1] / distances.get(0)[1];
            int rises = 0;
            for (int n = 1; n < losses.size(); n++) {
                rises += losses.get(n) > losses.get(n - 1) ? 1 : 0;
            }
            rows.add(StepResult.Row.of(
                    name,
                    drift,
                    first,
                    distances.get(2)[1] / Math.max(distances.get(1)[1], Double.MIN_NORMAL),
                    rises,
                    losses.get(0),
                    losses.get(losses.size() - 1),
                    slack[0]));
            curves.add(new StepResult.Curve(name, distances.toArray(double[][]::new), false));
        });
        tables.add(new StepResult.Table(
                "The corridor step where it is known what it does",
                List.of(
                        "function",
                        "drift at the start",
                        "first factor",
                        "second factor",
                        "rises",
                        "first loss",
                        "last loss",
                        "least slack"),
                rows,
                "From (1, ..., 1), " + steps
                        + " steps. Factor: of the distance from 0; 0 is promised for the distance, 1 - 1/p"
                        + " for the power p. Rises: how many steps raised the loss. Slack: the squared distance falls by E^2 / |g|^2"
                        + " at least (Fejer), and by this part of itself more; below 0 would be a failure."));
        plots.add(new StepResult.Plot(
                "corridor steps (distance: 0 after one)", "n", "distance from the minimum", "y", curves));
    }

    private static double drop(Objective toy, Vector at) {
        try (Vector g = at.zeros()) {
            double value = toy.gradient(at, g);
            double norm = g.norm();
            return norm == 0 ? 0 : value / norm * (value / norm);
        }
    }
}
