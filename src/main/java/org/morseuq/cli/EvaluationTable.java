package org.morseuq.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.morseuq.eval.Evaluation;
import org.morseuq.eval.EvaluationReport;

/** Renders an evaluation for people and for spreadsheets. */
final class EvaluationTable {

    private EvaluationTable() {}

    /** A table in percent: one line a detector, one column a set, and the means. */
    static void print(EvaluationReport report, PrintWriter out) {
        Set<String> methods = new LinkedHashSet<>();
        Set<String> sets = new LinkedHashSet<>();
        for (Evaluation.Result result : report.results()) {
            methods.add(result.method());
            sets.add(result.out());
        }
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("AUROC / FPR95"));
        header.addAll(sets);
        header.add("mean");
        lines.add(header);
        for (String method : methods) {
            List<String> line = new ArrayList<>(List.of(method));
            double auroc = 0;
            double fpr = 0;
            for (String set : sets) {
                Evaluation.Result result = find(report, method, set);
                line.add(cell(result.auroc(), result.fpr95IdPositive()));
                auroc += result.auroc() / sets.size();
                fpr += result.fpr95IdPositive() / sets.size();
            }
            line.add(cell(auroc, fpr));
            lines.add(line);
        }
        int nIn = report.results().get(0).nIn();
        out.printf(
                Locale.ROOT, "%s on %s, %d images, against", report.backbone().name(), report.in(), nIn);
        for (String set : sets) {
            out.printf(
                    Locale.ROOT,
                    " %s (%d)",
                    set,
                    find(report, methods.iterator().next(), set).nOut());
        }
        out.println();
        out.println();
        align(lines, out);
        out.println();
        out.println(
                "In percent. FPR95: the part of the other set that is accepted where 95 percent of the images are.");
        classification(report, out);
        out.flush();
    }

    private static void classification(EvaluationReport report, PrintWriter out) {
        Map<String, Double> numbers = report.classification();
        if (numbers.isEmpty()) {
            out.println("Without labels: neither accuracy nor calibration is measured.");
        } else {
            accuracy(numbers, out);
        }
        out.println(falseAlarms(report.falseAlarm()));
        for (String note : report.provenance().notes()) {
            out.println(note);
        }
    }

    private static void accuracy(Map<String, Double> numbers, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "Accuracy %.2f; ECE %.2f, NLL %.4f, Brier %.4f; at the Morse temperature ECE %.2f, NLL %.4f, Brier %.4f.%n",
                100 * numbers.get("accuracy"),
                100 * numbers.get("ece"),
                numbers.get("nll"),
                numbers.get("brier"),
                100 * numbers.get("calibrated_ece"),
                numbers.get("calibrated_nll"),
                numbers.get("calibrated_brier"));
        if (numbers.containsKey("temperature_ece")) {
            out.printf(
                    Locale.ROOT,
                    "Otherwise, ECE / NLL / Brier: temperature %s; vector %s; isotonic %s.%n",
                    calibration(numbers, "temperature"),
                    calibration(numbers, "vector"),
                    calibration(numbers, "isotonic"));
        }
    }

    private static String calibration(Map<String, Double> numbers, String name) {
        return String.format(
                Locale.ROOT,
                "%.2f / %.4f / %.4f",
                100 * numbers.get(name + "_ece"),
                numbers.get(name + "_nll"),
                numbers.get(name + "_brier"));
    }

    /** One line a calibration, as fractions; {@code none} is the network as it is. */
    static void calibrationCsv(EvaluationReport report, PrintWriter out) {
        Map<String, Double> numbers = report.classification();
        out.println("calibration,accuracy,ece,nll,brier");
        for (String name : List.of("none", "calibrated", "temperature", "vector", "isotonic")) {
            String prefix = name.equals("none") ? "" : name + "_";
            if (numbers.containsKey(prefix + "ece")) {
                out.println(String.join(
                        ",",
                        name.equals("calibrated") ? "morse" : name,
                        Double.toString(numbers.getOrDefault(prefix + "accuracy", numbers.get("accuracy"))),
                        Double.toString(numbers.get(prefix + "ece")),
                        Double.toString(numbers.get(prefix + "nll")),
                        Double.toString(numbers.get(prefix + "brier"))));
            }
        }
        out.flush();
    }

    private static String falseAlarms(Evaluation.FalseAlarm alarm) {
        return alarm.requested() == null
                ? String.format(Locale.ROOT, "False alarms: %.2f (%s).", 100 * alarm.measured(), alarm.policy())
                : String.format(
                        Locale.ROOT,
                        "False alarms: %.2f for %.2f requested (95 %% band %.2f to %.2f).",
                        100 * alarm.measured(),
                        100 * alarm.requested(),
                        100 * alarm.band().get(0),
                        100 * alarm.band().get(1));
    }

    private static String cell(double auroc, double fpr) {
        return String.format(Locale.ROOT, "%.2f / %.1f", 100 * auroc, 100 * fpr);
    }

    private static Evaluation.Result find(EvaluationReport report, String method, String set) {
        return report.results().stream()
                .filter(result -> result.method().equals(method) && result.out().equals(set))
                .findFirst()
                .orElseThrow();
    }

    /** Pads the cells of a column to one width, the first to the left, the others to the right. */
    static void align(List<List<String>> lines, PrintWriter out) {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], line.get(c).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                String cell = line.get(c);
                String padding = " ".repeat(widths[c] - cell.length());
                text.append(c == 0 ? cell + padding : "  " + padding + cell);
            }
            out.println(text);
        }
    }

    /** One line a detector and set, as fractions. */
    static void csv(EvaluationReport report, PrintWriter out) {
        out.println("method,out,auroc,aupr_in,aupr_out,fpr95_id_positive,fpr95_ood_positive,n_in,n_out");
        for (Evaluation.Result r : report.results()) {
            out.println(String.join(
                    ",",
                    r.method(),
                    r.out(),
                    Double.toString(r.auroc()),
                    Double.toString(r.auprIn()),
                    Double.toString(r.auprOut()),
                    Double.toString(r.fpr95IdPositive()),
                    Double.toString(r.fpr95OodPositive()),
                    Integer.toString(r.nIn()),
                    Integer.toString(r.nOut())));
        }
        out.flush();
    }
}
