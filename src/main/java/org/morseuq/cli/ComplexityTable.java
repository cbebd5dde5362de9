package org.morseuq.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.morseuq.complexity.ComplexityCard;
import org.morseuq.complexity.Curvature;
import org.morseuq.complexity.Estimate;

/** A complexity card for people. */
final class ComplexityTable {

    private ComplexityTable() {}

    static void print(String title, ComplexityCard card, PrintWriter out) {
        out.println(title + ", " + card.images() + " images");
        if (card.logits().isPresent() || card.embedding().isPresent()) {
            out.println();
            out.println("Geometric complexity, the mean squared norm of the Jacobian by the input");
            card.logits().ifPresent(e -> estimate(out, "logits", e));
            card.embedding().ifPresent(e -> estimate(out, "embedding", e));
        }
        card.collapse().ifPresent(c -> {
            out.println();
            out.println("Neural collapse of the embedding (collapsed: 0, and 1 for NC4)");
            line(out, "CDNV", "%.4f", c.cdnv());
            line(out, "NC1", "%.4f", c.nc1());
            line(out, "NC2", "%.4f", c.nc2());
            line(out, "NC3", "%.4f", c.nc3());
            line(out, "NC4", "%.4f", c.nc4());
            line(out, "nearest mean", "%.4f", c.nearestMeanAccuracy());
            card.geometricCollapse().ifPresent(g -> line(out, "geom. collapse", "%.4g", g));
        });
        card.margin().ifPresent(m -> {
            out.println();
            out.println("Margins of the logits");
            line(out, "accuracy", "%.4f", m.accuracy());
            line(out, "mean", "%.4f", m.mean());
            line(out, "10 % quantile", "%.4f", m.tenth());
            line(out, "median", "%.4f", m.median());
            line(out, "GC / median^2", "%.4g", m.normalisedComplexity());
        });
        card.curvature().ifPresent(c -> curvature(out, c));
        out.flush();
    }

    private static void curvature(PrintWriter out, Curvature c) {
        out.println();
        out.println("Curvature of the mean cross-entropy");
        line(out, "loss", "%.6f", c.loss());
        line(out, "gradient norm", "%.4g", c.gradientNorm());
        line(out, "along gradient", "%.4g", c.alongGradient());
        for (int i = 0; i < c.topEigenvalues().length; i++) {
            out.printf(
                    Locale.ROOT,
                    "  %-16s %.6g  (residual %.1g)%n",
                    "eigenvalue " + (i + 1),
                    c.topEigenvalues()[i],
                    c.residuals()[i]);
        }
        out.println("  " + (c.converged() ? "converged" : "NOT converged") + " after " + c.products() + " products");
        estimate(out, "trace", c.trace());
    }

    private static void estimate(PrintWriter out, String name, Estimate e) {
        out.printf(Locale.ROOT, "  %-16s %.6g +- %.2g (%d samples)%n", name, e.value(), e.standardError(), e.samples());
    }

    private static void line(PrintWriter out, String name, String number, double value) {
        out.printf(Locale.ROOT, "  %-16s " + number + "%n", name, value);
    }
}
