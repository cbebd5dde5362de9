package org.morseuq.head;

import java.util.Arrays;
import java.util.Random;

/**
 * Watches a stream of scores and raises an alarm when the inputs have become stranger than the calibration inputs were.
 *
 * <p>The t-th score gets the smoothed p-value of {@link Calibration#pValue(double, double)} among the n calibration scores
 * <em>and the t - 1 scores before it</em>, then joins them. A {@link TestMartingale} bets against these p-values; the alarm
 * is raised when \( M_t \ge 1 / \alpha \), and stays.
 *
 * <p><b>What is guaranteed.</b> If calibration inputs and stream together are exchangeable, the p-values are independent
 * and uniform (Vovk, Nouretdinov and Gammerman 2003, "Testing exchangeability on-line"), so the probability of ever
 * raising the alarm is at most \( \alpha \), however long the stream: over calibration samples, streams and the numbers
 * that break ties.
 *
 * <p>P-values among the calibration scores alone would each be uniform too, but not independent: a calibration sample whose
 * tail happens to be short makes all of them a little small, and over a long stream the gambler gets rich on that.
 *
 * <p><b>What that costs.</b> Scores of changed inputs join the others, so after about as many changed inputs as there were
 * scores before, the change looks normal: what n scores cannot show in the next n inputs is not shown later. An input costs
 * a binary search, the move of up to n + t doubles, and eight bytes for ever.
 *
 * <p>Changes with every score; for use by one thread.
 */
public final class StreamAlarm {

    private final double logLimit;
    private final Random random;
    private double[] sorted;
    private int size;
    private TestMartingale martingale = TestMartingale.START;
    private boolean raised;

    /**
     * An alarm that has seen nothing of the stream.
     *
     * @param calibration scores of in-distribution inputs that are not in the stream
     * @param alpha the tolerated probability of ever raising a false alarm, above 0 and below 1
     * @param seed of the numbers that break ties
     */
    public StreamAlarm(Calibration calibration, double alpha, long seed) {
        Calibration.requireRate(alpha);
        this.logLimit = -Math.log(alpha);
        this.random = new Random(seed);
        this.sorted = calibration.scores();
        this.size = sorted.length;
    }

    /**
     * Takes the next score of the stream.
     *
     * @param score any number; NaN is refused
     * @return whether the alarm is raised, by this score or an earlier one
     */
    public boolean accept(double score) {
        double p = Calibration.pValue(sorted, size, score, 1 - random.nextDouble());
        insert(score);
        martingale = martingale.next(p);
        raised |= martingale.log() >= logLimit;
        return raised;
    }

    /** Whether the alarm was raised. */
    public boolean raised() {
        return raised;
    }

    /** The gambler's capital now; it may have fallen since the alarm. */
    public TestMartingale martingale() {
        return martingale;
    }

    private void insert(double score) {
        int place = Calibration.first(sorted, size, score, false);
        if (size == sorted.length) {
            sorted = Arrays.copyOf(sorted, size + size / 2 + 1);
        }
        System.arraycopy(sorted, place, sorted, place + 1, size - place);
        sorted[place] = score;
        size++;
    }
}
