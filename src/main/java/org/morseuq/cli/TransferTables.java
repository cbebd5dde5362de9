package org.morseuq.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.morseuq.complexity.Estimate;
import org.morseuq.complexity.Transfer;
import org.morseuq.eval.RankCorrelation;
import org.morseuq.study.FamilyCell;
import org.morseuq.study.FamilySummary;
import org.morseuq.study.FamilySummary.Pair;
import org.morseuq.study.StepResult;

/**
 * The numbers of a {@link TransferStudy} as tables.
 *
 * @param study the definition
 * @param poincare the constant that was taken
 * @param runs all networks
 */
record TransferTables(TransferStudy study, double poincare, List<TransferStudy.Run> runs) {

    static final String GC = "complexity";
    static final String GEOMETRIC = "geometric collapse";
    static final String CDNV = "cdnv";
    private static final String LOSS = "train loss";
    private static final String UNSEEN = "unseen cdnv";
    static final String FEW = "few-shot error";

    private static final List<String> COLUMNS =
            List.of(GC, GEOMETRIC, CDNV, "nc1", "nc2", "nc3", "nc4", LOSS, "new-image error", UNSEEN, FEW);

    private static final List<Pair> PAIRS = List.of(
            new Pair(GC, GEOMETRIC),
            new Pair(GC, CDNV),
            new Pair(GC, "nc1"),
            new Pair(GC, UNSEEN),
            new Pair(GC, FEW),
            new Pair(GEOMETRIC, CDNV),
            new Pair(GEOMETRIC, UNSEEN),
            new Pair(GEOMETRIC, FEW),
            new Pair(CDNV, UNSEEN),
            new Pair(CDNV, FEW),
            new Pair(UNSEEN, FEW));

    private static final String CORRELATIONS =
            "Spearman's coefficients with 95 % bootstrap intervals over the members of the family, seeds together.";

    /** An inequality. */
    private record Inequality(String name, ToDoubleFunction<Transfer.Checks> ratio) {}

    private static final List<Inequality> INEQUALITIES = List.of(
            new Inequality("spread <= c complexity, by class", Transfer.Checks::spread),
            new Inequality("cdnv <= c geometric collapse", Transfer.Checks::collapse),
            new Inequality("nearest mean by cdnv", Transfer.Checks::nearestMean),
            new Inequality("few-shot by unseen cdnv", Transfer.Checks::fewShot),
            new Inequality("nearest mean by complexity and c", Transfer.Checks::nearestMeanByComplexity),
            new Inequality("few-shot by complexity and c", Transfer.Checks::fewShotByComplexity));

    List<StepResult.Table> all() {
        List<StepResult.Table> tables = new ArrayList<>();
        String end = String.format(Locale.ROOT, "after %d steps", study.family().steps());
        tables.addAll(tables(end, cells(TransferStudy.Run::end, finished()), List.of(LOSS)));
        if (fitted().size() > 1) {
            String where = String.format(Locale.ROOT, "where the training loss first falls to %s", study.fitted());
            tables.addAll(tables(where, cells(run -> run.fitted().get(0), fitted()), List.of()));
        }
        tables.add(alongRuns());
        tables.add(inequalities());
        return tables;
    }

    /** The networks that did not blow up. */
    List<TransferStudy.Run> finished() {
        return runs.stream().filter(TransferStudy.Run::finished).toList();
    }

    /** Those of them that came to the loss at which networks are compared. */
    List<TransferStudy.Run> fitted() {
        return finished().stream().filter(run -> !run.fitted().isEmpty()).toList();
    }

    static List<FamilyCell> cells(Function<TransferStudy.Run, TransferStudy.Point> which, List<TransferStudy.Run> of) {
        return of.stream()
                .map(run -> new FamilyCell(
                        run.member().name(),
                        run.member().sweep(),
                        run.member().settings(),
                        run.seed(),
                        numbers(which.apply(run))))
                .toList();
    }

