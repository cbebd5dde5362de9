package org.morseuq.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.eval.RiskCoverage;
import org.morseuq.eval.Scores;
import org.morseuq.eval.Softmax;

/** What it costs to answer more often, with and without inputs of other sets among those to be answered. */
final class RiskSection {

    private RiskSection() {}

    static List<Element> of(Findings findings) {
        if (!findings.labelled()) {
            return List.of(Element.of(
                    "p",
                    "The images of " + findings.name()
                            + " have no labels, so it is not known which answers are right."));
        }
        Map<String, double[]> doubts = doubts(findings);
        int[] labels = findings.evidence().in().labels();
        boolean[] alone = new boolean[labels.length];
        for (int i = 0; i < labels.length; i++) {
            alone[i] = findings.in().get(i).label() == labels[i];
        }
        boolean[] mixed = Arrays.copyOf(alone, doubts.values().iterator().next().length); // the others are wrong
        Plot own = Plot.wide(findings.name() + " alone", Axis.percent("answered, %"), risks(alone, doubts));
        Plot all = Plot.wide("with the other sets mixed in", Axis.percent("answered, %"), risks(mixed, doubts));
        Figure figure = new Figure(
                        "Risk against coverage: the error rate among the answered, if the least doubtful inputs"
                                + " are answered first: " + findings.name()
                                + " alone, and with the images of all other sets"
                                + " mixed in, where every answer to one of them is an error. Lower is better.")
                .inPairs();
        Table table = new Table(
                "Areas below the curves, in percent",
                "doubt",
                List.of("AURC, " + findings.name(), "AUGRC, " + findings.name(), "AURC, mixed", "AUGRC, mixed"));
        List<Runnable> curves = new ArrayList<>();
        doubts.forEach((name, doubt) -> {
            String style = "curve-" + curves.size();
            RiskCoverage first = RiskCoverage.of(Arrays.copyOf(doubt, alone.length), alone);
            RiskCoverage second = RiskCoverage.of(doubt, mixed);
            figure.line(style, name);
            curves.add(0, () -> {
                draw(own, style, first);
                draw(all, style, second);
            });
            table.texts(
                    name,
                    Stream.of(first.area(), first.generalisedArea(), second.area(), second.generalisedArea())
                            .map(Words::percent)
                            .toList());
        });
        curves.forEach(Runnable::run); // the first lies on top
        figure.add(own.draw(words(findings.name() + " alone", doubts, alone)));
        figure.add(all.draw(words("with the other sets mixed in", doubts, mixed)));
        return List.of(figure.draw(), table.draw());
    }

    /** One doubt an input by the name of its kind: first those in distribution, then the other sets in order. */
    private static Map<String, double[]> doubts(Findings findings) {
        Map<String, double[]> doubts = new LinkedHashMap<>();
        for (String method : findings.ranking().compared()) {
            Scores scores = findings.evidence().scores().get(method);
            doubts.put(
                    method,
                    Stream.concat(Stream.of(scores.in()), scores.outs().stream())
                            .flatMapToDouble(Arrays::stream)
                            .toArray());
        }
        doubts.put(
                "confidence at the Morse temperature",
                Stream.concat(Stream.of(findings.in()), findings.outs().values().stream())
                        .flatMapToDouble(verdicts -> verdicts.stream().mapToDouble(v -> -v.confidence()))
                        .toArray());
        doubts.put(
                "plain confidence",
                Stream.concat(Stream.of(findings.evidence().in()), findings.evidence().outs().values().stream())
                        .flatMapToDouble(RiskSection::plain)
                        .toArray());
        return doubts;
    }

    private static DoubleStream plain(FeatureTable table) {
        return Arrays.stream(Softmax.rows(table.block(Layout.LOGITS)))
                .mapToDouble(row -> -Arrays.stream(row).max().orElseThrow());
    }

    private static Axis risks(boolean[] right, Map<String, double[]> doubts) {
        double largest = doubts.values().stream()
                .flatMap(doubt -> RiskCoverage.of(Arrays.copyOf(doubt, right.length), right).points().stream())
                .filter(point -> point.coverage() > 0.1)
                .mapToDouble(RiskCoverage.Point::risk)
                .max()
                .orElse(1);
        return Axis.linear("errors, % of the answered", 0, Math.max(1, 110 * largest));
    }

    private static void draw(Plot plot, String style, RiskCoverage curve) {
        plot.curve(
                style,
                curve.points().stream()
                        .mapToDouble(point -> 100 * point.coverage())
                        .toArray(),
                curve.points().stream().mapToDouble(point -> 100 * point.risk()).toArray());
    }

    private static String words(String what, Map<String, double[]> doubts, boolean[] right) {
        List<String> words = new ArrayList<>();
        doubts.forEach((name, doubt) ->
                words.add(Words.coarse(RiskCoverage.of(Arrays.copyOf(doubt, right.length), right).points().stream()
                                .filter(point -> point.coverage() >= 0.5)
                                .findFirst()
                                .orElseThrow()
                                .risk())
                        + "\u00a0% by " + name));
        return "Risk against coverage, " + what + ". If half of the inputs are answered, the error rate is "
                + Words.list(words) + ".";
    }
}
