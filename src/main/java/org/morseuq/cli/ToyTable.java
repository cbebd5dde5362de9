package org.morseuq.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.morseuq.eval.ToyStudy;
import org.morseuq.eval.ToySummary;

/** Renders the summary of a study of toys for people. */
final class ToyTable {

    private ToyTable() {}

    static void print(ToyStudy study, ToySummary summary, PrintWriter out) {
        out.println(study.title());
        out.println();
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                "toy", "kernel", "labels", "AUROC", "of at most", "on data", "on box", "accuracy", "modes", "cover"));
        for (ToySummary.Line line : summary.lines()) {
            lines.add(List.of(
                    line.toy(),
                    line.kernel(),
                    line.supervised() ? "yes" : "no",
                    percent(line.auroc()),
                    percent(summary.ceilings().get(line.toy())),
                    percent(line.onData()),
                    percent(line.onBox()),
                    line.accuracy() == null ? "" : percent(line.accuracy()),
                    String.valueOf(line.modes()),
                    percent(line.modePart())));
        }
        EvaluationTable.align(lines, out);
        out.println();
        out.printf(
                Locale.ROOT,
                "In percent. AUROC of %d fresh points against as many of the square; 'of at most': of the true density on"
                        + " the same points.%n",
                study.fresh());
        out.println("On data, on box: mean density. Modes: connected pieces where the density is at least "
                + ToyStudy.MODE + "; cover: their part of the square.");
        out.flush();
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f", 100 * value);
    }
}
