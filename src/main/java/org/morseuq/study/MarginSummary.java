package org.morseuq.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.morseuq.complexity.Estimate;
import org.morseuq.eval.Interval;
import org.morseuq.eval.RankCorrelation;
import org.morseuq.eval.StudentInterval;
import org.morseuq.study.StepResult.Curve;
import org.morseuq.study.StepResult.Plot;
import org.morseuq.study.StepResult.Row;
import org.morseuq.study.StepResult.Table;

/** The tables and curves of a {@link MarginStudy}. */
final class MarginSummary {

    private static final RankCorrelation RANKS = RankCorrelation.seeded(0);

    private final MarginStudy study;
    private final Map<String, Measured> measured;

    MarginSummary(MarginStudy study, Map<String, Measured> measured) {
        this.study = study;
        this.measured = measured;
    }

    NetworkStudy.Result result() {
        Map<String, List<Plot>> pictures = new LinkedHashMap<>();
        pictures.put("margins", List.of(distributions(), excess()));
        pictures.put(
                "training",
                List.of(along("GC", Moment::complexity), along("GC / margin^2", m -> m.normalisedComplexity())));
        return new NetworkStudy.Result(List.of(noises(), correlations(), bounds()), pictures);
    }

    private List<Measured> all(String prefix, double noise) {
        return study.settings(noise).stream()
                .map(setting -> measured.get(setting.cell(prefix)))
                .toList();
    }

    /** The ends of all trainings whose median margin is above 0. */
    private List<Moment> ends(double noise) {
        return all(MarginStudy.IMAGES, noise).stream()
                .map(one -> one.trail().end())
                .filter(end -> end.margin() > 0)
                .toList();
    }

    private Table noises() {
        List<Row> rows = new ArrayList<>();
        for (double noise : study.noises()) {
            List<Moment> ends = ends(noise);
            if (ends.isEmpty()) {
                continue;
            }
            Estimate normalised = mean(ends, moment -> Math.log10(moment.normalisedComplexity()));
            rows.add(Row.of(
                    name(noise),
                    ends.size(),
                    mean(ends, Moment::steps).value(),
                    100 * mean(ends, Moment::trainError).value(),
                    100 * mean(ends, Moment::testError).value(),
                    mean(ends, Moment::margin).value(),
                    mean(ends, Moment::complexity).value(),
                    normalised.value(),
                    normalised.standardError(),
                    100 * variation(noise, Moment::complexity),
                    100 * variation(noise, Moment::normalisedComplexity)));
        }
        return new Table(
                "Labels, of which some are random",
                List.of(
                        "labels",
                        "networks",
                        "steps",
                        "train error %",
                        "test error %",
                        "median margin",
                        "GC",
                        "log10 GC / margin^2",
                        "standard error",
                        "GC varies by %",
                        "GC / margin^2 by %"),
                rows,
                "Means over the networks at the end of training, which stops at a training loss of "
                        + study.base().until()
                        + ". Varies: standard deviation in units of the mean, over the later half of the looks at a run."
                        + paired());
    }

    /** How much more complex, in units of the margin, the same networks are on the last labels than on the first. */
    private String paired() {
        double first = study.noises().get(0);
        double last = study.noises().get(study.noises().size() - 1);
        List<Double> more = new ArrayList<>();
        for (int i = 0; i < study.settings(first).size(); i++) {
            double a = all(MarginStudy.IMAGES, first).get(i).trail().end().normalisedComplexity();
            double b = all(MarginStudy.IMAGES, last).get(i).trail().end().normalisedComplexity();
            if (Double.isFinite(a) && Double.isFinite(b)) {
                more.add(Math.log10(b / a));
            }
        }
        if (more.size() < 2) {
            return "";
        }
        double[] differences = more.stream().mapToDouble(Double::doubleValue).toArray();
        Interval difference = StudentInterval.ofMean(differences);
        return String.format(
                Locale.ROOT,
                " The logarithm of GC / margin^2 is %.2f [%.2f, %.2f] higher with %s labels than with %s, paired by network and"
                        + " seed.",
                difference.estimate(),
                difference.low(),
                difference.high(),
                name(last),
                name(first));
    }

    private static String name(double noise) {
        return String.format(Locale.ROOT, "%.0f %% random", 100 * noise);
    }

    /** The mean over runs of the coefficient of variation over the later half of the looks. */
    private double variation(double noise, ToDoubleFunction<Moment> number) {
        return all(MarginStudy.IMAGES, noise).stream()
                .map(one -> one
                        .moments()
                        .subList(one.moments().size() / 2, one.moments().size())
                        .stream()
                        .mapToDouble(number)
                        .filter(Double::isFinite)
                        .toArray())
                .filter(values -> values.length > 1)
                .mapToDouble(values -> {
                    Estimate mean = Estimate.of(values);
                    return mean.standardError() * Math.sqrt(values.length) / mean.value();
                })
                .average()
                .orElse(0);
    }

