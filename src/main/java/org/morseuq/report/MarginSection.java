package org.morseuq.report;

import java.util.Arrays;
import java.util.List;
import org.morseuq.complexity.ComplexityCard.MarginSummary;

/** How the margins of the logits are distributed. */
final class MarginSection {

    private MarginSection() {}

    static List<Element> of(MarginSummary m) {
        double[] heights =
                Arrays.stream(m.distribution().counts()).mapToDouble(n -> n).toArray();
        double[] edges = m.distribution().edges();
        Plot plot = Plot.wide(
                "margins",
                Axis.linear("margin: own logit less the largest other", edges[0], edges[edges.length - 1]),
                Axis.linear("images", 0, 1.1 * Arrays.stream(heights).max().orElseThrow()));
        plot.bars("hist-in", edges, heights);
        if (edges[0] < 0 && edges[edges.length - 1] > 0) {
            plot.rule(0, "right from here on");
        }
        Figure figure = new Figure("Margins of the logits: below 0 the network is wrong.")
                .area("hist-in", "images")
                .inPairs()
                .add(plot.draw("Histogram of " + Words.count(m.distribution().total(), "margin") + ". "
                        + Words.coarse(m.accuracy()) + "\u00a0% are above 0, the median is " + Words.number(m.median())
                        + ", a tenth do not exceed " + Words.number(m.tenth()) + "."));
        Table table = new Table("Margins", "what", List.of("value"));
        table.texts("accuracy, %", List.of(Words.percent(m.accuracy())));
        table.texts("mean margin", List.of(Words.number(m.mean())));
        table.texts("10\u00a0% quantile", List.of(Words.number(m.tenth())));
        table.texts("median", List.of(Words.number(m.median())));
        table.texts(
                "geometric complexity of the logits over the squared median",
                List.of(Double.isNaN(m.normalisedComplexity()) ? "undefined" : Words.number(m.normalisedComplexity())));
        return List.of(figure.draw(), table.draw());
    }
}
