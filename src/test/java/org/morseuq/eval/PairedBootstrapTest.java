package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PairedBootstrapTest {

    private static final PairedBootstrap BOOTSTRAP = PairedBootstrap.seeded(7);

    private static final RankMetric FPR95 = (in, out) -> FalsePositiveRateAtRecall.in(in, out, 0.95);

    /** Scores of two detectors that share most of what they see, on two sets. */
    private static Scores[] pair(long seed) {
        Random random = new Random(seed);
        double[][] in = two(400, 0, 0, random);
        double[][] near = two(250, 1.0, 0.8, random);
        double[][] far = two(300, 2.0, 2.1, random);
        return new Scores[] {
            new Scores(in[0], List.of(near[0], far[0])), new Scores(in[1], List.of(near[1], far[1])),
        };
    }

    private static double[][] two(int size, double meanA, double meanB, Random random) {
        double[][] both = new double[2][size];
        for (int i = 0; i < size; i++) {
            double common = random.nextGaussian();
            both[0][i] = common + meanA + 0.5 * random.nextGaussian();
            both[1][i] = common + meanB + 0.5 * random.nextGaussian();
        }
        return both;
    }

    /** Both estimate the same spread; of 1999 replicates the width is known to about 3 %, 10 % is three times that. */
    @Test
    void theIntervalIsAsWideAsDeLongs() {
        Scores[] pair = pair(1);
        DeLong a = DeLong.of(pair[0]);
        Interval expected = a.interval(0.95);
        Interval found = BOOTSTRAP.interval(pair[0], Auroc::of);
        assertEquals(expected.estimate(), found.estimate(), 1e-12);
        assertEquals(1, (found.high() - found.low()) / (expected.high() - expected.low()), 0.1);
        Difference delong = a.minus(DeLong.of(pair[1]), 0.95);
        Difference difference = BOOTSTRAP.difference(pair[0], pair[1], Auroc::of);
        assertEquals(delong.estimate(), difference.estimate(), 1e-12);
        double width = delong.high() - delong.low();
        assertEquals(1, (difference.high() - difference.low()) / width, 0.1);
        assertEquals(delong.low(), difference.low(), 0.1 * width);
        assertEquals(delong.pValue(), difference.pValue(), 0.02 + 0.2 * delong.pValue());
    }

    /** Whatever the inputs do to one detector they do to the other: a detector is not apart from itself. */
    @Test
    void aDetectorDoesNotDifferFromItself() {
        Scores scores = pair(2)[0];
        Scores mapped = new Scores(
                Arrays.stream(scores.in()).map(Math::exp).toArray(),
                scores.outs().stream()
                        .map(out -> Arrays.stream(out).map(Math::exp).toArray())
                        .toList());
        assertEquals(new Difference(0, 0, 0, 1), BOOTSTRAP.difference(scores, scores, FPR95));
        assertEquals(new Difference(0, 0, 0, 1), BOOTSTRAP.difference(scores, mapped, Auroc::of));
    }

    @Test
    void swappingTheDetectorsTurnsTheSign() {
        Scores[] pair = pair(3);
        Difference there = BOOTSTRAP.difference(pair[0], pair[1], FPR95);
        Difference back = BOOTSTRAP.difference(pair[1], pair[0], FPR95);
        assertEquals(-there.estimate(), back.estimate(), 1e-15);
        assertEquals(-there.low(), back.high(), 1e-15);
        assertEquals(-there.high(), back.low(), 1e-15);
        assertEquals(there.pValue(), back.pValue());
    }

    @Test
    void aSeedGivesTheSameNumbers() {
        Scores[] pair = pair(4);
        Difference first = BOOTSTRAP.difference(pair[0], pair[1], Auroc::of);
        assertEquals(first, BOOTSTRAP.difference(pair[0], pair[1], Auroc::of));
        assertNotEquals(
                first.low(),
                PairedBootstrap.seeded(8)
                        .difference(pair[0], pair[1], Auroc::of)
                        .low());
    }

    /** Two in-distribution scores, 0 and 2, against 1: both are drawn alike with a probability of 1/4 each. */
    @Test
    void replicatesFollowTheExactDistribution() {
        Scores scores = Scores.of(new double[] {0, 2}, new double[] {1});
        int[] counts = new int[3];
        RankMetric counting = (in, out) -> {
            double area = Auroc.of(in, out);
            synchronized (counts) {
                counts[(int) (2 * area)]++;
            }
            return area;
        };
        new PairedBootstrap(8000, 5, 0.5).interval(scores, counting);
        // One more for the estimate itself. The standard deviations are 39 and 45; four of them.
        assertEquals(2000, counts[0], 156);
        assertEquals(4001, counts[1], 180);
        assertEquals(2000, counts[2], 156);
    }

    /** With 39 replicates and 95 % the interval is from the least to the greatest; 38 are too few. */
    @Test
    void theEndsAreCountedFromEitherSide() {
        Scores scores = pair(5)[0];
        double[] values = new double[39];
        int[] next = new int[1];
        RankMetric keeping = (in, out) -> {
            synchronized (next) {
                double value = next[0];
                next[0]++;
                if (next[0] <= values.length) {
                    values[next[0] - 1] = value;
                }
                return value;
            }
        };
        Scores one = Scores.of(scores.in(), scores.outs().get(0));
        Interval all = new PairedBootstrap(39, 1, 0.95).interval(one, keeping);
        assertEquals(0, all.low());
        assertEquals(38, all.high());
        next[0] = 0;
        Interval most = new PairedBootstrap(79, 1, 0.95).interval(one, keeping);
        assertEquals(1, most.low());
        assertEquals(77, most.high());
        assertThrows(IllegalArgumentException.class, () -> new PairedBootstrap(38, 1, 0.95));
    }

    /** The in-distribution rows are drawn once for all sets: with one set twice, the mean is that set's metric. */
    @Test
    void theSetsShareTheInDistributionRows() {
        Scores scores = pair(6)[0];
        double[] out = scores.outs().get(0);
        Interval once = BOOTSTRAP.interval(Scores.of(scores.in(), out), Auroc::of);
        Interval twice = BOOTSTRAP.interval(new Scores(scores.in(), List.of(out, out)), Auroc::of);
        // The out rows are drawn anew for the second set, so only half of their variance is left.
        double ratio = (twice.high() - twice.low()) / (once.high() - once.low());
        double in = DeLong.of(new Scores(scores.in(), List.of(out, out))).standardError();
        double expected = in / DeLong.of(Scores.of(scores.in(), out)).standardError();
        assertEquals(expected, ratio, 0.1);
        assertTrue(ratio > Math.sqrt(0.5) + 0.05, "the in-distribution part must not halve: " + ratio);
    }

    @Test
    void badArgumentsAreRefused() {
        Scores[] pair = pair(8);
        Scores other = Scores.of(pair[0].in(), pair[0].outs().get(0));
        assertThrows(IllegalArgumentException.class, () -> BOOTSTRAP.difference(pair[0], other, Auroc::of));
        assertThrows(IllegalArgumentException.class, () -> new PairedBootstrap(100, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new PairedBootstrap(100, 0, Double.NaN));
    }
}
