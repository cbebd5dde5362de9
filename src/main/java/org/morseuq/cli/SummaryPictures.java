package org.morseuq.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.morseuq.eval.BenchmarkSummary;
import org.morseuq.eval.ProtocolSummary;
import org.morseuq.eval.ShiftSummary;
import org.morseuq.study.StepResult;

/**
 * What summaries say, drawn: networks from left to right in the order of the definition, each group of sets by itself; of one
 * network alone the groups from left to right.
 */
final class SummaryPictures {

    /** The file that experiments draw to. */
    static final String FILE = "summary.png";

    /** A diagram of more cannot be read; these are the usual ones, and the head. */
    private static final List<String> METHODS = List.of("morse", "energy", "gen", "knn", "mahalanobis++", "maxlogit");

    private SummaryPictures() {}

    /** The margin of the head over the best rival, for each group of sets. */
    static List<StepResult.Plot> of(BenchmarkSummary summary) {
        return plots(
                summary.lines(),
                line -> line.group(),
                line -> line.view() + ", rivals: " + line.league(),
                BenchmarkSummary.Line::network,
                line -> 100 * line.margin(),
                group -> "Morse head less the best rival, " + group,
                "points of AUROC");
    }

    /** The areas of some detectors, for each group of sets. */
    static List<StepResult.Plot> of(ProtocolSummary summary) {
        return plots(
                summary.lines().stream()
                        .filter(line -> METHODS.contains(line.method())
                                && !line.network().equals(ProtocolSummary.ALL_NETWORKS))
                        .toList(),
                line -> line.group(),
                ProtocolSummary.Line::method,
                ProtocolSummary.Line::network,
                line -> 100 * line.auroc(),
                group -> group,
                "AUROC, %");
    }

    /** The calibration error on corrupted images and on clean ones; of one network the one against the other. */
    static List<StepResult.Plot> of(ShiftSummary summary) {
        List<String> networks = summary.lines().stream()
                .map(ShiftSummary.Line::network)
                .distinct()
                .toList();
        if (networks.size() == 1) {
            List<StepResult.Curve> curves = summary.lines().stream()
                    .map(line -> new StepResult.Curve(
                            "temperature: " + line.temperature(),
                            new double[][] {
                                {
                                    100 * line.clean().ece(),
                                    100 * line.corrupted().ece()
                                }
                            },
                            true))
                    .toList();
            return List.of(new StepResult.Plot(
                    networks.get(0), "ECE on clean images, %", "ECE on corrupted images, %", "", curves));
        }
        List<StepResult.Plot> plots = new ArrayList<>(
                errors("corrupted images", summary, line -> line.corrupted().ece()));
        plots.addAll(errors("clean images", summary, line -> line.clean().ece()));
        return plots;
    }

    private static List<StepResult.Plot> errors(
            String title, ShiftSummary summary, ToDoubleFunction<ShiftSummary.Line> error) {
        return plots(
                summary.lines(),
                line -> title,
                line -> "temperature: " + line.temperature(),
                ShiftSummary.Line::network,
                line -> 100 * error.applyAsDouble(line),
                name -> name,
                "ECE, %");
    }

    private static <L> List<StepResult.Plot> plots(
            List<L> lines,
            Function<L, String> plot,
            Function<L, String> curve,
            Function<L, String> network,
            ToDoubleFunction<L> height,
            Function<String, String> title,
            String label) {
        List<String> networks = lines.stream().map(network).distinct().toList();
        List<String> names = lines.stream().map(plot).distinct().toList();
        if (networks.size() == 1) {
            List<StepResult.Curve> curves = curves(lines, curve, line -> names.indexOf(plot.apply(line)) + 1, height);
            return List.of(new StepResult.Plot(title.apply(networks.get(0)), places(names), label, "", curves));
        }
        List<StepResult.Plot> plots = new ArrayList<>();
        for (String name : names) {
            List<L> own =
                    lines.stream().filter(line -> plot.apply(line).equals(name)).toList();
            List<StepResult.Curve> curves =
                    curves(own, curve, line -> networks.indexOf(network.apply(line)) + 1, height);
            plots.add(new StepResult.Plot(title.apply(name), places(networks), label, "", curves));
        }
        return plots;
    }

    /** What stands at 1, 2, ...: the label of the axis. */
    private static String places(List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(place -> (place + 1) + " " + names.get(place))
                .collect(Collectors.joining(", "));
    }

    private static <L> List<StepResult.Curve> curves(
            List<L> lines, Function<L, String> curve, ToIntFunction<L> place, ToDoubleFunction<L> height) {
        List<StepResult.Curve> curves = new ArrayList<>();
        for (String each : lines.stream().map(curve).distinct().toList()) {
            TreeMap<Integer, Double> points = new TreeMap<>();
            lines.stream()
                    .filter(line -> curve.apply(line).equals(each))
                    .forEach(line -> points.put(place.applyAsInt(line), height.applyAsDouble(line)));
            curves.add(new StepResult.Curve(
                    each,
                    points.entrySet().stream()
                            .map(point -> new double[] {point.getKey(), point.getValue()})
                            .toArray(double[][]::new),
                    true)); // places are in no order that a line could mean
        }
        return curves;
    }
}
