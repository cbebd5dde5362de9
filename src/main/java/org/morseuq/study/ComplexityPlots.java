package org.morseuq.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.morseuq.complexity.Estimate;
import org.morseuq.eval.StepResult.Curve;
import org.morseuq.eval.StepResult.Plot;

/** The curves of a {@link ComplexityStudy}. */
final class ComplexityPlots {

    private final ComplexitySummary summary;
    private final ComplexityStudy study;

    ComplexityPlots(ComplexitySummary summary, ComplexityStudy study) {
        this.summary = summary;
        this.study = study;
    }

    /** Complexity, and then error by complexity, of all runs at equal training loss. */
    List<Plot> sweeps() {
        List<Curve> steps = new ArrayList<>();
        List<Curve> penalties = new ArrayList<>();
        List<Curve> errors = new ArrayList<>();
        for (String sweep : study.sweeps().keySet()) {
            boolean implicit = sweep.equals(ComplexityStudy.RATE) || sweep.equals(ComplexityStudy.BATCH);
            List<ComplexitySummary.Reached> reached = summary.reached(sweep);
            List<String> values = study.sweeps().get(sweep);
            double[][] means = values.stream()
                    .filter(value ->
                            reached.stream().anyMatch(one -> one.value().equals(value)))
                    .map(value -> new double[] {
                        values.indexOf(value) + 1,
                        ComplexitySummary.estimate(
                                        reached.stream()
                                                .filter(one -> one.value().equals(value))
                                                .map(ComplexitySummary.Reached::moment)
                                                .toList(),
                                        Moment::complexity)
                                .value()
                    })
                    .toArray(double[][]::new);
            if (means.length == 0) {
                continue;
            }
            (implicit ? steps : penalties).add(new Curve(sweep, means, false));
            errors.add(new Curve(
                    sweep,
                    reached.stream()
                            .map(one -> new double[] {
                                one.moment().complexity(), 100 * one.moment().testError()
                            })
                            .toArray(double[][]::new),
                    true));
        }
        String title = "at a training loss of " + study.loss();
        List<Plot> plots = new ArrayList<>();
        for (List<Curve> curves : List.of(steps, penalties)) {
            if (!curves.isEmpty()) {
                plots.add(new Plot(title, "setting, from first to last", "geometric complexity", "y", curves));
            }
        }
        plots.add(new Plot("all runs, " + title, "geometric complexity", "test error, %", "x", errors));
        return plots;
    }

    /** Complexity along training, for the learning rates: means over the seeds at the same looks. */
    List<Plot> training() {
        List<Plot> plots = new ArrayList<>();
        List<Curve> bySteps = new ArrayList<>();
        List<Curve> byLoss = new ArrayList<>();
        List<String> values = study.sweeps().getOrDefault(ComplexityStudy.RATE, List.of());
        for (String value : values) {
            Trail first = summary.trail(study.swept(ComplexityStudy.RATE, value, 0));
            bySteps.add(curve("rate " + value, first, Moment::steps));
            byLoss.add(curve("rate " + value, first, Moment::trainLoss));
        }
        if (!bySteps.isEmpty()) {
            plots.add(new Plot("along training, seed 0", "steps", "geometric complexity", "xy", bySteps));
            plots.add(new Plot("along training, seed 0", "training loss", "geometric complexity", "xy", byLoss));
        }
        return plots;
    }

    private static Curve curve(String name, Trail trail, ToDoubleFunction<Moment> x) {
        return new Curve(
                name,
                trail.moments().stream()
                        .filter(moment -> moment.steps() > 0)
                        .map(moment -> new double[] {x.applyAsDouble(moment), moment.complexity()})
                        .toArray(double[][]::new),
                false);
    }

    /** Errors, losses and complexity by width. */
    List<Plot> widths() {
        Map<Integer, List<Moment>> ends = summary.ends();
        return List.of(
                new Plot(
                        "growing width",
                        "units",
                        "error, %",
                        "x",
                        List.of(
                                means("test", ends, moment -> 100 * moment.testError()),
                                means("training", ends, moment -> 100 * moment.trainError()))),
                new Plot(
                        "growing width",
                        "units",
                        "test loss, nats",
                        "x",
                        List.of(means("test loss", ends, Moment::testLoss))),
                new Plot(
                        "growing width",
                        "units",
                        "geometric complexity",
                        "xy",
                        List.of(means("geometric complexity", ends, Moment::complexity))));
    }

    private static Curve means(String name, Map<Integer, List<Moment>> ends, ToDoubleFunction<Moment> number) {
        Map<Integer, Estimate> means = new TreeMap<>();
        ends.forEach((width, own) -> means.put(width, ComplexitySummary.estimate(own, number)));
        return new Curve(
                name,
                means.entrySet().stream()
                        .map(mean ->
                                new double[] {mean.getKey(), mean.getValue().value()})
                        .toArray(double[][]::new),
                false);
    }
}
