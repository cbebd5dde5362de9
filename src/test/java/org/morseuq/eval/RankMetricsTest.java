package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What holds for all rank metrics at once: the reference numbers and the invariances. */
final class RankMetricsTest {

    /** All rank metrics of two samples. */
    private static double[] all(double[] in, double[] out) {
        return new double[] {
            Auroc.of(in, out),
            AreaUnderPrecisionRecall.out(in, out),
            AreaUnderPrecisionRecall.in(in, out),
            AreaUnderPrecisionRecall.averagePrecisionOut(in, out),
            AreaUnderPrecisionRecall.averagePrecisionIn(in, out),
            FalsePositiveRateAtRecall.out(in, out, 0.95),
            FalsePositiveRateAtRecall.in(in, out, 0.95),
        };
    }

    private static double[] map(double[] scores, DoubleUnaryOperator f) {
        return Arrays.stream(scores).map(f).toArray();
    }

    /** Multiples of 1/8, so that many scores tie and adding 20 is exact. */
    private static double[] tiedSample(int size, double mean, Random random) {
        return random.doubles(size).map(u -> Math.rint((mean + 4 * u) * 8) / 8).toArray();
    }

    @Test
    void theyAgreeWithScikitLearn() {
        for (JsonNode each : Reference.part("ranks")) {
            String name = each.get("name").asText();
            double[] in = Reference.doubles(each.get("in"));
            double[] out = Reference.doubles(each.get("out"));
            JsonNode expected = each.get("expected");
            assertEquals(expected.get("auroc").asDouble(), Auroc.of(in, out), 1e-9, name);
            assertEquals(expected.get("trapezoidOut").asDouble(), AreaUnderPrecisionRecall.out(in, out), 1e-9, name);
            assertEquals(expected.get("trapezoidIn").asDouble(), AreaUnderPrecisionRecall.in(in, out), 1e-9, name);
            assertEquals(
                    expected.get("averagePrecisionOut").asDouble(),
                    AreaUnderPrecisionRecall.averagePrecisionOut(in, out),
                    1e-9,
                    name);
            assertEquals(
                    expected.get("averagePrecisionIn").asDouble(),
                    AreaUnderPrecisionRecall.averagePrecisionIn(in, out),
                    1e-9,
                    name);
            double[] recalls = Reference.doubles(each.get("recalls"));
            double[] ratesOut = map(recalls, r -> FalsePositiveRateAtRecall.out(in, out, r));
            double[] ratesIn = map(recalls, r -> FalsePositiveRateAtRecall.in(in, out, r));
            assertArrayEquals(Reference.doubles(expected.get("falsePositiveRateOut")), ratesOut, 1e-9, name);
            assertArrayEquals(Reference.doubles(expected.get("falsePositiveRateIn")), ratesIn, 1e-9, name);
        }
    }

    @Test
    void strictlyIncreasingMapsChangeNothing() {
        Random random = new Random(1);
        double[] in = tiedSample(300, 0, random);
        double[] out = tiedSample(200, 1, random);
        double[] expected = all(in, out);
        for (DoubleUnaryOperator f : new DoubleUnaryOperator[] {
            x -> Math.exp(x / 50) + 3, x -> x + 20, x -> 1e300 * x, x -> x * x * x, x -> -Math.exp(-x), Math::cbrt
        }) {
            assertArrayEquals(expected, all(map(in, f), map(out, f)));
        }
    }

    @Test
    void theOrderOfTheScoresChangesNothing() {
        Random random = new Random(2);
        double[] in = tiedSample(100, 0, random);
        double[] out = tiedSample(150, 1, random);
        double[] expected = all(in, out);
        Arrays.sort(in);
        double[] reversed = new double[out.length];
        for (int i = 0; i < out.length; i++) {
            reversed[i] = out[out.length - 1 - i];
        }
        assertArrayEquals(expected, all(in, reversed));
    }

    @Test
    void theArgumentsAreNotChanged() {
        double[] in = {3, 1, 2};
        double[] out = {5, 4};
        all(in, out);
        assertArrayEquals(new double[] {3, 1, 2}, in);
        assertArrayEquals(new double[] {5, 4}, out);
    }

    @Test
    void negatingAndSwappingTurnsOneOrientationIntoTheOther() {
        Random random = new Random(3);
        double[] in = tiedSample(80, 0, random);
        double[] out = tiedSample(90, 1, random);
        double[] negatedIn = map(in, x -> -x);
        double[] negatedOut = map(out, x -> -x);
        assertEquals(Auroc.of(in, out), Auroc.of(negatedOut, negatedIn));
        assertEquals(AreaUnderPrecisionRecall.in(in, out), AreaUnderPrecisionRecall.out(negatedOut, negatedIn));
        assertEquals(
                FalsePositiveRateAtRecall.in(in, out, 0.9), FalsePositiveRateAtRecall.out(negatedOut, negatedIn, 0.9));
    }

    /**
     * In double, 1 - exp(-E) is 1 for every E above 37: as scores, energies of a wide head would all tie. Their own order
     * is intact.
     */
    @Test
    void largeEnergiesKeepTheirRanking() {
        Random random = new Random(4);
        double[] in = random.doubles(500, 163, 350).toArray();
        double[] out = random.doubles(500, 250, 413).toArray();
        assertTrue(Auroc.of(in, out) > 0.7);
        DoubleUnaryOperator saturating = e -> 1 - Math.exp(-e);
        assertEquals(0.5, Auroc.of(map(in, saturating), map(out, saturating)));
    }

    @Test
    void infiniteScoresAreRankedAndZeroHasNoSign() {
        double[] in = {Double.NEGATIVE_INFINITY, 0.0};
        double[] out = {-0.0, Double.POSITIVE_INFINITY};
        // Pairs: 3 won, and 0 against -0 tied.
        assertEquals(3.5 / 4, Auroc.of(in, out));
        assertEquals(0.5, Auroc.of(new double[] {1 / 0.0}, new double[] {1 / 0.0}));
    }

    @Test
    void anEmptyClassIsRefused() {
        double[] some = {1};
        double[] none = {};
        assertThrows(IllegalArgumentException.class, () -> Auroc.of(none, some));
        assertThrows(IllegalArgumentException.class, () -> Auroc.of(some, none));
        assertThrows(IllegalArgumentException.class, () -> AreaUnderPrecisionRecall.in(none, some));
        assertThrows(IllegalArgumentException.class, () -> FalsePositiveRateAtRecall.out(some, none, 0.95));
    }

    @Test
    void notANumberIsRefusedWithItsPlace() {
        double[] good = {1, 2};
        double[] bad = {1, Double.NaN};
        String message = assertThrows(IllegalArgumentException.class, () -> Auroc.of(good, bad))
                .getMessage();
        assertEquals("out[1] must be a number, got NaN", message);
        assertThrows(IllegalArgumentException.class, () -> AreaUnderPrecisionRecall.averagePrecisionIn(bad, good));
        assertThrows(IllegalArgumentException.class, () -> FalsePositiveRateAtRecall.in(bad, good, 0.95));
    }
}
