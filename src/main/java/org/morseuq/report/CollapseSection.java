package org.morseuq.report;

import java.util.Arrays;
import java.util.List;
import org.morseuq.complexity.ComplexityCard.Collapse;
import org.morseuq.complexity.Histogram;
import org.morseuq.complexity.NeuralCollapse;

/** How far the embedding has collapsed to the corners of a simplex. */
final class CollapseSection {

    private static final int BINS = 24;

    private CollapseSection() {}

    static List<Element> of(Collapse collapse) {
        NeuralCollapse c = collapse.measures();
        Table table = new Table("Neural collapse of the embedding", "measure", List.of("value", "when collapsed"));
        row(table, "NC1", c.nc1(), "0", "spread within classes over spread between them");
        row(table, "NC2", c.nc2(), "0", "distance of the class means from a simplex");
        row(table, "NC3", c.nc3(), "0", "distance of the last layer from the class means");
        row(table, "NC4", c.nc4(), "1", "images where the prediction has the nearest mean");
        row(table, "CDNV", c.cdnv(), "0", "variance over squared distance, mean over pairs of classes");
        row(table, "equinorm", c.equinorm(), "0", "spread of the lengths of the means");
        row(table, "equiangular", c.equiangular(), "0", "mean distance of their cosines from the simplex's");
        row(
                table,
                "nearest mean",
                c.nearestMeanAccuracy(),
                "1",
                "accuracy of the nearest mean, which knows the images");
        collapse.geometric()
                .ifPresent(g -> row(
                        table, "geometric collapse", g, "0", "CDNV with geometric complexities in place of variances"));
        return List.of(
                table.draw(),
                angles(
                        c.classes(),
                        Arrays.stream(collapse.cosines())
                                .filter(Double::isFinite)
                                .toArray()),
                Element.of(
                        "p",
                        "The means and the spreads are estimates without intervals. With few images a class, NC1 and CDNV tend to be"
                                + " too small, for the means know the images."));
    }

    private static void row(Table table, String name, double value, String collapsed, String what) {
        table.texts(name + ", " + what, List.of(Words.number(value), collapsed));
    }

    private static Element angles(int classes, double[] cosines) {
        Figure figure = new Figure(
                        "Angles between the class means, seen from the mean of all: pairs of classes by the cosine"
                                + " of their means. At the corners of a simplex all are at the dotted line.")
                .area("hist-in", "pairs of classes")
                .inPairs();
        if (cosines.length == 0) {
            return figure.draw();
        }
        double simplex = -1.0 / (classes - 1);
        double low = Math.min(simplex, Arrays.stream(cosines).min().orElseThrow());
        double high = Math.max(simplex, Arrays.stream(cosines).max().orElseThrow());
        double room = Math.max(0.02, 0.1 * (high - low));
        Histogram histogram = Histogram.of(cosines, Math.min(BINS, Math.max(1, cosines.length / 3)));
        double[] heights = Arrays.stream(histogram.counts()).mapToDouble(n -> n).toArray();
        double top = Arrays.stream(heights).max().orElseThrow();
        Plot plot = Plot.wide(
                        "angles between class means",
                        Axis.linear("cosine", low - room, high + room),
                        Axis.linear("pairs of classes", 0, 1.1 * top))
                .bars("hist-in", histogram.edges(), heights)
                .rule(simplex, "simplex");
        return figure.add(plot.draw("Histogram of " + cosines.length + " cosines between class means, from "
                        + Words.number(Arrays.stream(cosines).min().orElseThrow()) + " to "
                        + Words.number(Arrays.stream(cosines).max().orElseThrow()) + "; a simplex has "
                        + Words.number(simplex) + " throughout."))
                .draw();
    }
}
