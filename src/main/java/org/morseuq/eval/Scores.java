package org.morseuq.eval;

import java.util.List;

/**
 * What one detector says about an in-distribution sample and about several others. Two detectors are compared row by row,
 * so theirs must be scores of the same inputs in the same order.
 *
 * @param in scores of in-distribution inputs, no NaN. Not copied: do not change it
 * @param outs scores of the inputs of each out-of-distribution set, at least one set, no NaN. The arrays are not copied
 */
public record Scores(double[] in, List<double[]> outs) {

    /** Copies the list; refuses empty samples and NaN, by place. */
    public Scores {
        outs = List.copyOf(outs);
        require("in", in);
        if (outs.isEmpty()) {
            throw new IllegalArgumentException("'outs' must have at least 1 set, got 0");
        }
        for (int k = 0; k < outs.size(); k++) {
            require(outs.size() == 1 ? "out" : "outs[" + k + "]", outs.get(k));
        }
    }

    /**
     * The scores of one in-distribution and one out-of-distribution sample.
     *
     * @param in scores of in-distribution inputs
     * @param out scores of out-of-distribution inputs
     * @return both
     */
    public static Scores of(double[] in, double[] out) {
        return new Scores(in, List.of(out));
    }

    /** The metric's mean over the out-of-distribution sets, each counted once. */
    public double mean(RankMetric metric) {
        double sum = 0;
        for (double[] out : outs) {
            sum += metric.of(in, out);
        }
        return sum / outs.size();
    }

    /** Refuses two detectors whose scores cannot be of the same inputs. */
    void requireSameInputs(Scores other) {
        boolean same = in.length == other.in.length && outs.size() == other.outs.size();
        for (int k = 0; same && k < outs.size(); k++) {
            same = outs.get(k).length == other.outs.get(k).length;
        }
        if (!same) {
            throw new IllegalArgumentException(
                    "two detectors are compared on the same inputs, got " + this + " and " + other);
        }
    }

    private static void require(String name, double[] scores) {
        if (scores.length == 0) {
            throw new IllegalArgumentException("'" + name + "' must have at least 1 score, got 0");
        }
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] must be a number, got NaN");
            }
        }
    }

    @Override
    public String toString() {
        return "Scores[" + in.length + " in, "
                + outs.stream().map(out -> Integer.toString(out.length)).toList() + " out]";
    }
}
