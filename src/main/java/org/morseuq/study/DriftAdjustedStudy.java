package org.morseuq.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.morseuq.eval.Difference;
import org.morseuq.eval.Interval;
import org.morseuq.eval.RankCorrelation;
import org.morseuq.eval.StudentInterval;
import org.morseuq.function.Lanczos;
import org.morseuq.function.TanhPerceptron;
import org.morseuq.function.Vector;
import org.morseuq.optimizer.ConstantStep;
import org.morseuq.optimizer.DriftAdjustedStep;
import org.morseuq.optimizer.EdgeOfStability;
import org.morseuq.optimizer.StepSize;

/**
 * Drift-adjusted steps DAL-p (arXiv 2302.01952) on a perceptron, all points a step: what the power p trades, against constant
 * steps, and the sharpness \( \lambda_1 \) beside the edge of stability \( 2 / h \) along training.
 *
 * <p>A drift-adjusted step takes a product with the Hessian, which counts as two gradients; so constant steps are looked at
 * twice, after as many steps and after three times as many.
 *
 * @param title what it shows, in a line
 * @param kind {@code drift-adjusted}
 * @param classifier the perceptron
 * @param powers p of the drift, at least two, above 0
 * @param rates the constant steps, at least one, above 0
 * @param cap of the drift-adjusted steps, above 0
 * @param iterates steps on the perceptron, a multiple of {@code every}
 * @param every after how many steps the sharpness is measured
 * @param runs with starts of their own, at least 2
 * @param seed of everything random
 * @param tolerance by which part of itself a number may move
 */
