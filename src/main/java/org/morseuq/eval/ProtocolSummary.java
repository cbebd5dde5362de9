package org.morseuq.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The runs of a protocol: means and standard deviations over the seeds for every network, and over all runs.
 *
 * @param lines one for every network, detector and group; then one for every detector and group over all runs
 * @param absent optional sets that were not there
 * @param leftOut why a detector is missing on a network, by both names
 */
public record ProtocolSummary(List<Line> lines, List<String> absent, Map<String, String> leftOut) {

    /** Stands for all networks. */
    public static final String ALL_NETWORKS = "all networks";

    /**
     * One detector on one group. Fractions, not percent.
     *
     * @param network its name, or {@value #ALL_NETWORKS}
     * @param method the detector
     * @param group of sets
     * @param runs how many
     * @param auroc the mean over the runs of the mean over the group's sets, see {@link Auroc}
     * @param aurocDeviation its standard deviation over the runs (of a sample; 0 for one run)
     * @param fpr95 the same of {@link FalsePositiveRateAtRecall#in}
     * @param fpr95Deviation its standard deviation
     */
    public record Line(
            String network,
            String method,
            String group,
            int runs,
            double auroc,
            double aurocDeviation,
            double fpr95,
            double fpr95Deviation) {

        private String key() {
            return network + ", " + method + ", " + group;
        }
    }

    /** Copies the lists. */
    public ProtocolSummary {
        lines = List.copyOf(lines);
        absent = List.copyOf(absent);
    }

    /**
     * Sums up.
     *
     * @param protocol what was run
     * @param runs in the order in which they are shown
     * @param absent optional sets that were not there
     * @return the summary
     */
    public static ProtocolSummary of(Protocol protocol, List<ProtocolRun> runs, List<String> absent) {
        Set<String> networks = new LinkedHashSet<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        for (ProtocolRun run : runs) {
            networks.add(run.network());
            run.leftOut().forEach((method, reason) -> leftOut.put(run.network() + ", " + method, reason));
        }
        List<Line> lines = new ArrayList<>();
        for (String network : networks) {
            addLines(
                    protocol,
                    network,
                    runs.stream().filter(run -> run.network().equals(network)).toList(),
                    lines);
        }
        if (networks.size() > 1) {
            addLines(protocol, ALL_NETWORKS, runs, lines);
        }
        return new ProtocolSummary(lines, absent, leftOut);
    }

    private static void addLines(Protocol protocol, String network, List<ProtocolRun> runs, List<Line> lines) {
        Set<String> methods = new LinkedHashSet<>();
        runs.forEach(run -> methods.addAll(run.methods()));
        for (String method : methods) {
            for (String group : protocol.reported()) {
                double[] auroc = values(protocol, runs, method, group, Evaluation.Result::auroc);
                double[] fpr95 = values(protocol, runs, method, group, Evaluation.Result::fpr95IdPositive);
                if (auroc.length > 0) {
                    lines.add(new Line(
                            network,
                            method,
                            group,
                            auroc.length,
                            BenchmarkSummary.mean(auroc),
                            BenchmarkSummary.deviation(auroc),
                            BenchmarkSummary.mean(fpr95),
                            BenchmarkSummary.deviation(fpr95)));
                }
            }
        }
    }

    private static double[] values(
            Protocol protocol,
            List<ProtocolRun> runs,
            String method,
            String group,
            ToDoubleFunction<Evaluation.Result> metric) {
        boolean full = group.startsWith(Protocol.FULL_SPECTRUM);
        List<String> members = protocol.groups().get(full ? group.substring(Protocol.FULL_SPECTRUM.length()) : group);
        return runs.stream()
                .map(run -> ProtocolRun.mean(method, members, full ? run.fullSpectrum() : run.results(), metric))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
    }

    /** What {@code --require} may ask for, by name: the last lines, {@code METHOD.auroc.GROUP} and {@code .fpr95.}. */
    public Map<String, Double> numbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Line line : lines) {
            String group = line.group().replace(' ', '-');
            numbers.put(line.method() + ".auroc." + group, line.auroc()); // the lines over all runs come last
            numbers.put(line.method() + ".fpr95." + group, line.fpr95());
        }
        return numbers;
    }

    /**
     * What moved since an earlier summary, in sentences.
     *
     * @param expected the earlier one
     * @param tolerance by how much a mean area or rate may differ
     * @return empty if nothing moved; lines and absent sets that only one of the two has are moved too
     */
    public List<String> movedFrom(ProtocolSummary expected, double tolerance) {
        Map<String, Line> before = new LinkedHashMap<>();
        expected.lines.forEach(line -> before.put(line.key(), line));
        List<String> moved = new ArrayList<>();
        for (Line line : lines) {
            Line old = before.remove(line.key());
            if (old == null) {
                moved.add(line.key() + ": new");
                continue;
            }
            compare(line.key() + ": AUROC", old.auroc(), line.auroc(), tolerance, moved);
            compare(line.key() + ": FPR95", old.fpr95(), line.fpr95(), tolerance, moved);
        }
        before.keySet().forEach(key -> moved.add(key + ": missing"));
        if (!absent.equals(expected.absent)) {
            moved.add("absent sets are " + absent + ", were " + expected.absent);
        }
        return moved;
    }

    private static void compare(String what, double before, double now, double tolerance, List<String> moved) {
        if (Math.abs(now - before) > tolerance) {
            moved.add(String.format(Locale.ROOT, "%s is %.2f, was %.2f", what, 100 * now, 100 * before));
        }
    }
}