    private static Map<String, Double> numbers(TransferStudy.Point point) {
        Transfer transfer = point.transfer();
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put(GC, transfer.complexity().value());
        numbers.put(GEOMETRIC, transfer.geometricCollapse());
        numbers.put(CDNV, transfer.collapse().cdnv());
        numbers.put("nc1", transfer.collapse().nc1());
        numbers.put("nc2", transfer.collapse().nc2());
        numbers.put("nc3", transfer.collapse().nc3());
        numbers.put("nc4", transfer.collapse().nc4());
        numbers.put(LOSS, point.loss());
        numbers.put("new-image error", transfer.freshError());
        numbers.put(UNSEEN, transfer.newVariance());
        numbers.put(FEW, transfer.fewShot().value());
        return numbers;
    }

    private List<StepResult.Table> tables(String when, List<FamilyCell> cells, List<String> given) {
        FamilySummary summary = new FamilySummary(cells, RankCorrelation.seeded(0));
        String partial = given.isEmpty() ? "" : " Partial: with the training loss held fixed.";
        return List.of(
                summary.means(
                        "Networks " + when,
                        COLUMNS,
                        cells.size() + " of " + runs.size()
                                + " networks. Means over seeds; collapse on training images; the"
                                + " errors are those of nearest means, few-shot with " + study.shots()
                                + " examples of each unseen class"
                                + String.format(
                                        Locale.ROOT,
                                        ", known to %.4f from %d episodes.",
                                        episodeError(),
                                        study.episodes())),
                summary.correlations("Correlations of ranks " + when, PAIRS, given, CORRELATIONS + partial),
                summary.sweeps(
                        "By setting " + when,
                        List.of(GC, CDNV, FEW),
                        "Correlation of ranks of the setting with what it does, and 95 % bootstrap intervals over the"
                                + " networks of a sweep."));
    }

    /** The mean standard error of a few-shot error over its episodes. */
    private double episodeError() {
        return finished().stream()
                .mapToDouble(run -> run.end().transfer().fewShot().standardError())
                .average()
                .orElseThrow();
    }

    /** Within one run, where everything moves with the steps. */
    private StepResult.Table alongRuns() {
        List<StepResult.Row> rows = new ArrayList<>();
        for (Pair pair : List.of(new Pair(GC, CDNV), new Pair(GC, GEOMETRIC), new Pair(GC, FEW), new Pair(CDNV, FEW))) {
            double[] each = finished().stream()
                    .mapToDouble(run -> RankCorrelation.of(along(run, pair.x()), along(run, pair.y())))
                    .toArray();
            rows.add(StepResult.Row.of(
                    pair.x() + ", " + pair.y(),
                    Estimate.of(each).value(),
                    Arrays.stream(each).min().orElseThrow(),
                    Arrays.stream(each).max().orElseThrow(),
                    (double) Arrays.stream(each).filter(x -> x > 0).count() / each.length));
        }
        return new StepResult.Table(
                "Along training",
                List.of("pair", "mean correlation", "least", "greatest", "share above 0"),
                rows,
                "Spearman's coefficient over the points of a run, of every run.");
    }

    private static double[] along(TransferStudy.Run run, String name) {
        return run.way().stream().mapToDouble(point -> numbers(point).get(name)).toArray();
    }

    private StepResult.Table inequalities() {
        List<Transfer.Checks> checks = finished().stream()
                .flatMap(run -> Stream.concat(run.way().stream(), run.fitted().stream()))
                .map(point -> point.transfer().checks())
                .toList();
        List<StepResult.Row> rows = new ArrayList<>();
        for (Inequality inequality : INEQUALITIES) {
            double[] ratios =
                    checks.stream().mapToDouble(inequality.ratio()).sorted().toArray();
            rows.add(StepResult.Row.of(
                    inequality.name(),
                    ratios.length,
                    (double)
                            Arrays.stream(ratios).filter(ratio -> !(ratio <= 1)).count(),
                    ratios[ratios.length - 1],
                    ratios[ratios.length / 2]));
        }
        return new StepResult.Table(
                "Inequalities at every point",
                List.of("left <= right", "checked", "violated", "largest left / right", "median"),
                rows,
                String.format(
                        Locale.ROOT,
                        "c = %.4g is an estimate: the largest variance of a class in any direction, the constant if classes were"
                                + " Gaussian, a lower bound if not.%nThe two bounds by cdnv need no constant. A bound of an error is"
                                + " at most 1; %.1f %% of all bounds of errors were below 1, the others say nothing.",
                        poincare,
                        25
                                * checks.stream()
                                        .mapToInt(Transfer.Checks::informative)
                                        .average()
                                        .orElse(0)));
    }
}
