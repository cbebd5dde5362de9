package org.morseuq.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.morseuq.eval.Difference;
import org.morseuq.eval.Interval;
import org.morseuq.eval.RankCorrelation;
import org.morseuq.eval.StudentInterval;
import org.morseuq.function.TanhPerceptron;
import org.morseuq.function.Vector;
import org.morseuq.optimizer.ConstantStep;
import org.morseuq.optimizer.Corridor;
import org.morseuq.optimizer.CorridorStep;
import org.morseuq.optimizer.StepSize;

/**
 * Corridors (arXiv 2402.08818): the corridor step on functions where it is known what it does, how far from a corridor a
 * perceptron is along its training, and the corridor step against constant ones there.
 *
 * @param title what it shows, in a line
 * @param kind {@code corridors}
 * @param curvatures of the quadratic that the step is tried on, at least one, above 0
 * @param toySteps on it and on the powers of the norm, at least 2
 * @param classifier the perceptron
 * @param rates the constant steps, at least one, above 0
 * @param caps of the capped corridor steps, at least one, above 0; the first is what all are set against
 * @param batch points a step
 * @param iterates steps on the perceptron, a multiple of {@code every}
 * @param every after how many steps is measured, on all points
 * @param runs with starts and batches of their own, at least 2
 * @param seed of everything random
 * @param tolerance by which part of itself a number may move
 */
