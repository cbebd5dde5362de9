package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RankCorrelationTest {

    private static final double ROUNDING = 1e-12;

    @Test
    void orderAloneCounts() {
        double[] x = {1, 2, 3, 4};
        assertEquals(1, RankCorrelation.of(x, new double[] {-5, 0, 0.1, 1e9}), ROUNDING);
        assertEquals(-1, RankCorrelation.of(x, new double[] {4, 3, 2, 1}), ROUNDING);
        // Without ties it is 1 - 6 sum d^2 / (n (n^2 - 1)), and here d = (1, -1, 0, 0).
        assertEquals(1 - 12.0 / 60, RankCorrelation.of(x, new double[] {2, 1, 3, 4}), ROUNDING);
        assertTrue(Double.isNaN(RankCorrelation.of(x, new double[4])));
    }

    /** scipy.stats.spearmanr (SciPy 1) of the same numbers, ties among both. */
    @Test
    void tiesShareARank() {
        double[] x = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
        double[] y = {2.5, 0, 3, 1, 7, 8, 2.5, 4, 6, 1};
        assertEquals(0.9138504797758237, RankCorrelation.of(x, y), 1e-10);
    }

    @Test
    void theIntervalHoldsTheTruthAboutAsOftenAsItSays() {
        // Independent numbers have correlation 0; 95 of 100 intervals, give or take two deviations of 2.2 and a bias of
        // small samples.
        SplittableRandom random = new SplittableRandom(1);
        int held = 0;
        for (int trial = 0; trial < 100; trial++) {
            double[] x = new double[30];
            double[] y = new double[30];
            Arrays.setAll(x, i -> random.nextDouble());
            Arrays.setAll(y, i -> random.nextDouble());
            Interval interval = RankCorrelation.interval(x, y, 199, 0.95, trial);
            assertTrue(interval.low() <= interval.estimate() && interval.estimate() <= interval.high());
            held += interval.low() <= 0 && 0 <= interval.high() ? 1 : 0;
        }
        assertTrue(held >= 88 && held < 100, held + " of 100");
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] x = {1, 2, 3, 4, 5, 6};
        double[] y = {1, 3, 2, 5, 4, 6};
        assertEquals(RankCorrelation.interval(x, y, 199, 0.9, 7), RankCorrelation.interval(x, y, 199, 0.9, 7));
        assertEquals(new Interval(1, 1, 1), RankCorrelation.interval(x, x, 199, 0.9, 7));
    }

    @Test
    void whatHasNoOrderIsRefused() {
        double[] x = {1, 2};
        assertThrows(IllegalArgumentException.class, () -> RankCorrelation.of(x, new double[] {1}));
        assertThrows(IllegalArgumentException.class, () -> RankCorrelation.of(x, new double[] {1, Double.NaN}));
        assertThrows(IllegalArgumentException.class, () -> RankCorrelation.interval(x, new double[2], 199, 0.95, 0));
        assertThrows(IllegalArgumentException.class, () -> RankCorrelation.interval(x, x, 19, 0.95, 0));
    }
}
