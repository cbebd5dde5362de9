package org.morseuq.eval;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The receiver operating characteristic: what part of the in-distribution inputs has to be flagged so that a given part
 * of the out-of-distribution inputs is.
 *
 * <p>The threshold sinks through the distinct scores; equal scores are flagged together, and the curve between two points
 * is the straight line that flagging some of them at random would reach. The area below it is {@link Auroc}. Costs
 * O((n + m) log (n + m)); NaN and empty samples are refused.
 */
public final class RocCurve {

    /**
     * What a threshold does.
     *
     * @param falsePositiveRate the part of the in-distribution inputs that it flags
     * @param truePositiveRate the part of the out-of-distribution inputs that it flags
     */
    public record Point(double falsePositiveRate, double truePositiveRate) {}

    private RocCurve() {}

    /**
     * The curve of some scores.
     *
     * @param in scores of in-distribution inputs
     * @param out scores of out-of-distribution inputs
     * @return its corners from (0, 0) to (1, 1), neither coordinate decreasing; unmodifiable
     */
    public static List<Point> of(double[] in, double[] out) {
        Sweep sweep = Sweep.outPositive(in, out);
        return IntStream.rangeClosed(0, sweep.size())
                .mapToObj(i -> i == 0 ? new Point(0, 0) : new Point(sweep.fallout(i - 1), sweep.recall(i - 1)))
                .toList();
    }
}
