package org.morseuq.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.morseuq.eval.Reliability;
import org.morseuq.eval.ShiftEvaluation;
import org.morseuq.eval.ShiftSummary;

/** Renders a shift evaluation for people. */
final class ShiftTable {

    private ShiftTable() {}

    static void print(
            ShiftEvaluation evaluation, ShiftSummary summary, List<ShiftEvaluation.Run> runs, PrintWriter out) {
        summary(evaluation, summary, out);
        for (ShiftEvaluation.Run run : runs) {
            out.println();
            out.println(run.network() + ", seed " + run.seed() + ", accuracy and ECE / NLL / Brier");
            run(run, evaluation.temperatures(), out);
        }
        out.flush();
    }

    static void summary(ShiftEvaluation evaluation, ShiftSummary summary, PrintWriter out) {
        out.println(evaluation.title());
        out.println();
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("network", "temperature", "clean", "above global", "corrupted", "ECE ratio"));
        for (ShiftSummary.Line line : summary.lines()) {
            lines.add(List.of(
                    line.network(),
                    line.temperature(),
                    cell(line.clean()),
                    String.format(
                            Locale.ROOT, "%+.2f / %+.2f%%", 100 * line.cleanEceAbove(), 100 * line.cleanNllAbove()),
                    cell(line.corrupted()),
                    String.format(Locale.ROOT, "%.3f", line.eceRatio())));
        }
        EvaluationTable.align(lines, out);
        out.println();
        out.println("ECE in percent (15 bins) / NLL / Brier; corrupted: the mean over five corruptions at five levels."
                + " Above global: by");
        out.println("how many points the clean ECE, and by which part the clean NLL, is above that of one global"
                + " temperature. ECE ratio:");
        out.println("the corrupted ECE by that of one global temperature. The number of a Morse temperature is its"
                + " premium.");
        out.flush();
    }

    private static void run(ShiftEvaluation.Run run, List<String> temperatures, PrintWriter out) {
        Set<String> images = new LinkedHashSet<>();
        run.lines().forEach(line -> images.add(line.images()));
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("images", "accuracy"));
        head.addAll(temperatures);
        lines.add(head);
        for (String name : images) {
            List<String> cells = new ArrayList<>(List.of(name));
            for (String temperature : temperatures) {
                Reliability reliability = run.lines().stream()
                        .filter(line ->
                                line.images().equals(name) && line.temperature().equals(temperature))
                        .findFirst()
                        .orElseThrow()
                        .reliability();
                if (cells.size() == 1) {
                    cells.add(String.format(Locale.ROOT, "%.2f", 100 * reliability.accuracy()));
                }
                cells.add(cell(reliability));
            }
            lines.add(cells);
        }
        EvaluationTable.align(lines, out);
    }

    private static String cell(Reliability r) {
        return String.format(Locale.ROOT, "%.2f / %.3f / %.3f", 100 * r.ece(), r.nll(), r.brier());
    }
}
