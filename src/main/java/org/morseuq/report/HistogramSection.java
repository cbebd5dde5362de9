package org.morseuq.report;

import java.util.Arrays;
import java.util.List;
import org.morseuq.eval.MorseScore;
import org.morseuq.eval.Scores;

/** How the scores of the two best detectors are distributed, in and out of distribution. */
final class HistogramSection {

    private static final int BINS = 36;

    /** How far the axes follow scores beyond those of nearly all in-distribution inputs. */
    private static final double REACH = 1.5;

    private static final double TAIL = 0.002;

    /** How much higher than the in-distribution bars the axes may be. */
    private static final double HIGHEST = 4;

    private HistogramSection() {}

    static List<Element> of(Findings findings) {
        return findings.ranking().compared().stream()
                .map(method -> figure(findings, method))
                .toList();
    }

    private static Element figure(Findings findings, String method) {
        boolean morse = method.equals(MorseScore.NAME);
        boolean threshold =
                morse && !findings.evidence().detector().threshold().policy().byClass();
        Figure figure = new Figure(
                        "Scores of " + method + ": higher is more out-of-distribution. The first and last bar"
                                + " hold what lies beyond the axis; bars that reach the top may be cut."
                                + (threshold ? " What lies right of the line is flagged." : ""))
                .area("hist-in", findings.name())
                .area("hist-out", "the other set");
        Scores scores = findings.evidence().scores().get(method);
        for (int k = 0; k < findings.ranking().sets().size(); k++) {
            figure.add(panel(findings, method, k, scores.in(), scores.outs().get(k), threshold));
        }
        return figure.draw();
    }

    private static Element panel(
            Findings findings, String method, int set, double[] in, double[] out, boolean threshold) {
        double[] sortedIn = sorted(in);
        double[] sortedOut = sorted(out);
        double alarm = threshold ? findings.evidence().detector().threshold().at(0) : Double.NaN;
        double[] edges = edges(sortedIn, sortedOut);
        double[] heightsIn = heights(sortedIn, edges);
        double[] heightsOut = heights(sortedOut, edges);
        double largestIn = Arrays.stream(heightsIn).max().orElseThrow();
        double largestOut = Arrays.stream(heightsOut).max().orElseThrow();
        double top = 1.08 * Math.max(largestIn, Math.min(largestOut, HIGHEST * largestIn));
        String name = findings.ranking().sets().get(set);
        String unit = method.equals(MorseScore.NAME) ? "energy in nats" : "score";
        Plot plot = Plot.wide(
                        method + " against " + name,
                        Axis.linear(unit, edges[0], edges[BINS]),
                        Axis.linear("% of the set", 0, top))
                .bars("hist-in", edges, heightsIn)
                .bars("hist-out", edges, heightsOut);
        if (alarm > edges[0] && alarm < edges[BINS]) {
            plot.rule(alarm, "alarm");
        }
        double median = quantile(sortedOut, 0.5);
        long above = Arrays.stream(in).filter(score -> score > median).count();
        return plot.draw("Histogram. The median score of " + findings.name() + " is "
                + Words.number(quantile(sortedIn, 0.5)) + ", that of " + name + " "
                + Words.number(median) + "; " + Words.coarse((double) above / in.length) + "\u00a0% of "
                + findings.name()
                + " lie above the latter."
                + (threshold
                        ? " The alarm at " + Words.number(alarm) + " flags "
                                + Words.coarse(Arrays.stream(out)
                                                .filter(score -> score > alarm)
                                                .count()
                                        / (double) out.length)
                                + "\u00a0% of " + name + "."
                        : ""));
    }

    /** From the lowest scores of nearly all in-distribution inputs to their highest, and on as the others go. */
    private static double[] edges(double[] in, double[] out) {
        double low = Math.min(quantile(in, TAIL), quantile(out, TAIL));
        double lowIn = quantile(in, TAIL);
        double highIn = quantile(in, 1 - TAIL);
        double width = Math.max(highIn - lowIn, 0);
        low = Math.max(low, lowIn - REACH * width);
        double high = Math.max(highIn, Math.min(quantile(out, 1 - TAIL), highIn + REACH * width));
        if (!(high > low)) { // one score only
            low -= 0.5 * Math.max(1, Math.abs(low));
            high += 0.5 * Math.max(1, Math.abs(high));
        }
        double[] edges = new double[BINS + 1];
        for (int b = 0; b <= BINS; b++) {
            edges[b] = low + (high - low) * b / BINS;
        }
        return edges;
    }

    private static double[] heights(double[] scores, double[] edges) {
        double[] heights = new double[BINS];
        for (double score : scores) {
            double place = (score - edges[0]) / (edges[BINS] - edges[0]) * BINS;
            heights[(int) Math.min(BINS - 1, Math.max(0, Math.floor(place)))] += 100.0 / scores.length;
        }
        return heights;
    }

    /** In ascending order, infinite scores as the largest finite number. */
    private static double[] sorted(double[] scores) {
        return Arrays.stream(scores)
                .map(score -> Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, score)))
                .sorted()
                .toArray();
    }

    private static double quantile(double[] sorted, double level) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(level * sorted.length))];
    }
}