    private Table correlations() {
        List<Row> rows = new ArrayList<>();
        List<Moment> every = new ArrayList<>();
        for (double noise : study.noises()) {
            List<Moment> ends = ends(noise);
            every.addAll(ends);
            rows.addAll(correlation(name(noise), ends));
        }
        rows.addAll(0, correlation("all networks", every));
        return new Table(
                "Rank correlations with the excess error, test less training, with 95 % intervals",
                List.of("networks", "how many", "GC / margin^2", "low", "high", "GC", "low", "high"),
                rows,
                "Spearman's, over networks at the end of training; bootstrap over networks. Within a row of one part of random"
                        + " labels, networks differ in width, learning rate and seed.");
    }

    /** A row, unless there are too few networks to have an order. */
    private static List<Row> correlation(String name, List<Moment> ends) {
        double[] excess = ends.stream().mapToDouble(Moment::excessError).toArray();
        double[] normalised =
                ends.stream().mapToDouble(Moment::normalisedComplexity).toArray();
        if (ends.size() < 3 || constant(normalised) || constant(excess)) {
            return List.of();
        }
        Interval first = RANKS.interval(normalised, excess);
        Interval second =
                RANKS.interval(ends.stream().mapToDouble(Moment::complexity).toArray(), excess);
        return List.of(Row.of(
                name,
                ends.size(),
                first.estimate(),
                first.low(),
                first.high(),
                second.estimate(),
                second.low(),
                second.high()));
    }

    private static boolean constant(double[] numbers) {
        return Arrays.stream(numbers).distinct().count() < 2;
    }

    private Table bounds() {
        List<Row> rows = new ArrayList<>();
        for (double noise : study.mixture().noises()) {
            rows.add(BoundCheck.row("mixture, " + name(noise), all(MarginStudy.MIXTURE, noise)));
        }
        for (double noise : study.noises()) {
            rows.add(BoundCheck.row("images, " + name(noise), all(MarginStudy.IMAGES, noise)));
        }
        return new Table(
                "An explicit bound of the error",
                List.of(
                        "law, labels",
                        "networks",
                        "violated",
                        "error",
                        "bound",
                        "least bound",
                        "bound / error",
                        "classes",
                        "largest variance / its bound"),
                rows,
                "Means over networks, but for the least bound and the largest variance. Classes: those with a mean margin above 0,"
                        + " the others count as wrong. On the mixture the Poincare constants are known, and it is a bound; for the"
                        + " images they are those of normal laws, which are at most the true ones, and it is none.");
    }

    static <T> Estimate mean(List<T> of, ToDoubleFunction<T> number) {
        return Estimate.of(of.stream().mapToDouble(number).toArray());
    }

    /** How large the margins of the first setting are, in units of the root of the complexity: the mean of all seeds. */
    private Plot distributions() {
        List<Curve> curves = new ArrayList<>();
        for (double noise : study.noises()) {
            double[] sums = new double[MarginStudy.SHARES.length];
            List<Measured> first = all(MarginStudy.IMAGES, noise).subList(0, study.seeds());
            for (Measured one : first) {
                List<Double> quantiles = one.numbers().get(MarginStudy.QUANTILES);
                double root = Math.sqrt(one.trail().end().complexity());
                Arrays.setAll(sums, i -> sums[i] + quantiles.get(i) / root / first.size());
            }
            double[][] points = new double[sums.length][];
            Arrays.setAll(points, i -> new double[] {sums[i], MarginStudy.SHARES[i]});
            curves.add(new Curve(name(noise), points, false));
        }
        return new Plot("margins of the training images", "margin / root of GC", "part that is at most", "", curves);
    }

    private Plot excess() {
        List<Curve> curves = new ArrayList<>();
        for (double noise : study.noises()) {
            curves.add(new Curve(
                    name(noise),
                    ends(noise).stream()
                            .map(end -> new double[] {end.normalisedComplexity(), 100 * end.excessError()})
                            .toArray(double[][]::new),
                    true));
        }
        return new Plot("all networks", "GC / margin^2", "test less training error, points", "x", curves);
    }

    /** A number along training, seed 0 of the first setting, from where it is finite on. */
    private Plot along(String name, ToDoubleFunction<Moment> number) {
        List<Curve> curves = new ArrayList<>();
        for (double noise : study.noises()) {
            Trail trail = all(MarginStudy.IMAGES, noise).get(0).trail();
            curves.add(new Curve(
                    name(noise),
                    trail.moments().stream()
                            .filter(moment -> moment.steps() > 0 && Double.isFinite(number.applyAsDouble(moment)))
                            .map(moment -> new double[] {moment.steps(), number.applyAsDouble(moment)})
                            .toArray(double[][]::new),
                    false));
        }
        return new Plot(name + " along training, seed 0", "steps", name, "xy", curves);
    }
}
