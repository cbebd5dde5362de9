package org.morseuq.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.morseuq.eval.Benchmark;
import org.morseuq.eval.BenchmarkSummary;

/** Renders the summary of a benchmark for people. */
final class BenchmarkTable {

    private BenchmarkTable() {}

    static void print(Benchmark benchmark, BenchmarkSummary summary, PrintWriter out) {
        out.println(benchmark.title());
        out.println();
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("network", "view", "sets", "morse", "best of", "which", "margin", "at least"));
        for (BenchmarkSummary.Line line : summary.lines()) {
            lines.add(List.of(
                    line.network(),
                    line.view(),
                    line.group(),
                    String.format(Locale.ROOT, "%.2f +- %.2f", 100 * line.morse(), 100 * line.morseDeviation()),
                    line.league(),
                    line.rivals().entrySet().stream()
                            .map(rival -> line.rivals().size() == 1
                                    ? rival.getKey()
                                    : rival.getKey() + " (" + rival.getValue() + ")")
                            .collect(Collectors.joining(" ")),
                    String.format(Locale.ROOT, "%+.2f +- %.2f", 100 * line.margin(), 100 * line.marginDeviation()),
                    String.format(Locale.ROOT, "%+.2f", 100 * line.low())));
        }
        EvaluationTable.align(lines, out);
        out.println();
        out.println("Mean AUROC over the group's sets in percent, mean and standard deviation over the seeds. The best"
                + " rival is chosen");
        out.println("in hindsight for every seed; 'at least' is the least lower end of the seeds' paired 95 percent"
                + " bootstrap intervals.");
        benchmark.groups().forEach((group, sets) -> out.println(group + ": " + String.join(", ", sets)));
        benchmark.rivals().forEach((league, names) -> out.println(league + ": " + String.join(", ", names)));
        out.flush();
    }
}
