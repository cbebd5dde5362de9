package org.morseuq.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.morseuq.complexity.Estimate;
import org.morseuq.eval.Interval;
import org.morseuq.eval.RankCorrelation;
import org.morseuq.study.StepResult.Row;
import org.morseuq.study.StepResult.Table;

/** The tables and curves of a {@link ComplexityStudy}. */
final class ComplexitySummary {

    private static final RankCorrelation RANKS = RankCorrelation.seeded(0);

    private final ComplexityStudy study;
    private final Map<String, Measured> measured;

    ComplexitySummary(ComplexityStudy study, Map<String, Measured> measured) {
        this.study = study;
        this.measured = measured;
    }

    NetworkStudy.Result result() {
        List<Table> tables = new ArrayList<>();
        tables.add(new InitialTable(
                        study.initial(), measured.get(ComplexityStudy.INITIAL).numbers())
                .table());
        List<Row> trends = new ArrayList<>();
        List<Row> settings = new ArrayList<>();
        for (String sweep : study.sweeps().keySet()) {
            settings.addAll(settings(sweep, reached(sweep)));
            for (double loss : study.losses()) {
                trends.addAll(trend(sweep + ", loss " + loss, reached(sweep, loss)));
            }
        }
        tables.add(new Table(
                "At a training loss of " + study.loss(),
                List.of(
                        "setting",
                        "reached",
                        "steps",
                        "GC",
                        "standard error",
                        "test error %",
                        "standard error",
                        "test loss"),
                settings,
                "Means over the seeds whose run came down to this cross-entropy of the training images. GC: geometric"
                        + " complexity of the logits over 200 training images."));
        tables.add(new Table(
                "Rank correlations over the runs of a sweep, at equal training loss",
                List.of(
                        "sweep",
                        "runs",
                        "setting and GC",
                        "low",
                        "high",
                        "setting and test error",
                        "low",
                        "high",
                        "GC and test error"),
                trends,
                "Spearman's, with 95 % intervals by bootstrap over runs. A run counts where its training loss first came down to"
                        + " the one named."));
        tables.add(widths());
        tables.add(new SolverTable(study.solvers(), this::trail).table());
        Map<String, List<StepResult.Plot>> pictures = new LinkedHashMap<>();
        ComplexityPlots plots = new ComplexityPlots(this, study);
        pictures.put("sweeps", plots.sweeps());
        pictures.put("training", plots.training());
        pictures.put("widths", plots.widths());
        return new NetworkStudy.Result(tables, pictures);
    }

    /** A run of a sweep where it is compared. */
    record Reached(String value, Moment moment) {}

    List<Reached> reached(String sweep) {
        return reached(sweep, study.loss());
    }

    List<Reached> reached(String sweep, double loss) {
        List<Reached> reached = new ArrayList<>();
        for (String value : study.sweeps().get(sweep)) {
            for (int seed = 0; seed < study.seeds(); seed++) {
                trail(study.swept(sweep, value, seed))
                        .atTrainingLoss(loss)
                        .ifPresent(moment -> reached.add(new Reached(value, moment)));
            }
        }
        return reached;
    }

    Trail trail(String cell) {
        return measured.get(cell).trail();
    }

    private List<Row> settings(String sweep, List<Reached> reached) {
        List<Row> rows = new ArrayList<>();
        for (String value : study.sweeps().get(sweep)) {
            List<Moment> own = reached.stream()
                    .filter(one -> one.value().equals(value))
                    .map(Reached::moment)
                    .toList();
            if (own.size() < 2) {
                rows.add(Row.of(sweep + " " + value, own.size(), 0, 0, 0, 0, 0, 0));
                continue;
            }
            Estimate complexity = estimate(own, Moment::complexity);
            Estimate error = estimate(own, moment -> 100 * moment.testError());
            rows.add(Row.of(
                    sweep + " " + value,
                    own.size(),
                    Math.rint(estimate(own, Moment::steps).value()),
                    complexity.value(),
                    complexity.standardError(),
                    error.value(),
                    error.standardError(),
                    estimate(own, Moment::testLoss).value()));
        }
        return rows;
    }

    private static List<Row> trend(String sweep, List<Reached> reached) {
        double[] x = reached.stream()
                .mapToDouble(one -> Double.parseDouble(one.value()))
                .toArray();
        double[] complexity =
                reached.stream().mapToDouble(one -> one.moment().complexity()).toArray();
        double[] error =
                reached.stream().mapToDouble(one -> one.moment().testError()).toArray();
        if (x.length < 3
                || !Double.isFinite(RankCorrelation.of(x, complexity))
                || !Double.isFinite(RankCorrelation.of(x, error))) {
            return List.of(); // too few runs came so far to have an order
        }
        Interval first = trend(x, complexity);
        Interval second = trend(x, error);
        return List.of(Row.of(
                sweep,
                x.length,
                first.estimate(),
                first.low(),
                first.high(),
                second.estimate(),
                second.low(),
                second.high(),
                RankCorrelation.of(complexity, error)));
    }

    /** What a run of every width ended with, by width. */
    Map<Integer, List<Moment>> ends() {
        Map<Integer, List<Moment>> ends = new LinkedHashMap<>();
        for (int width : study.widths().widths()) {
            List<Moment> own = new ArrayList<>();
            for (int seed = 0; seed < study.seeds(); seed++) {
                own.add(trail(ComplexityStudy.wide(width, seed)).end());
            }
            ends.put(width, own);
        }
        return ends;
    }

    private Table widths() {
        List<Row> rows = new ArrayList<>();
        ends().forEach((width, own) -> {
            Estimate complexity = estimate(own, Moment::complexity);
            Estimate loss = estimate(own, Moment::testLoss);
            rows.add(Row.of(
                    "width " + width,
                    estimate(own, Moment::trainLoss).value(),
                    100 * estimate(own, Moment::trainError).value(),
                    100 * estimate(own, Moment::testError).value(),
                    loss.value(),
                    loss.standardError(),
                    complexity.value(),
                    complexity.standardError()));
        });
        List<Moment> all = ends().values().stream().flatMap(List::stream).toList();
        double[] complexity = all.stream().mapToDouble(Moment::complexity).toArray();
        Interval loss =
                trend(complexity, all.stream().mapToDouble(Moment::testLoss).toArray());
        Interval error =
                trend(complexity, all.stream().mapToDouble(Moment::testError).toArray());
        return new Table(
                String.format(
                        Locale.ROOT,
                        "Growing width, %d images, %.0f %% of the labels random, %d steps",
                        study.widths().recipe().images(),
                        100 * study.widths().recipe().noise(),
                        study.widths().recipe().gradients()),
                List.of(
                        "network",
                        "train loss",
                        "train error %",
                        "test error %",
                        "test loss",
                        "standard error",
                        "GC",
                        "standard error"),
                rows,
                String.format(
                        Locale.ROOT,
                        "Rank correlation of GC over all runs: with the test loss %.2f [%.2f, %.2f], with the test error %.2f"
                                + " [%.2f, %.2f].",
                        loss.estimate(),
                        loss.low(),
                        loss.high(),
                        error.estimate(),
                        error.low(),
                        error.high()));
    }

    static Estimate estimate(List<Moment> moments, ToDoubleFunction<Moment> number) {
        return Estimate.of(moments.stream().mapToDouble(number).toArray());
    }

    static Interval trend(double[] x, double[] y) {
        return RANKS.interval(x, y);
    }
}