public record CorridorStudy(
        String title,
        String kind,
        double[] curvatures,
        int toySteps,
        ToyClassifier classifier,
        double[] rates,
        double[] caps,
        int batch,
        int iterates,
        int every,
        int runs,
        long seed,
        double tolerance)
        implements StepStudy {

    /** What is drawn of the constant rates: each second one, so that colours tell all apart. */
    private static final int DRAWN = 2;

    /** Refuses what cannot be run. */
    public CorridorStudy {
        if (curvatures == null
                || curvatures.length == 0
                || rates == null
                || rates.length == 0
                || caps == null
                || caps.length == 0
                || classifier == null) {
            throw new IllegalArgumentException(
                    "a study of corridors needs 'curvatures', 'rates', 'caps' and a 'classifier'");
        }
        if (toySteps < 2 || batch < 1 || every < 1 || runs < 2 || !(tolerance >= 0)) {
            throw new IllegalArgumentException("a study of corridors needs 'toy_steps' and 'runs' >= 2, 'batch' and"
                    + " 'every' >= 1 and 'tolerance' >= 0, got " + toySteps + ", " + runs + ", " + batch
                    + ", " + every + " and " + tolerance);
        }
        if (iterates < 2 * every || iterates % every != 0) {
            throw new IllegalArgumentException(
                    "'iterates' must be a multiple of 'every', at least twice it, got " + iterates + " and " + every);
        }
    }

    @Override
    public StepResult run(Runnable check) {
        List<StepResult.Table> tables = new ArrayList<>();
        List<StepResult.Plot> plots = new ArrayList<>();
        new CorridorToys(curvatures, toySteps).run(tables, plots);
        perceptron(check, tables, plots);
        return new StepResult(tables, plots);
    }

    /** What is measured of an iterate; the length is the mean one of the steps since the last such measurement. */
    private record Measured(
            double loss, double freshLoss, double accuracy, double drift, double angle, double length) {}

    private void perceptron(Runnable check, List<StepResult.Table> tables, List<StepResult.Plot> plots) {
        Map<String, StepSize> rules = new LinkedHashMap<>();
        for (double rate : rates) {
            rules.put("rate " + rate, new ConstantStep(rate));
        }
        rules.put("corridor", CorridorStep.plain());
        for (double cap : caps) {
            rules.put(capped(cap), new CorridorStep(0, 1, cap));
        }
        Map<String, List<List<Measured>>> all = new LinkedHashMap<>();
        rules.forEach((name, rule) -> {
            List<List<Measured>> own = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                check.run();
                own.add(train(rule, seed + run));
            }
            all.put(name, own);
        });
        tables.add(against(all));
        tables.add(corridor(all));
        List<String> drawn = IntStream.range(0, rates.length)
                .filter(i -> i % DRAWN == 1 || rates.length <= DRAWN)
                .mapToObj(i -> "rate " + rates[i])
                .toList();
        List<String> shown = new ArrayList<>(drawn);
        shown.add("corridor");
        Arrays.stream(caps).mapToObj(CorridorStudy::capped).forEach(shown::add);
        plots.add(plot("distance from a corridor", "|H g| / |g|", "y", all, shown, 3));
        plots.add(plot("successive gradients", "angle, degrees", "", all, shown, 4));
        plots.add(plot("new points", "loss", "", all, shown, 1));
    }

    private static String capped(double cap) {
        return "corridor, at most " + cap;
    }

    private List<Measured> train(StepSize rule, long runSeed) {
        SplittableRandom random = new SplittableRandom(runSeed);
        TanhPerceptron whole = classifier.loss(seed);
        TanhPerceptron fresh = classifier.freshLoss(seed);
        List<Measured> measured = new ArrayList<>();
        Vector x = classifier.start(runSeed);
        Vector before = x.zeros();
        double[] length = {0};
        RuleDescent.run(
                rule,
                n -> classifier.batch(
                        seed, random.ints(batch, 0, classifier.points()).toArray()),
                x,
                iterates,
                (n, at, last) -> {
                    length[0] += last / every;
                    if (n % every == every - 1) {
                        whole.gradient(at, before);
                    } else if (n % every == 0 && n > 0) {
                        measured.add(measure(whole, fresh, at, before, length[0]));
                        length[0] = 0;
                    }
                });
        while (measured.size() < iterates / every) { // a run whose step is not finite stays where it was
            whole.gradient(x, before);
            measured.add(measure(whole, fresh, x, before, 0));
        }
        return measured;
    }

    private Measured measure(TanhPerceptron whole, TanhPerceptron fresh, Vector at, Vector before, double length) {
        try (Vector gradient = at.zeros()) {
            double loss = whole.gradient(at, gradient);
            return new Measured(
                    loss,
                    fresh.value(at),
                    100.0 * fresh.correct(at) / classifier.fresh(),
                    Corridor.of(whole, at).drift(),
                    Math.toDegrees(Corridor.angle(before, gradient)),
                    length);
        }
    }

    private static double number(Measured measured, int which) {
        return switch (which) {
            case 0 -> measured.loss;
            case 1 -> measured.freshLoss;
            case 2 -> measured.accuracy;
            case 3 -> measured.drift;
            case 4 -> measured.angle;
            default -> measured.length;
        };
    }

    private static double[] last(List<List<Measured>> own, int which) {
        return own.stream()
                .mapToDouble(run -> number(run.get(run.size() - 1), which))
                .toArray();
    }

    private StepResult.Table against(Map<String, List<List<Measured>>> all) {
        List<StepResult.Row> rows = new ArrayList<>();
        all.forEach((name, own) -> {
            List<Double> numbers = new ArrayList<>();
            numbers.add(own.stream()
                    .flatMap(List::stream)
                    .mapToDouble(Measured::length)
                    .average()
                    .orElseThrow());
            numbers.add(Arrays.stream(last(own, 0)).average().orElseThrow());
            for (int which = 1; which <= 2; which++) {
                double[] values = last(own, which);
                numbers.add(Arrays.stream(values).average().orElseThrow());
                Difference less = StudentInterval.ofDifference(values, last(all.get(capped(caps[0])), which));
                numbers.add(Math.rint(1e9 * less.estimate()) / 1e9); // equal accuracies differ by rounding
                numbers.add(less.high() - less.estimate());
            }
            rows.add(new StepResult.Row(name, numbers));
        });
        return new StepResult.Table(
                "Constant steps and corridor steps on a perceptron, " + iterates + " batches of " + batch,
                List.of(
                        "step",
                        "mean step",
                        "loss",
                        "loss, new points",
                        "less corridor",
                        "\u00b1 loss",
                        "accuracy %, new points",
                        "less corridor",
                        "\u00b1 accuracy"),
                rows,
                "At the end, mean of " + runs
                        + " runs. Less corridor: paired difference from the corridor step that is at most " + caps[0]
                        + "; \u00b1: 95 % by Student's distribution, not corrected for the number of comparisons.");
    }

    private StepResult.Table corridor(Map<String, List<List<Measured>>> all) {
        List<StepResult.Row> rows = new ArrayList<>();
        all.forEach((name, own) -> {
            List<Double> numbers = new ArrayList<>();
            for (int which = 3; which <= 4; which++) {
                int column = which;
                numbers.add(own.stream()
                        .mapToDouble(run -> number(run.get(0), column))
                        .average()
                        .orElseThrow());
                numbers.add(Arrays.stream(last(own, which)).average().orElseThrow());
                Interval trend = StudentInterval.ofMean(
                        own.stream().mapToDouble(run -> trend(run, column)).toArray());
                numbers.add(trend.estimate());
                numbers.add(trend.high() - trend.estimate());
            }
            rows.add(new StepResult.Row(name, numbers));
        });
        return new StepResult.Table(
                "How far from a corridor training is",
                List.of(
                        "step",
                        "first drift",
                        "last drift",
                        "trend",
                        "\u00b1 drift",
                        "first angle",
                        "last angle",
                        "trend",
                        "\u00b1 angle"),
                rows,
                "Drift: |H g| / |g| on all points; angle: in degrees, between the gradients on all points before and after a step;"
                        + " after " + every
                        + " steps and at the end. Trend: Spearman's correlation with the step within a run, mean"
                        + " of " + runs + " runs and its interval by Student's distribution, 95 %.");
    }

    private static double trend(List<Measured> run, int which) {
        double[] n = IntStream.range(0, run.size()).asDoubleStream().toArray();
        return RankCorrelation.of(
                n, run.stream().mapToDouble(one -> number(one, which)).toArray());
    }

    private StepResult.Plot plot(
            String title,
            String y,
            String logarithmic,
            Map<String, List<List<Measured>>> all,
            List<String> shown,
            int which) {
        List<StepResult.Curve> curves = new ArrayList<>();
        for (String name : shown) {
            double[][] points = new double[iterates / every][];
            for (int i = 0; i < points.length; i++) {
                int at = i;
                points[i] = new double[] {
                    (i + 1.0) * every,
                    all.get(name).stream()
                            .mapToDouble(run -> number(run.get(at), which))
                            .average()
                            .orElseThrow()
                };
            }
            curves.add(new StepResult.Curve(name, points, false));
        }
        return new StepResult.Plot(title, "step", y, logarithmic, curves);
    }
}
