package org.morseuq.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.eval.Auroc;
import org.morseuq.eval.DeLong;
import org.morseuq.eval.Difference;
import org.morseuq.eval.FalsePositiveRateAtRecall;
import org.morseuq.eval.Interval;
import org.morseuq.eval.MorseScore;
import org.morseuq.eval.PairedBootstrap;
import org.morseuq.eval.RankMetric;
import org.morseuq.eval.Scores;

/**
 * Detectors from the best to the worst by their mean AUROC over the other sets, each counted once, with what the choice of
 * test inputs leaves open: DeLong's intervals and paired tests for AUROC, the paired bootstrap for FPR95.
 *
 * @param sets the other sets, in order
 * @param rows one a detector, the best first
 * @param subject the detector that the page is about: the Morse head, or the best if it was not evaluated
 * @param rival the best other one; empty if there is none
 */
record Ranking(List<String> sets, List<Row> rows, String subject, Optional<String> rival) {

    /** The level of all intervals, and of the tests against it. */
    static final double LEVEL = 0.95;

    private static final double RECALL = 0.95;
    static final int REPLICATES = 399;
    static final RankMetric FPR95 = (in, out) -> FalsePositiveRateAtRecall.in(in, out, RECALL);

    /**
     * A number, and how it stands to the best of its kind.
     *
     * @param value with its interval
     * @param best whether no detector has a better one
     * @param tied whether it is not the best, but a paired test does not tell it from the best
     */
    record Cell(Interval value, boolean best, boolean tied) {}

    /**
     * What a detector is worth.
     *
     * @param method its name
     * @param mean the AUROC over all sets
     * @param auroc by set
     * @param fpr95 over all sets
     * @param fprs by set, without intervals
     */
    record Row(String method, Cell mean, List<Cell> auroc, Interval fpr95, List<Double> fprs) {}

    /** Ranks detectors; of equals, the one named first is better. */
    static Ranking of(Evidence evidence) {
        Map<String, Scores> scores = evidence.scores();
        List<String> sets = evidence.sets();
        List<String> methods = new ArrayList<>(scores.keySet());
        methods.sort(Comparator.comparingDouble(method -> -scores.get(method).mean(Auroc::of)));
        List<Map<String, Cell>> columns = new ArrayList<>();
        columns.add(column(scores));
        for (int k = 0; k < sets.size(); k++) {
            Map<String, Scores> one = new LinkedHashMap<>();
            int set = k;
            scores.forEach((method, all) ->
                    one.put(method, Scores.of(all.in(), all.outs().get(set))));
            columns.add(column(one));
        }
        PairedBootstrap bootstrap =
                new PairedBootstrap(REPLICATES, evidence.report().provenance().seed(), LEVEL);
        List<Row> rows = methods.stream()
                .map(method -> new Row(
                        method,
                        columns.get(0).get(method),
                        columns.subList(1, columns.size()).stream()
                                .map(column -> column.get(method))
                                .toList(),
                        bootstrap.interval(scores.get(method), FPR95),
                        scores.get(method).outs().stream()
                                .map(out -> FPR95.of(scores.get(method).in(), out))
                                .toList()))
                .toList();
        String subject = scores.containsKey(MorseScore.NAME) ? MorseScore.NAME : methods.get(0);
        return new Ranking(
                sets,
                rows,
                subject,
                methods.stream().filter(method -> !method.equals(subject)).findFirst());
    }

    private static Map<String, Cell> column(Map<String, Scores> scores) {
        Map<String, DeLong> areas = new LinkedHashMap<>();
        scores.forEach((method, each) -> areas.put(method, DeLong.of(each)));
        double highest = areas.values().stream().mapToDouble(DeLong::area).max().orElseThrow();
        DeLong best = areas.values().stream()
                .filter(area -> area.area() == highest)
                .findFirst()
                .orElseThrow();
        Map<String, Cell> cells = new LinkedHashMap<>();
        areas.forEach((method, area) -> cells.put(
                method,
                new Cell(
                        area.interval(LEVEL),
                        area.area() == highest,
                        area.area() != highest && best.minus(area, LEVEL).pValue() >= 1 - LEVEL)));
        return cells;
    }

    /** The row of a detector. */
    Row row(String method) {
        return rows.stream()
                .filter(row -> row.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    /** By how much the subject's mean AUROC exceeds that of its rival; empty without a rival. */
    Optional<Difference> lead(Evidence evidence) {
        return rival.map(other -> DeLong.of(evidence.scores().get(subject))
                .minus(DeLong.of(evidence.scores().get(other)), LEVEL));
    }

    /** The subject, and its rival if there is one. */
    List<String> compared() {
        List<String> compared = new ArrayList<>(List.of(subject));
        rival.ifPresent(compared::add);
        return compared;
    }
}
