package org.morseuq.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.morseuq.eval.Evaluation;
import org.morseuq.eval.EvaluationReport;

/**
 * What a result must reach: the option {@code --require}.
 *
 * <pre>
 * requirement = name operator number
 * operator    = ">=" | "&lt;=" | ">" | "&lt;"
 * name        = method "." metric "." set | key
 * metric      = "auroc" | "aupr_in" | "aupr_out" | "fpr95" | "fpr95_ood_positive"
 * set         = a set, "mean" over all sets or, of a protocol, a group ("full-spectrum-near")
 * key         = a number of the classification such as "accuracy" or "calibrated_ece", or "false_alarms"
 * </pre>
 *
 * <p>Numbers are fractions, as in JSON; spaces around the operator do not matter.
 *
 * @param name what is looked at
 * @param operator one of the four
 * @param bound the number that it is compared with
 */
record Requirement(String name, String operator, double bound) {

    private static final Pattern GRAMMAR = Pattern.compile("\\s*([^\\s<>=]+)\\s*(>=|<=|>|<)\\s*(\\S+)\\s*");

    /** Reads the option's value. */
    static Requirement parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text);
        if (matcher.matches()) {
            try {
                double bound = Double.parseDouble(matcher.group(3));
                if (Double.isFinite(bound)) {
                    return new Requirement(matcher.group(1), matcher.group(2), bound);
                }
            } catch (NumberFormatException e) {
                // told below
            }
        }
        throw new IllegalArgumentException(
                "--require takes NAME>=NUMBER, or <=, > or <, such as morse.auroc.mean>=0.9, got '" + text + "'");
    }

    /** The numbers of an evaluation that can be asked for. */
    static Map<String, Double> numbers(EvaluationReport report) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Evaluation.Result r : report.results()) {
            counts.merge(r.method(), 1, Integer::sum);
        }
        for (Evaluation.Result r : report.results()) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put("auroc", r.auroc());
            metrics.put("aupr_in", r.auprIn());
            metrics.put("aupr_out", r.auprOut());
            metrics.put("fpr95", r.fpr95IdPositive());
            metrics.put("fpr95_ood_positive", r.fpr95OodPositive());
            metrics.forEach((metric, value) -> {
                String start = r.method() + "." + metric + ".";
                numbers.put(start + r.out(), value);
                numbers.merge(start + "mean", value / counts.get(r.method()), Double::sum);
            });
        }
        numbers.putAll(report.classification());
        numbers.put("false_alarms", report.falseAlarm().measured());
        return numbers;
    }

    /** A sentence on what is not met; empty if it is. */
    String unmet(Map<String, Double> numbers) {
        Double value = numbers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--require asks for '" + name
                    + "', but the result has no such number, only " + String.join(", ", near(numbers)));
        }
        boolean met =
                switch (operator) {
                    case ">=" -> value >= bound;
                    case "<=" -> value <= bound;
                    case ">" -> value > bound;
                    default -> value < bound;
                };
        return met ? "" : String.format(Locale.ROOT, "not met: %s %s %s, it is %.6f", name, operator, bound, value);
    }

    /** Those that begin alike, else the first few. */
    private List<String> near(Map<String, Double> numbers) {
        String start = name.substring(0, name.indexOf('.') + 1);
        List<String> alike = numbers.keySet().stream()
                .filter(known -> !start.isEmpty() && known.startsWith(start))
                .toList();
        return alike.isEmpty() ? numbers.keySet().stream().limit(20).toList() : alike;
    }
}
