package org.morseuq.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The runs of a {@link ShiftEvaluation}, every number a mean over the seeds.
 *
 * @param lines one for every network and temperature
 */
public record ShiftSummary(List<Line> lines) {

    /**
     * One temperature on one network.
     *
     * @param network its name
     * @param temperature its name
     * @param seeds how many
     * @param clean on the images that nothing was done to
     * @param corrupted the mean over the corruptions and their levels
     * @param eceRatio the calibration error of {@code corrupted} by that of the one global temperature
     * @param cleanEceAbove the calibration error of {@code clean} less that of the one global temperature
     * @param cleanNllAbove by which part of it the negative log-likelihood of {@code clean} is above that of the one global
     *     temperature
     */
    public record Line(
            String network,
            String temperature,
            int seeds,
            Reliability clean,
            Reliability corrupted,
            double eceRatio,
            double cleanEceAbove,
            double cleanNllAbove) {

        private String key() {
            return network + ", " + temperature;
        }

        private Map<String, Double> numbers() {
            Map<String, Double> numbers = new LinkedHashMap<>();
            numbers.put("clean ece", clean.ece());
            numbers.put("clean nll", clean.nll());
            numbers.put("corrupted ece", corrupted.ece());
            numbers.put("corrupted nll", corrupted.nll());
            return numbers;
        }
    }

    /** Copies the list. */
    public ShiftSummary {
        lines = List.copyOf(lines);
    }

    /**
     * Sums up.
     *
     * @param runs in the order in which they are shown
     * @return one line for every network and temperature
     */
    public static ShiftSummary of(List<ShiftEvaluation.Run> runs) {
        Map<String, List<ShiftEvaluation.Run>> byNetwork = new LinkedHashMap<>();
        runs.forEach(run -> byNetwork
                .computeIfAbsent(run.network(), name -> new ArrayList<>())
                .add(run));
        List<Line> lines = new ArrayList<>();
        byNetwork.forEach((network, its) -> {
            Reliability clean = mean(its, ShiftEvaluation.GLOBAL, true);
            Reliability corrupted = mean(its, ShiftEvaluation.GLOBAL, false);
            List<String> temperatures = its.get(0).lines().stream()
                    .map(ShiftEvaluation.Line::temperature)
                    .distinct()
                    .toList();
            for (String temperature : temperatures) {
                Reliability ownClean = mean(its, temperature, true);
                Reliability ownCorrupted = mean(its, temperature, false);
                lines.add(new Line(
                        network,
                        temperature,
                        its.size(),
                        ownClean,
                        ownCorrupted,
                        ownCorrupted.ece() / corrupted.ece(),
                        ownClean.ece() - clean.ece(),
                        ownClean.nll() / clean.nll() - 1));
            }
        });
        return new ShiftSummary(lines);
    }

    /** Over the seeds and, if corrupted, over the corruptions. */
    private static Reliability mean(List<ShiftEvaluation.Run> runs, String temperature, boolean clean) {
        return Reliability.mean(runs.stream()
                .flatMap(run -> run.lines().stream())
                .filter(line -> line.temperature().equals(temperature))
                .filter(line -> line.images().equals(ShiftEvaluation.CLEAN) == clean)
                .map(ShiftEvaluation.Line::reliability)
                .toList());
    }

    /**
     * What moved since an earlier summary, in sentences.
     *
     * @param expected the earlier one
     * @param tolerance by how much a calibration error or a likelihood may differ
     * @return empty if nothing moved; lines that only one of the two has are moved too
     */
    public List<String> movedFrom(ShiftSummary expected, double tolerance) {
        Map<String, Line> before = new LinkedHashMap<>();
        expected.lines.forEach(line -> before.put(line.key(), line));
        List<String> moved = new ArrayList<>();
        for (Line line : lines) {
            Line old = before.remove(line.key());
            if (old == null) {
                moved.add(line.key() + ": new");
                continue;
            }
            line.numbers().forEach((what, now) -> {
                double was = old.numbers().get(what);
                if (Math.abs(now - was) > tolerance) {
                    moved.add(String.format(Locale.ROOT, "%s: %s is %.4f, was %.4f", line.key(), what, now, was));
                }
            });
        }
        before.keySet().forEach(key -> moved.add(key + ": missing"));
        return moved;
    }
}
