package org.morseuq.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.morseuq.study.AlphaStudy;
import org.morseuq.study.AlphaSummary;

/** Renders the summary of a study of alpha-densities for people. */
final class AlphaTable {

    private AlphaTable() {}

    static void print(AlphaStudy study, AlphaSummary summary, PrintWriter out) {
        out.println(study.title());
        out.println();
        limits(study, summary, out);
        out.println();
        divergences(summary, out);
        out.println();
        line(study, summary, out);
        out.println();
        List<String> wrong = summary.against(study);
        out.println(wrong.isEmpty() ? "All as the theory says, within the tolerances." : "Not as the theory says:");
        wrong.forEach(out::println);
        out.flush();
    }

    private static void limits(AlphaStudy study, AlphaSummary summary, PrintWriter out) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                "transversal", "exact", "roots, quadrature", "sampled", "deviation", "says", "within", "order"));
        for (AlphaSummary.Limit limit : summary.limits()) {
            lines.add(List.of(
                    limit.what(),
                    format("%.6f", limit.exact()),
                    format("%.6f +- %.0e", limit.sharp(), limit.sharpError()),
                    format("%.4f", limit.sampled()),
                    format("%.4f", limit.sampledDeviation()),
                    format("%.4f", limit.sampledError()),
                    format("%.0f%%", 100 * limit.within()),
                    format("%.3f +- %.3f", limit.order(), limit.orderError())));
        }
        EvaluationTable.align(lines, out);
        out.println();
        out.printf(
                Locale.ROOT,
                "Sampled: mean and standard deviation over %d seeds, %d points each; says: the mean error they state;"
                        + " within: seeds within two of these.%n",
                study.sampling().seeds(),
                study.sampling().points() * study.sampling().shifts());
        out.println(
                "Order: of the error of the mollified pairing in 1 / lambda, and the standard error of the slope. Of the"
                        + " heads the exact value is that of the roots.");
    }

    private static void divergences(AlphaSummary summary, PrintWriter out) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("not transversal", "exponent", "predicted", "said"));
        for (AlphaSummary.Divergence one : summary.divergences()) {
            lines.add(List.of(
                    one.what(),
                    format("%.4f +- %.4f", one.exponent(), one.exponentError()),
                    format("%.4f", one.expected()),
                    one.refusal()));
        }
        EvaluationTable.align(lines, out);
    }

    private static void line(AlphaStudy study, AlphaSummary summary, PrintWriter out) {
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("circle and y =", "margin", "pairing"));
        study.lineLambdas().forEach(lambda -> head.add(format("at %.0f", lambda)));
        lines.add(head);
        for (int i = 0;
                i < summary.line().size();
                i += Math.max(1, summary.line().size() / 14)) {
            AlphaSummary.Height one = summary.line().get(i);
            List<String> cells = new ArrayList<>(List.of(
                    format("%.2f", one.height()),
                    one.margin() == null ? "do not meet" : format("%.4f", one.margin()),
                    one.pairing() == null ? "refused" : format("%.4f", one.pairing())));
            one.mollified().forEach(value -> cells.add(format("%.4f", value)));
            lines.add(cells);
        }
        EvaluationTable.align(lines, out);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
