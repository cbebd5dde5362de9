package org.morseuq.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The runs of a benchmark over all seeds.
 *
 * @param lines one for every network, view, group and league of rivals
 */
public record BenchmarkSummary(List<Line> lines) {

    /**
     * One comparison over the seeds. Fractions, not percent.
     *
     * @param network its name
     * @param view its name
     * @param group of sets
     * @param league of rivals
     * @param seeds how many
     * @param morse the head's mean area under the receiver operating characteristic
     * @param morseDeviation its standard deviation over the seeds (of a sample; 0 for one seed)
     * @param rivals the best rivals, each with the number of seeds for which it was the best
     * @param margin the mean of head less best rival
     * @param marginDeviation its standard deviation over the seeds
     * @param low the least lower end of the seeds' paired bootstrap intervals
     */
    public record Line(
            String network,
            String view,
            String group,
            String league,
            int seeds,
            double morse,
            double morseDeviation,
            Map<String, Integer> rivals,
            double margin,
            double marginDeviation,
            double low) {

        private String key() {
            return network + ", " + view + ", " + group + ", " + league;
        }
    }

    /** Copies the list. */
    public BenchmarkSummary {
        lines = List.copyOf(lines);
    }

    /**
     * Sums up.
     *
     * @param runs in the order in which they are shown; seeds of one network and view may lie apart
     * @return one line for every network, view, group and league
     */
    public static BenchmarkSummary of(List<Benchmark.Run> runs) {
        Set<List<String>> keys = new LinkedHashSet<>();
        for (Benchmark.Run run : runs) {
            for (Benchmark.Margin margin : run.margins()) {
                keys.add(List.of(run.network(), run.view(), margin.group(), margin.league()));
            }
        }
        List<Line> lines = new ArrayList<>();
        for (List<String> key : keys) {
            List<Benchmark.Margin> margins = runs.stream()
                    .filter(run ->
                            run.network().equals(key.get(0)) && run.view().equals(key.get(1)))
                    .flatMap(run -> run.margins().stream())
                    .filter(margin ->
                            margin.group().equals(key.get(2)) && margin.league().equals(key.get(3)))
                    .toList();
            lines.add(line(key, margins));
        }
        return new BenchmarkSummary(lines);
    }

    private static Line line(List<String> key, List<Benchmark.Margin> margins) {
        double[] morse = margins.stream().mapToDouble(Benchmark.Margin::morse).toArray();
        double[] margin =
                margins.stream().mapToDouble(m -> m.difference().estimate()).toArray();
        Map<String, Integer> rivals = new LinkedHashMap<>();
        margins.forEach(m -> rivals.merge(m.rival(), 1, Integer::sum));
        return new Line(
                key.get(0),
                key.get(1),
                key.get(2),
                key.get(3),
                margins.size(),
                mean(morse),
                deviation(morse),
                rivals,
                mean(margin),
                deviation(margin),
                margins.stream().mapToDouble(m -> m.difference().low()).min().orElseThrow());
    }

    /**
     * What moved since an earlier summary, in sentences.
     *
     * @param expected the earlier one
     * @param tolerance by how much the mean of the head or of the margin may differ
     * @return empty if nothing moved; lines that only one of the two has are moved too
     */
    public List<String> movedFrom(BenchmarkSummary expected, double tolerance) {
        List<String> moved = new ArrayList<>();
        for (Line line : lines) {
            Optional<Line> before = expected.lines.stream()
                    .filter(other -> other.key().equals(line.key()))
                    .findFirst();
            if (before.isEmpty()) {
                moved.add(line.key() + ": new");
                continue;
            }
            compare(line.key(), "morse", before.get().morse(), line.morse(), tolerance, moved);
            compare(line.key(), "margin", before.get().margin(), line.margin(), tolerance, moved);
        }
        for (Line line : expected.lines) {
            if (lines.stream().noneMatch(other -> other.key().equals(line.key()))) {
                moved.add(line.key() + ": missing");
            }
        }
        return moved;
    }

    private static void compare(
            String key, String what, double before, double now, double tolerance, List<String> moved) {
        if (Math.abs(now - before) > tolerance) {
            moved.add(String.format(
                    java.util.Locale.ROOT, "%s: %s is %.2f, was %.2f", key, what, 100 * now, 100 * before));
        }
    }

    /** The mean of numbers, at least one. */
    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Their standard deviation, as a sample; 0 of one. */
    static double deviation(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return values.length < 2 ? 0 : Math.sqrt(sum / (values.length - 1));
    }
}
