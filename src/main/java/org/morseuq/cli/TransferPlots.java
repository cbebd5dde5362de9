package org.morseuq.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.morseuq.complexity.Estimate;
import org.morseuq.eval.RankCorrelation;
import org.morseuq.study.FamilyCell;
import org.morseuq.study.FamilySummary;
import org.morseuq.study.StepResult;

/**
 * The networks of a {@link TransferStudy} as curves and points.
 *
 * @param study the definition
 * @param poincare the constant that was taken
 * @param finished the networks that did not blow up
 * @param fitted those of them that came to the loss at which networks are compared
 */
record TransferPlots(
        TransferStudy study, double poincare, List<TransferStudy.Run> finished, List<TransferStudy.Run> fitted) {

    /** Where 0 is drawn on a logarithmic axis of steps. */
    private static final int SHIFT = 10;

    /** Means over seeds along training. */
    List<StepResult.Plot> alongTraining() {
        return List.of(
                along("complexity of the embedding", "complexity", "xy", point -> point.transfer()
                        .complexity()
                        .value()),
                along("collapse", "class-distance normalised variance", "xy", point -> point.transfer()
                        .collapse()
                        .cdnv()),
                along("transfer to unseen classes", "few-shot error", "x", point -> point.transfer()
                        .fewShot()
                        .value()),
                bounds());
    }

    private StepResult.Plot along(
            String title, String label, String logarithmic, ToDoubleFunction<TransferStudy.Point> number) {
        List<StepResult.Curve> curves = new ArrayList<>();
        shown().forEach(member -> curves.add(curve(member, member, number)));
        return new StepResult.Plot(title, "steps + " + SHIFT, label, logarithmic, curves);
    }

    /** The first member and the last of every sweep. */
    private Collection<String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        finished.forEach(run -> shown.put(run.member().sweep(), run.member().name()));
        return shown.values();
    }

    /** Means over seeds. */
    private StepResult.Curve curve(String name, String member, ToDoubleFunction<TransferStudy.Point> number) {
        Map<Integer, Estimate.Running> means = new LinkedHashMap<>();
        finished.stream()
                .filter(run -> run.member().name().equals(member))
                .flatMap(run -> run.way().stream())
                .forEach(point -> means.computeIfAbsent(point.steps(), s -> new Estimate.Running())
                        .add(number.applyAsDouble(point)));
        double[][] points = means.entrySet().stream()
                .map(mean -> new double[] {
                    (double) mean.getKey() + SHIFT, mean.getValue().estimate().value()
                })
                .toArray(double[][]::new);
        return new StepResult.Curve(name, points, false);
    }

    /** The error of the first member's nearest mean and what bounds it, without the bound's end at 1. */
    private StepResult.Plot bounds() {
        String first = finished.get(0).member().name();
        double pairs = 4.0 * (study.learned().size() - 1);
        return new StepResult.Plot(
                "nearest mean and its bounds, " + first,
                "steps + " + SHIFT,
                "error on training images",
                "xy",
                List.of(
                        curve(
                                "error",
                                first,
                                point -> 1 - point.transfer().collapse().nearestMeanAccuracy()),
                        curve(
                                "bound by cdnv",
                                first,
                                point -> pairs * point.transfer().collapse().cdnv()),
                        curve(
                                "bound by complexity and c",
                                first,
                                point -> pairs * poincare * point.transfer().geometricCollapse())));
    }

    /** All networks at their ends. */
    List<StepResult.Plot> scatters() {
        return scatters(
                "after " + study.family().steps() + " steps", TransferTables.cells(TransferStudy.Run::end, finished));
    }

    /** All networks that got there, where they had about the same loss. */
    List<StepResult.Plot> fittedScatters() {
        return scatters(
                "at loss " + study.fitted(),
                TransferTables.cells(run -> run.fitted().get(0), fitted));
    }

    private static List<StepResult.Plot> scatters(String when, List<FamilyCell> cells) {
        FamilySummary summary = new FamilySummary(cells, RankCorrelation.seeded(0));
        return List.of(
                summary.scatter("geometric collapse " + when, TransferTables.GC, TransferTables.GEOMETRIC, "xy"),
                summary.scatter("variance collapse " + when, TransferTables.GC, TransferTables.CDNV, "xy"),
                summary.scatter("transfer " + when, TransferTables.GC, TransferTables.FEW, "x"));
    }
}
