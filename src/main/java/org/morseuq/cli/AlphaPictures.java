package org.morseuq.cli;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.morseuq.chart.Axis;
import org.morseuq.chart.Curve;
import org.morseuq.chart.Diagram;
import org.morseuq.study.AlphaStudy;
import org.morseuq.study.AlphaSummary;

/** What a study of alpha-densities found, as pictures. */
final class AlphaPictures {

    static final String LIMITS = "limits.png";
    static final String DIVERGENCES = "divergences.png";
    static final String LINE = "moving-line.png";

    private static final int SIDE = 560;
    private static final int HEIGHT = 540;
    private static final Color GREY = new Color(0x88, 0x88, 0x88);

    private AlphaPictures() {}

    static void write(AlphaStudy study, AlphaSummary summary, Path to) throws IOException {
        Diagram.write(List.of(limits(summary)), to.resolve(LIMITS), SIDE + 120, HEIGHT);
        Diagram.write(List.of(divergences(summary)), to.resolve(DIVERGENCES), SIDE + 120, HEIGHT);
        Diagram.write(List.of(margin(summary), pairing(study, summary)), to.resolve(LINE), SIDE, HEIGHT - 80);
    }

    private static Diagram limits(AlphaSummary summary) {
        List<Curve> curves = new ArrayList<>();
        for (AlphaSummary.Limit limit : summary.limits()) {
            double[] relative = limit.errors().stream()
                    .mapToDouble(error -> error / limit.exact())
                    .toArray();
            curves.add(new Curve(
                    String.format(Locale.ROOT, "%s: %.2f", limit.what(), limit.order()),
                    array(limit.lambdas()),
                    relative,
                    Curve.colour(curves.size()),
                    Curve.Style.MARKED_LINE));
        }
        double[] lambdas = {100, 6400};
        curves.add(new Curve("1 / \u03bb", lambdas, new double[] {0.3, 0.3 / 64}, GREY, Curve.Style.DASHED));
        return new Diagram(
                "Relative error of the mollified pairing, and its order",
                Axis.logarithmic("\u03bb", 50, 1e4),
                around("error", curves),
                curves);
    }

    private static Diagram divergences(AlphaSummary summary) {
        List<Curve> curves = new ArrayList<>();
        for (AlphaSummary.Divergence one : summary.divergences()) {
            curves.add(new Curve(
                    String.format(Locale.ROOT, "%s: %.3f", one.what(), one.exponent()),
                    array(one.lambdas()),
                    array(one.pairings()),
                    Curve.colour(curves.size()),
                    Curve.Style.MARKED_LINE));
        }
        return new Diagram(
                "Mollified pairings without a sharp product, and their exponents",
                Axis.logarithmic("\u03bb", 50, 1e4),
                around("pairing", curves),
                curves);
    }

    /** A logarithmic axis between the powers of ten around all curves. */
    private static Axis around(String label, List<Curve> curves) {
        double low = values(curves).min().orElse(1);
        double high = values(curves).max().orElse(10);
        return Axis.logarithmic(
                label, Math.pow(10, Math.floor(Math.log10(low))), Math.pow(10, Math.ceil(Math.log10(high))));
    }

    private static DoubleStream values(List<Curve> curves) {
        return curves.stream()
                .flatMapToDouble(curve -> DoubleStream.of(curve.y()))
                .filter(y -> y > 0);
    }

    private static Diagram margin(AlphaSummary summary) {
        List<AlphaSummary.Height> line = summary.line();
        double[] heights = of(line, AlphaSummary.Height::height);
        double[] margins = of(line, one -> one.margin() == null ? Double.NaN : one.margin());
        double[] exact = of(line, one -> one.height() <= 1 ? Math.sqrt(1 - one.height()) : Double.NaN);
        return new Diagram(
                "Transversality of the unit circle and the line y = c",
                Axis.linear("c", 0, 1.4),
                Axis.linear("margin", 0, 1.05),
                List.of(
                        new Curve("\u221a(1 \u2212 c)", heights, exact, GREY, Curve.Style.DASHED),
                        new Curve("margin", heights, margins, Curve.colour(0), Curve.Style.MARKS)));
    }

    private static Diagram pairing(AlphaStudy study, AlphaSummary summary) {
        List<AlphaSummary.Height> line = summary.line();
        double[] heights = of(line, AlphaSummary.Height::height);
        List<Curve> curves = new ArrayList<>();
        for (int i = 0; i < study.lineLambdas().size(); i++) {
            int index = i;
            curves.add(new Curve(
                    String.format(
                            Locale.ROOT, "\u03bb = %.0f", study.lineLambdas().get(i)),
                    heights,
                    of(line, one -> one.mollified().get(index)),
                    Curve.colour(i + 1),
                    Curve.Style.LINE));
        }
        double[] fine = DoubleStream.iterate(0, c -> c + 0.002).limit(500).toArray();
        double[] exact =
                DoubleStream.of(fine).map(c -> 2 / Math.sqrt(1 - c * c)).toArray();
        curves.add(new Curve("2 / \u221a(1 \u2212 c\u00b2)", fine, exact, GREY, Curve.Style.DASHED));
        double[] pairings = of(line, one -> one.pairing() == null ? Double.NaN : one.pairing());
        curves.add(new Curve("sharp", heights, pairings, Curve.colour(0), Curve.Style.MARKS));
        return new Diagram(
                "Their pairing, mollified and sharp", Axis.linear("c", 0, 1.4), Axis.linear("pairing", 0, 12), curves);
    }

    private static double[] of(List<AlphaSummary.Height> line, ToDoubleFunction<AlphaSummary.Height> what) {
        return line.stream().mapToDouble(what).toArray();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
