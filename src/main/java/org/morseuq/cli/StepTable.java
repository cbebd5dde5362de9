package org.morseuq.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.morseuq.study.StepResult;

/** Renders the numbers of a study of steps for people. */
final class StepTable {

    private StepTable() {}

    static void print(String title, StepResult result, PrintWriter out) {
        out.println(title);
        for (StepResult.Table table : result.tables()) {
            out.println();
            out.println(table.title());
            List<List<String>> lines = new ArrayList<>(List.of(table.columns()));
            for (StepResult.Row row : table.rows()) {
                List<String> line = new ArrayList<>(List.of(row.name()));
                row.numbers().forEach(number -> line.add(number(number)));
                lines.add(line);
            }
            EvaluationTable.align(lines, out);
            out.println(table.note());
        }
        out.flush();
    }

    /** Three digits, and powers of ten only where they shorten. */
    private static String number(double x) {
        double size = Math.abs(x);
        if (x == Math.rint(x) && size < 1e6) {
            return String.format(Locale.ROOT, "%.0f", x);
        }
        return String.format(Locale.ROOT, size >= 0.01 && size < 1000 ? "%.3f" : "%.2e", x);
    }
}
