package org.morseuq.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.morseuq.complexity.Estimate;
import org.morseuq.study.StepResult.Curve;
import org.morseuq.study.StepResult.Plot;

/** The curves of a {@link ComplexityStudy}. */
final class ComplexityPlots {

    private static final String SETTING = "setting, first to last of its row";

    private final ComplexitySummary summary;
    private final ComplexityStudy study;

    ComplexityPlots(ComplexitySummary summary, ComplexityStudy study) {
        this.summary = summary;
        this.study = study;
    }

    /** Complexity by what is swept, for rates and batches early and late in training, and error by complexity of all runs. */
    List<Plot> sweeps() {
        List<Plot> plots = new ArrayList<>();
        for (double loss : List.of(study.losses().get(0), study.loss())) {
            add("rates and batches", true, loss, plots);
        }
        add("penalties", false, study.loss(), plots);
        List<Curve> errors = new ArrayList<>();
        for (String sweep : study.sweeps().keySet()) {
            errors.add(new Curve(
                    sweep,
                    summary.reached(sweep).stream()
                            .map(one -> new double[] {
                                one.moment().complexity(), 100 * one.moment().testError()
                            })
                            .toArray(double[][]::new),
                    true));
        }
        plots.add(new Plot(
                "all runs, training loss " + study.loss(), "geometric complexity", "test error, %", "", errors));
        return plots;
    }

    private void add(String title, boolean implicit, double loss, List<Plot> plots) {
        List<Curve> curves = new ArrayList<>();
        for (String sweep : study.sweeps().keySet()) {
            if (implicit != (sweep.equals(ComplexityStudy.RATE) || sweep.equals(ComplexityStudy.BATCH))) {
                continue;
            }
            List<String> values = study.sweeps().get(sweep);
            Map<Integer, Estimate.Running> means = new TreeMap<>();
            summary.reached(sweep, loss)
                    .forEach(one -> means.computeIfAbsent(values.indexOf(one.value()) + 1, i -> new Estimate.Running())
                            .add(one.moment().complexity()));
            curves.add(new Curve(
                    sweep,
                    means.entrySet().stream()
                            .map(mean -> new double[] {
                                mean.getKey(), mean.getValue().estimate().value()
                            })
                            .toArray(double[][]::new),
                    false));
        }
        plots.add(new Plot(title + ", training loss " + loss, SETTING, "geometric complexity", "", curves));
    }

    /** Complexity along training, for the learning rates: one run of each. */
    List<Plot> training() {
        List<Curve> bySteps = new ArrayList<>();
        List<Curve> byLoss = new ArrayList<>();
        List<String> values = study.sweeps().getOrDefault(ComplexityStudy.RATE, List.of());
        for (String value : values) {
            Trail first = summary.trail(study.swept(ComplexityStudy.RATE, value, 0));
            bySteps.add(curve("rate " + value, first, Moment::steps));
            byLoss.add(curve("rate " + value, first, Moment::trainLoss));
        }
        return List.of(
                new Plot("along training, seed 0", "steps", "geometric complexity", "xy", bySteps),
                new Plot("along training, seed 0", "training loss", "geometric complexity", "xy", byLoss));
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
                        "x",
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
