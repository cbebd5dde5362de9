package org.morseuq.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.morseuq.eval.Protocol;
import org.morseuq.eval.ProtocolSummary;

/** Renders the summary of a protocol for people and for spreadsheets. */
final class ProtocolTable {

    private ProtocolTable() {}

    /** A table in percent: one line a network and detector, one column a group. */
    static void print(Protocol protocol, ProtocolSummary summary, PrintWriter out) {
        out.println(protocol.title());
        out.println();
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("network", "method"));
        head.addAll(protocol.reported());
        lines.add(head);
        Map<List<String>, Map<String, String>> cells = new LinkedHashMap<>();
        for (ProtocolSummary.Line line : summary.lines()) {
            cells.computeIfAbsent(List.of(line.network(), line.method()), key -> new LinkedHashMap<>())
                    .put(line.group(), cell(line));
        }
        cells.forEach((key, groups) -> {
            List<String> line = new ArrayList<>(key);
            protocol.reported().forEach(group -> line.add(groups.getOrDefault(group, "-")));
            lines.add(line);
        });
        EvaluationTable.align(lines, out);
        out.println();
        out.println("AUROC +- its standard deviation over the runs / FPR95, in percent: plain means over the sets of a"
                + " group.");
        if (protocol.shifted() != null) {
            out.println("Full spectrum: images under every corruption at levels "
                    + protocol.shifted().levels() + " count as in-distribution too.");
        }
        protocol.groups().forEach((group, sets) -> out.println(group + ": " + String.join(", ", sets)));
        for (String name : summary.absent()) {
            out.println("Absent: " + name + ".");
        }
        summary.leftOut().forEach((what, reason) -> out.println("Left out: " + what + " (" + reason + ")."));
        out.flush();
    }

    private static String cell(ProtocolSummary.Line line) {
        return String.format(
                Locale.ROOT,
                "%.2f +- %.2f / %.1f",
                100 * line.auroc(),
                100 * line.aurocDeviation(),
                100 * line.fpr95());
    }

    /** One line a network, detector and group, as fractions. */
    static void csv(ProtocolSummary summary, PrintWriter out) {
        out.println("network,method,group,runs,auroc,auroc_sd,fpr95,fpr95_sd");
        for (ProtocolSummary.Line line : summary.lines()) {
            out.println(String.join(
                    ",",
                    line.network(),
                    line.method(),
                    line.group(),
                    Integer.toString(line.runs()),
                    Double.toString(line.auroc()),
                    Double.toString(line.aurocDeviation()),
                    Double.toString(line.fpr95()),
                    Double.toString(line.fpr95Deviation())));
        }
        out.flush();
    }
}
