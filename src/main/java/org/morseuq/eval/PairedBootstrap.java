package org.morseuq.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Intervals for any metric of ranks by drawing the inputs again: the percentile bootstrap, stratified and paired.
 *
 * <p>A replicate draws as many rows as there are, with replacement, from the in-distribution sample and from each
 * out-of-distribution set separately; the in-distribution draw is shared by all sets, and all draws by both detectors.
 * Of \( B \) sorted values of the statistic the interval of level \( 1 - \alpha \) ends at the
 * \( \lfloor (B + 1) \alpha / 2 \rfloor \)-th from either side. The p-value of a difference is
 * \( \min(1, 2 (1 + c) / (B + 1)) \), where c is the smaller of the numbers of replicates at or below and at or above 0.
 * B. Efron and R. J. Tibshirani (1993), An Introduction to the Bootstrap, chapter 13; A. C. Davison and D. V. Hinkley
 * (1997), Bootstrap Methods and their Application, section 5.2.
 *
 * <p>The network, the head and the detectors stay as they are: the interval says what other test inputs would have done,
 * not another training run. The draws depend on the seed and the sizes alone, so two comparisons with one seed see the
 * same replicates. A replicate costs O(n + m) and the metric, whose sorting is linear too, since it is given sorted
 * scores.
 *
 * @param replicates B, at least \( 2 / \alpha \)
 * @param seed of the draws
 * @param level \( 1 - \alpha \), above 0 and below 1
 */
public record PairedBootstrap(int replicates, long seed, double level) {

    /** 1999 replicates and a level of 0.95. */
    public static PairedBootstrap seeded(long seed) {
        return new PairedBootstrap(1999, seed, 0.95);
    }

    /** Checks the ranges. */
    public PairedBootstrap {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be in (0, 1), got " + level);
        }
        if (tail(replicates, level) < 1) {
            throw new IllegalArgumentException("a level of " + level + " needs at least "
                    + (long) Math.ceil(2 / (1 - level) - 1e-6) + " replicates, got " + replicates);
        }
    }

    /**
     * The mean of a metric over the out-of-distribution sets, with its interval.
     *
     * @param scores of the detector
     * @param metric for example {@code Auroc::of}
     * @return the mean on the given inputs, and the interval
     */
    public Interval interval(Scores scores, RankMetric metric) {
        Ordered ordered = Ordered.of(scores);
        double[] values = sortedValues(draw -> ordered.draw(generator(draw)).mean(metric));
        int tail = tail(replicates, level);
        return new Interval(scores.mean(metric), values[tail - 1], values[replicates - tail]);
    }

    /**
     * The mean of a metric over the out-of-distribution sets less that of another detector on the same inputs.
     *
     * @param scores of the detector
     * @param other those of the other detector, of the same inputs in the same order
     * @param metric for example {@code Auroc::of}
     * @return the difference on the given inputs, its interval and the p-value of a two-sided test of equality
     */
    public Difference difference(Scores scores, Scores other, RankMetric metric) {
        scores.requireSameInputs(other);
        Ordered a = Ordered.of(scores);
        Ordered b = Ordered.of(other);
        double[] values = sortedValues(draw ->
                a.draw(generator(draw)).mean(metric) - b.draw(generator(draw)).mean(metric));
        int tail = tail(replicates, level);
        long low = Arrays.stream(values).filter(value -> value <= 0).count();
        long high = Arrays.stream(values).filter(value -> value >= 0).count();
        return new Difference(
                scores.mean(metric) - other.mean(metric),
                values[tail - 1],
                values[replicates - tail],
                Math.min(1, 2.0 * (1 + Math.min(low, high)) / (replicates + 1)));
    }

    private double[] sortedValues(IntToDoubleFunction statistic) {
        return IntStream.range(0, replicates)
                .parallel()
                .mapToDouble(statistic)
                .sorted()
                .toArray();
    }

    /** The generator of one replicate. SplittableRandom mixes its seed, so neighbours are unrelated. */
    private SplittableRandom generator(int replicate) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() + replicate);
    }

    /** Rounding must not cost a replicate: 40 * (1 - 0.95) / 2 is a little less than 1. */
    private static int tail(int replicates, double level) {
        return (int) Math.floor((replicates + 1.0) * (1 - level) / 2 + 1e-9);
    }

    /** The samples from the lowest score to the highest, each with its row. */
    private record Ordered(Sample in, Sample[] outs) {

        static Ordered of(Scores scores) {
            return new Ordered(
                    Sample.of(scores.in()),
                    scores.outs().stream().map(Sample::of).toArray(Sample[]::new));
        }

        Scores draw(SplittableRandom random) {
            double[] drawnIn = in.draw(random);
            return new Scores(
                    drawnIn, Arrays.stream(outs).map(out -> out.draw(random)).toList());
        }
    }

    private record Sample(double[] sorted, int[] rows) {

        static Sample of(double[] scores) {
            int[] rows = IntStream.range(0, scores.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> scores[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            return new Sample(Arrays.stream(rows).mapToDouble(i -> scores[i]).toArray(), rows);
        }

        /** How often each row is drawn is settled before the scores are looked at: every detector gets the same rows. */
        double[] draw(SplittableRandom random) {
            int[] counts = new int[rows.length];
            for (int i = 0; i < counts.length; i++) {
                counts[random.nextInt(counts.length)]++;
            }
            double[] drawn = new double[rows.length];
            int next = 0;
            for (int i = 0; i < rows.length; i++) {
                for (int copy = counts[rows[i]]; copy > 0; copy--) {
                    drawn[next++] = sorted[i];
                }
            }
            return drawn;
        }
    }
}