public record DriftAdjustedStudy(
        String title,
        String kind,
        ToyClassifier classifier,
        double[] powers,
        double[] rates,
        double cap,
        int iterates,
        int every,
        int runs,
        long seed,
        double tolerance)
        implements StepStudy {

    private static final int COST = 3;

    /** One eigenvalue, to a thousandth of itself. */
    private static final Lanczos SHARPEST = new Lanczos(Lanczos.Part.LARGEST, 1, 20, 0.001, 0);

    /** Refuses what cannot be run. */
    public DriftAdjustedStudy {
        if (classifier == null || powers == null || powers.length < 2 || rates == null || rates.length == 0) {
            throw new IllegalArgumentException(
                    "a study of drift-adjusted steps needs a 'classifier', at least two 'powers' and 'rates'");
        }
        if (every < 1 || runs < 2 || iterates < every || iterates % every != 0 || !(tolerance >= 0)) {
            throw new IllegalArgumentException("a study of drift-adjusted steps needs 'iterates' a multiple of 'every',"
                    + " 'runs' >= 2 and 'tolerance' >= 0, got " + iterates + ", " + every + ", " + runs + " and "
                    + tolerance);
        }
    }

    /**
     * One run.
     *
     * @param loss after the steps
     * @param freshLoss then, on new points
     * @param accuracy then, on new points, in percent
     * @param laterLoss on new points, when as many gradients are spent as for drift-adjusted steps
     * @param rises percent of the steps that raised the loss
     * @param length mean of the steps
     * @param sharp measured iterates, lengths of the steps from there, and sharpnesses
     * @param losses by iterate
     */
    private record Run(
            double loss,
            double freshLoss,
            double accuracy,
            double laterLoss,
            double rises,
            double length,
            List<double[]> sharp,
            double[] losses) {

        /** The sharpness over the edge of stability, mean over the last half. */
        double edge() {
            return sharp.subList(sharp.size() / 2, sharp.size()).stream()
                    .mapToDouble(point -> point[1] * point[2] / 2)
                    .average()
                    .orElseThrow();
        }
    }

    @Override
    public StepResult run(Runnable check) {
        Map<String, List<Run>> adjusted = new LinkedHashMap<>();
        for (double p : powers) {
            adjusted.put("p = " + p, runs(new DriftAdjustedStep(p, cap), iterates, check));
        }
        Map<String, List<Run>> constant = new LinkedHashMap<>();
        for (double rate : rates) {
            constant.put("h = " + rate, runs(new ConstantStep(rate), COST * iterates, check));
        }
        return new StepResult(
                List.of(table(adjusted, constant), trends(adjusted)),
                List.of(
                        losses(adjusted, constant),
                        edges(adjusted, "the edge, drift-adjusted", 0),
                        edges(constant, "the edge, constant steps", 0)));
    }

    private List<Run> runs(StepSize rule, int count, Runnable check) {
        List<Run> all = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            check.run();
            all.add(descend(rule, count, seed + run));
        }
        return all;
    }

    private Run descend(StepSize rule, int count, long start) {
        TanhPerceptron loss = classifier.loss(seed);
        TanhPerceptron fresh = classifier.freshLoss(seed);
        Vector x = classifier.start(start);
        Vector then = x.copy();
        double[] losses = new double[iterates + 1];
        double[] lengths = new double[iterates];
        double[] sharpnesses = new double[iterates / every];
        int taken = RuleDescent.run(rule, n -> loss, x, count, (n, at, last) -> {
            if (n <= iterates) {
                losses[n] = loss.value(at);
                then.set(at);
            }
            if (n > 0 && n <= iterates) {
                lengths[n - 1] = last;
            }
            if (n < iterates && n % every == 0) {
                sharpnesses[n / every] =
                        EdgeOfStability.of(loss, at, 1, SHARPEST).sharpness();
            }
        });
        if (taken < count) {
            throw new ArithmeticException("step " + (taken + 1) + " of " + rule + " is not finite");
        }
        int rises = 0;
        for (int n = 0; n < iterates; n++) {
            rises += losses[n + 1] > losses[n] ? 1 : 0;
        }
        List<double[]> sharp = new ArrayList<>();
        for (int i = 0; i < sharpnesses.length; i++) {
            sharp.add(new double[] {i * every, lengths[i * every], sharpnesses[i]});
        }
        return new Run(
                losses[iterates],
                fresh.value(then),
                100.0 * fresh.correct(then) / classifier.fresh(),
                fresh.value(x),
                100.0 * rises / iterates,
                Arrays.stream(lengths).average().orElseThrow(),
                sharp,
                losses);
    }

    private static double mean(List<Run> own, ToDoubleFunction<Run> number) {
        return own.stream().mapToDouble(number).average().orElseThrow();
    }

    private static double[] numbers(List<Run> own, ToDoubleFunction<Run> number) {
        return own.stream().mapToDouble(number).toArray();
    }

    private StepResult.Table table(Map<String, List<Run>> adjusted, Map<String, List<Run>> constant) {
        List<Run> best = constant.values().stream()
                .min((a, b) -> Double.compare(mean(a, Run::laterLoss), mean(b, Run::laterLoss)))
                .orElseThrow();
        Map<String, List<Run>> all = new LinkedHashMap<>(adjusted);
        all.putAll(constant);
        List<StepResult.Row> rows = new ArrayList<>();
        all.forEach((name, own) -> {
            Difference less = StudentInterval.ofDifference(numbers(own, Run::laterLoss), numbers(best, Run::laterLoss));
            rows.add(StepResult.Row.of(
                    name,
                    mean(own, Run::loss),
                    mean(own, Run::freshLoss),
                    mean(own, Run::accuracy),
                    mean(own, Run::laterLoss),
                    less.estimate(),
                    less.high() - less.estimate(),
                    mean(own, Run::rises),
                    mean(own, Run::length),
                    mean(own, Run::edge)));
        });
        return new StepResult.Table(
                "Drift-adjusted and constant steps on a perceptron, " + iterates + " steps",
                List.of(
                        "step",
                        "loss",
                        "loss, new points",
                        "accuracy %, new points",
                        "for the gradients",
                        "less the best",
                        "\u00b1 best",
                        "rises %",
                        "mean step",
                        "h lambda_1 / 2"),
                rows,
                "Mean of " + runs + " runs, all points a step. For the gradients: the loss on new points when "
                        + COST * iterates
                        + " are spent, a Hessian product counted as two. Less the best: of the constant steps, chosen in hindsight,"
                        + " paired; \u00b1: 95 % by Student's distribution. Rises: of the steps, how many raised the loss. h lambda_1 /"
                        + " 2: 1 at the edge of stability; mean over the last half.");
    }

    private StepResult.Table trends(Map<String, List<Run>> adjusted) {
        Map<String, ToDoubleFunction<Run>> looked = new LinkedHashMap<>();
        looked.put("loss", Run::loss);
        looked.put("loss, new points", Run::freshLoss);
        looked.put("accuracy, new points", Run::accuracy);
        looked.put("rises", Run::rises);
        looked.put("mean step", Run::length);
        looked.put("h lambda_1 / 2", Run::edge);
        List<StepResult.Row> rows = new ArrayList<>();
        looked.forEach((name, number) -> {
            double[] correlations = new double[runs];
            for (int run = 0; run < runs; run++) {
                int one = run;
                correlations[run] = RankCorrelation.of(
                        powers,
                        adjusted.values().stream()
                                .mapToDouble(own -> number.applyAsDouble(own.get(one)))
                                .toArray());
            }
            Interval trend = StudentInterval.ofMean(correlations);
            rows.add(StepResult.Row.of(name, trend.estimate(), Math.max(-1, trend.low()), Math.min(1, trend.high())));
        });
        return new StepResult.Table(
                "What goes with the power p",
                List.of("number", "rank correlation", "low", "high"),
                rows,
                "Spearman's correlation with p over the " + powers.length + " powers within a run, mean of " + runs
                        + " runs and its interval by Student's distribution, 95 %.");
    }

    private StepResult.Plot losses(Map<String, List<Run>> adjusted, Map<String, List<Run>> constant) {
        List<StepResult.Curve> curves = new ArrayList<>();
        adjusted.forEach((name, own) -> curves.add(curve(name, own)));
        constant.entrySet().stream()
                .min((a, b) -> Double.compare(mean(a.getValue(), Run::loss), mean(b.getValue(), Run::loss)))
                .ifPresent(best -> curves.add(curve(best.getKey() + ", the best", best.getValue())));
        return new StepResult.Plot("training, mean of the runs", "step", "loss", "y", curves);
    }

    private StepResult.Curve curve(String name, List<Run> own) {
        double[][] points = new double[iterates + 1][];
        for (int n = 0; n <= iterates; n++) {
            int at = n;
            points[n] = new double[] {n, mean(own, run -> run.losses()[at])};
        }
        return new StepResult.Curve(name, points, false);
    }

    private static StepResult.Plot edges(Map<String, List<Run>> all, String title, int run) {
        List<StepResult.Curve> curves = new ArrayList<>();
        all.forEach((name, own) -> curves.add(new StepResult.Curve(
                name,
                own.get(run).sharp().stream()
                        .map(point -> new double[] {point[0], point[1] * point[2] / 2})
                        .toArray(double[][]::new),
                false)));
        List<double[]> one = new ArrayList<>();
        all.values().iterator().next().get(run).sharp().forEach(point -> one.add(new double[] {point[0], 1}));
        curves.add(new StepResult.Curve("1", one.toArray(double[][]::new), false));
        return new StepResult.Plot(title, "step", "\u03bb\u2081 over 2/h", "", curves);
    }
}
