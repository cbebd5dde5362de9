package org.morseuq.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.morseuq.complexity.ComplexityCard;
import org.morseuq.complexity.ComplexityCard.Bend;
import org.morseuq.complexity.ComplexityCard.Tasks;
import org.morseuq.complexity.Estimate;
import org.morseuq.eval.EvaluationReport;
import org.morseuq.report.ComplexityEvidence;

/** A complexity card for people. */
final class ComplexityTable {

    private ComplexityTable() {}

    static void print(ComplexityEvidence evidence, PrintWriter out) {
        ComplexityCard card = evidence.card();
        out.println(evidence.network().name() + " on " + evidence.in() + ", " + card.images() + " images");
        if (card.logits().isPresent() || card.embedding().isPresent()) {
            out.println();
            out.println("Geometric complexity, the mean squared norm of the Jacobian by the input");
            card.logits().ifPresent(g -> estimate(out, "logits", g.mean()));
            card.embedding().ifPresent(g -> estimate(out, "embedding", g.mean()));
        }
        card.collapse().ifPresent(c -> {
            out.println();
            out.println("Neural collapse of the embedding (collapsed: 0, and 1 for NC4)");
            line(out, "CDNV", "%.4f", c.measures().cdnv());
            line(out, "NC1", "%.4f", c.measures().nc1());
            line(out, "NC2", "%.4f", c.measures().nc2());
            line(out, "NC3", "%.4f", c.measures().nc3());
            line(out, "NC4", "%.4f", c.measures().nc4());
            line(out, "nearest mean", "%.4f", c.measures().nearestMeanAccuracy());
            c.geometric().ifPresent(g -> line(out, "geom. collapse", "%.4g", g));
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
        card.spectrum().ifPresent(s -> {
            double[] nodes = s.density().nodes();
            out.println();
            out.println("Spectrum of the Hessian, " + s.parameters() + " parameters");
            line(out, "least node", "%.4g", Arrays.stream(nodes).min().orElseThrow());
            line(out, "largest node", "%.4g", Arrays.stream(nodes).max().orElseThrow());
            line(out, "share below 0", "%.4f", s.density().below(0));
        });
        card.tasks().ifPresent(t -> tasks(out, t));
        evidence.evaluation().ifPresent(report -> beside(out, report));
        out.flush();
    }

    private static void tasks(PrintWriter out, Tasks tasks) {
        int count = tasks.names().size();
        out.println();
        out.println("Geometry of " + count + " tasks, pair by pair");
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double bracket = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                double cosine = tasks.geometry().cosine(i, j);
                least = Math.min(least, cosine);
                most = Math.max(most, cosine);
                bracket = Math.max(bracket, tasks.geometry().brackets()[i][j]);
            }
        }
        line(out, "least cosine", "%.4f", least);
        line(out, "largest cosine", "%.4f", most);
        line(out, "largest bracket", "%.4g", bracket);
        line(out, "conflict term", "%.4g", tasks.geometry().conflict(tasks.step()));
    }

    private static void beside(PrintWriter out, EvaluationReport report) {
        Map<String, Estimate.Running> means = new LinkedHashMap<>();
        report.results().forEach(result -> means.computeIfAbsent(result.method(), m -> new Estimate.Running())
                .add(100 * result.auroc()));
        out.println();
        out.println("Mean AUROC of detectors on the same network (one network is one point)");
        means.forEach(
                (method, mean) -> line(out, method, "%.2f", mean.estimate().value()));
    }

    /** All numbers of a card, one a line, under the names that they have in its JSON. */
    static void csv(Map<String, Object> card, PrintWriter out) {
        out.println("name,value");
        flatten("", card, out);
        out.flush();
    }

    private static void flatten(String name, Object value, PrintWriter out) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(name.isEmpty() ? key.toString() : name + "." + key, inner, out));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                flatten(name + "." + i, list.get(i), out);
            }
        } else if (value instanceof double[] numbers) {
            flatten(name, Arrays.stream(numbers).boxed().toList(), out);
        } else if (value instanceof long[] numbers) {
            flatten(name, Arrays.stream(numbers).boxed().toList(), out);
        } else if (value instanceof int[] numbers) {
            flatten(name, Arrays.stream(numbers).boxed().toList(), out);
        } else {
            out.println(cell(name) + "," + (value == null ? "" : cell(value.toString())));
        }
    }

    private static String cell(String text) {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static void curvature(PrintWriter out, Bend c) {
        out.println();
        out.println("Curvature of the mean cross-entropy");
        line(out, "loss", "%.6f", c.along().loss());
        line(out, "gradient norm", "%.4g", c.along().gradientNorm());
        line(out, "along gradient", "%.4g", c.along().curvature());
        line(out, "|Hg| / |g|", "%.4g", c.along().drift());
        for (int i = 0; i < c.top().values().length; i++) {
            out.printf(
                    Locale.ROOT,
                    "  %-16s %.6g  (residual %.1g)%n",
                    "eigenvalue " + (i + 1),
                    c.top().values()[i],
                    c.top().residuals()[i]);
        }
        out.println("  " + (c.top().converged() ? "converged" : "NOT converged") + " after "
                + c.top().products() + " products");
        estimate(out, "trace", Estimate.of(c.trace()));
    }

    private static void estimate(PrintWriter out, String name, Estimate e) {
        out.printf(Locale.ROOT, "  %-16s %.6g +- %.2g (%d samples)%n", name, e.value(), e.standardError(), e.samples());
    }

    private static void line(PrintWriter out, String name, String number, double value) {
        out.printf(Locale.ROOT, "  %-16s " + number + "%n", name, value);
    }
}
