package org.morseuq.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.morseuq.complexity.ComplexityCard.Geometric;
import org.morseuq.complexity.Estimate;

/** Geometric complexity of logits and embedding, as a whole and by class. */
final class GeometricSection {

    private GeometricSection() {}

    static List<Element> of(ComplexityEvidence evidence) {
        List<Element> elements = new ArrayList<>();
        elements.add(Element.of(
                "p",
                "The mean squared norm of the Jacobian by the input: how much the outputs change with the image. Intervals are"
                        + " 95\u00a0% intervals of the mean from the spread over images, by the normal approximation; few"
                        + " images with large contributions make it optimistic."));
        Table whole = new Table("Geometric complexity", "outputs", List.of("mean", "95\u00a0% interval", "images"));
        evidence.card().logits().ifPresent(g -> whole.texts("logits", row(g.mean())));
        evidence.card().embedding().ifPresent(g -> whole.texts("embedding", row(g.mean())));
        elements.add(whole.draw());
        Figure figure = new Figure(
                        "Geometric complexity by the class of the image, with 95\u00a0% intervals of the mean."
                                + " The numbers of the classes are in the table below.")
                .line("honest", "mean over all images")
                .inPairs();
        evidence.card().logits().ifPresent(g -> figure.add(panel("logits", g, evidence)));
        evidence.card().embedding().ifPresent(g -> figure.add(panel("embedding", g, evidence)));
        elements.add(figure.draw());
        elements.add(classes(evidence));
        return elements;
    }

    private static List<String> row(Estimate e) {
        return List.of(Words.number(e.value()), ends(e), Words.count(e.samples()));
    }

    private static String ends(Estimate e) {
        return e.samples() < 2
                ? "unknown"
                : Words.number(e.value() - e.halfWidth()) + " to " + Words.number(e.value() + e.halfWidth());
    }

    /** The interval in brackets, if it is known. */
    static String interval(Estimate e) {
        return e.samples() < 2 ? "" : " (95\u00a0% interval " + ends(e) + ")";
    }

    private static Element panel(String name, Geometric g, ComplexityEvidence evidence) {
        double[] classes = g.byClass().keySet().stream().mapToDouble(k -> k).toArray();
        double[] means =
                g.byClass().values().stream().mapToDouble(Estimate::value).toArray();
        double[] widths = g.byClass().values().stream()
                .mapToDouble(e -> e.samples() < 2 ? 0 : e.halfWidth())
                .toArray();
        double[] lows = new double[means.length];
        double[] highs = new double[means.length];
        Arrays.setAll(lows, i -> Math.max(0, means[i] - widths[i]));
        Arrays.setAll(highs, i -> means[i] + widths[i]);
        double all = g.mean().value();
        Axis x = Axis.linear("class number", classes[0] - 0.6, classes[classes.length - 1] + 0.6);
        double top = DoubleStream.concat(Arrays.stream(highs), DoubleStream.of(all))
                .max()
                .orElseThrow();
        Plot plot = Plot.wide(name, x, Axis.linear("geometric complexity", 0, top > 0 ? 1.08 * top : 1))
                .curve("honest", new double[] {x.low(), x.high()}, new double[] {all, all})
                .spans("span", classes, lows, highs);
        List<double[]> places = new ArrayList<>();
        int least = 0;
        int most = 0;
        for (int i = 0; i < means.length; i++) {
            places.add(new double[] {classes[i], means[i]});
            least = means[i] < means[least] ? i : least;
            most = means[i] > means[most] ? i : most;
        }
        plot.points("point", "#0059a8", Plot.Mark.DOT, 3.5, places);
        return plot.draw("Geometric complexity of the " + name + " by class. The mean over all images is "
                + Words.number(all) + "; it is least on " + evidence.className((int) classes[least]) + " ("
                + Words.number(means[least]) + ") and largest on " + evidence.className((int) classes[most]) + " ("
                + Words.number(means[most]) + ").");
    }

    private static Element classes(ComplexityEvidence evidence) {
        TreeSet<Integer> all = new TreeSet<>();
        evidence.card().logits().ifPresent(g -> all.addAll(g.byClass().keySet()));
        evidence.card().embedding().ifPresent(g -> all.addAll(g.byClass().keySet()));
        Table table = new Table(
                "Geometric complexity by class, with 95\u00a0% intervals of the mean",
                "class", List.of("images", "logits", "embedding"));
        for (int k : all) {
            Element count = Element.of(
                    "td",
                    Words.count(evidence.card()
                            .logits()
                            .or(evidence.card()::embedding)
                            .orElseThrow()
                            .byClass()
                            .get(k)
                            .samples()));
            table.row(
                    k + " " + evidence.className(k),
                    List.of(
                            count,
                            evidence.card()
                                    .logits()
                                    .map(g -> cell(g.byClass().get(k)))
                                    .orElse(Element.of("td", "not measured")),
                            evidence.card()
                                    .embedding()
                                    .map(g -> cell(g.byClass().get(k)))
                                    .orElse(Element.of("td", "not measured"))));
        }
        return Element.of("details")
                .add(Element.of("summary", "Numbers by class"))
                .add(table.draw());
    }

    private static Element cell(Estimate e) {
        return Table.cell(Words.number(e.value()), ends(e));
    }
}
