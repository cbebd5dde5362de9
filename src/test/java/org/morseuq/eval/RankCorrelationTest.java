package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RankCorrelationTest {

    private static double[] column(int n, long seed) {
        return new Random(seed).doubles(n).toArray();
    }

    @Test
    void itAgreesWithScipyAndLeastSquares() {
        for (JsonNode each : Reference.file("correlation_reference.json")) {
            double found = RankCorrelation.of(
                    Reference.doubles(each.get("x")),
                    Reference.doubles(each.get("y")),
                    Reference.rows(each.get("given")));
            assertEquals(each.get("expected").asDouble(), found, 1e-12); // a few hundred roundings
        }
    }

    @Test
    void oneGivenColumnHasAClosedForm() {
        double[] x = column(30, 1);
        double[] y =
                IntStream.range(0, 30).mapToDouble(i -> x[i] + column(30, 2)[i]).toArray();
        double[] z =
                IntStream.range(0, 30).mapToDouble(i -> x[i] - column(30, 3)[i]).toArray();
        double xy = RankCorrelation.of(x, y);
        double xz = RankCorrelation.of(x, z);
        double yz = RankCorrelation.of(y, z);
        assertEquals((xy - xz * yz) / Math.sqrt((1 - xz * xz) * (1 - yz * yz)), RankCorrelation.of(x, y, z), 1e-12);
        assertEquals(
                RankCorrelation.of(x, y, z),
                RankCorrelation.of(x, y, z, z),
                1e-12,
                "a column given twice adds nothing");
    }

    @Test
    void onlyRanksCount() {
        double[] x = column(50, 4);
        double[] y = column(50, 5);
        double[] other = Arrays.stream(x).map(Math::exp).toArray();
        assertEquals(RankCorrelation.of(x, y), RankCorrelation.of(other, y));
        assertEquals(1, RankCorrelation.of(x, other), 1e-12);
        assertEquals(-1, RankCorrelation.of(x, Arrays.stream(x).map(v -> -v).toArray()), 1e-12);
    }

    @Test
    void whatIsExplainedWhollyCorrelatesWithNothing() {
        double[] x = column(20, 6);
        double[] y = column(20, 7);
        assertEquals(0, RankCorrelation.of(x, y, x));
        assertEquals(0, RankCorrelation.of(new double[20], y));
        assertEquals(RankCorrelation.of(x, y), RankCorrelation.of(x, y, new double[20]), 1e-12);
    }

    /** Twins in one group are no further evidence; as groups of their own they would pass for it. */
    @Test
    void twinsInOneGroupDoNotNarrowTheInterval() {
        double[] x = column(12, 8);
        double[] y =
                IntStream.range(0, 12).mapToDouble(i -> x[i] + column(12, 9)[i]).toArray();
        RankCorrelation correlation = new RankCorrelation(999, 0, 0.9);
        int[] single = IntStream.range(0, 12).toArray();
        Interval once = correlation.interval(single, x, y);
        double[] twinsX = twice(x);
        double[] twinsY = twice(y);
        int[] pairs = IntStream.range(0, 24).map(i -> i % 12).toArray();
        Interval paired = correlation.interval(pairs, twinsX, twinsY);
        assertEquals(once.estimate(), paired.estimate(), 1e-12);
        assertEquals(once.low(), paired.low(), 1e-12);
        assertEquals(once.high(), paired.high(), 1e-12);
        Interval apart = correlation.interval(IntStream.range(0, 24).toArray(), twinsX, twinsY);
        assertTrue(apart.high() - apart.low() < 0.85 * (once.high() - once.low()), apart + " against " + once);
        assertEquals(once, correlation.interval(single, x, y), "the same seed draws the same groups");
    }

    /** Of 100 samples of 60 independent pairs a true interval of 90 % covers 0 in about 90; 5 deviations are 15. */
    @Test
    void theIntervalCoversAboutAsOftenAsItSays() {
        int covered = 0;
        int[] groups = IntStream.range(0, 60).toArray();
        for (int sample = 0; sample < 100; sample++) {
            Interval interval = new RankCorrelation(199, sample, 0.9)
                    .interval(groups, column(60, 1000 + sample), column(60, 2000 + sample));
            covered += interval.low() <= 0 && interval.high() >= 0 ? 1 : 0;
        }
        assertTrue(covered >= 75 && covered <= 99, covered + " of 100");
    }

    @Test
    void whatHasNoRankIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> RankCorrelation.of(new double[] {1, Double.NaN}, new double[] {1, 2}));
        assertThrows(IllegalArgumentException.class, () -> RankCorrelation.of(new double[] {1}, new double[] {1}));
        assertThrows(
                IllegalArgumentException.class, () -> RankCorrelation.of(new double[] {1, 2}, new double[] {1, 2, 3}));
        assertThrows(IllegalArgumentException.class, () -> new RankCorrelation(10, 0, 0.95));
    }

    private static double[] twice(double[] column) {
        return IntStream.range(0, 2 * column.length)
                .mapToDouble(i -> column[i % column.length])
                .toArray();
    }
}
