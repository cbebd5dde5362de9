package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DeLongTest {

    private static Scores scores(JsonNode each, int detector) {
        List<double[]> outs = new ArrayList<>();
        each.get("outs").get(detector).forEach(out -> outs.add(Reference.doubles(out)));
        return new Scores(Reference.doubles(each.get("in").get(detector)), outs);
    }

    private static double[] normals(int size, double mean, Random random) {
        return random.doubles(size).map(u -> mean + random.nextGaussian()).toArray();
    }

    /** 1e-9 of numbers below 1: sums of a few hundred terms in another order. The p-value of 1e-67 tests the far tail. */
    @Test
    void itAgreesWithTheWholeMatrixOfPairs() {
        for (JsonNode each : Reference.file("interval_reference.json")) {
            String name = each.get("name").asText();
            double[] levels = Reference.doubles(each.get("levels"));
            DeLong[] both = {DeLong.of(scores(each, 0)), DeLong.of(scores(each, 1))};
            for (int d = 0; d < 2; d++) {
                double area = each.get("areas").get(d).asDouble();
                assertEquals(area, both[d].area(), 1e-12, name);
                assertEquals(each.get("errors").get(d).asDouble(), both[d].standardError(), 1e-9, name);
                for (int l = 0; l < levels.length; l++) {
                    double half = each.get("halfWidths").get(d).get(l).asDouble();
                    Interval found = both[d].interval(levels[l]);
                    assertEquals(Math.max(0, area - half), found.low(), 1e-9, name);
                    assertEquals(Math.min(1, area + half), found.high(), 1e-9, name);
                }
            }
            Difference found = both[0].minus(both[1], 0.95);
            double half = (found.high() - found.low()) / 2;
            assertEquals(each.get("difference").asDouble(), found.estimate(), 1e-12, name);
            assertEquals(1.959963984540054 * each.get("differenceError").asDouble(), half, 1e-9, name);
            double p = each.get("p").asDouble();
            assertEquals(p, found.pValue(), 1e-9 * p, name);
        }
    }

    @Test
    void theAreaIsThatOfTheWholeCount() {
        Random random = new Random(1);
        double[] in = random.ints(300, 0, 30).asDoubleStream().toArray();
        double[] out = random.ints(200, 5, 40).asDoubleStream().toArray();
        assertEquals(Auroc.of(in, out), DeLong.of(Scores.of(in, out)).area(), 1e-12);
    }

    /** Only ranks count, and both zeros are one score; infinite scores are scores. */
    @Test
    void strictlyIncreasingMapsChangeNothing() {
        double[] in = {-0.0, 1, 2, 5, Double.NEGATIVE_INFINITY};
        double[] out = {0.0, 3, 4, Double.POSITIVE_INFINITY};
        double[] higherIn = {10, 11, 12, 15, 9};
        double[] higherOut = {10, 13, 14, 16};
        Interval expected = DeLong.of(Scores.of(higherIn, higherOut)).interval(0.9);
        assertEquals(expected, DeLong.of(Scores.of(in, out)).interval(0.9));
    }

    /** At alpha = 1/2 and three disjoint pairs: theta^3 = 1/4. */
    @Test
    void completeSeparationHasTheIntervalOfTheDisjointPairs() {
        double[] low = {1, 2, 3};
        double[] high = {4, 5, 6, 7};
        double reach = Math.pow(0.25, 1 / 3.0);
        assertEquals(new Interval(1, reach, 1), DeLong.of(Scores.of(low, high)).interval(0.5));
        assertEquals(
                new Interval(0, 0, 1 - reach), DeLong.of(Scores.of(high, low)).interval(0.5));
    }

    @Test
    void oneScoreHasNoSpread() {
        DeLong one = DeLong.of(Scores.of(new double[] {1, 3}, new double[] {2}));
        assertEquals(new Interval(0.5, 0, 1), one.interval(0.95));
        assertEquals(new Difference(0, -1, 1, 1), one.minus(one, 0.95));
    }

    @Test
    void aConstantScoreIsOneHalfForSure() {
        DeLong constant = DeLong.of(Scores.of(new double[] {7, 7, 7}, new double[] {7, 7}));
        assertEquals(new Interval(0.5, 0.5, 0.5), constant.interval(0.95));
        assertEquals(new Difference(0, 0, 0, 1), constant.minus(constant, 0.95));
    }

    @Test
    void aDifferenceWithoutVarianceIsSure() {
        double[] low = {1, 2, 3};
        double[] high = {4, 5};
        DeLong right = DeLong.of(Scores.of(low, high));
        DeLong wrong = DeLong.of(Scores.of(high(low), low(high)));
        assertEquals(new Difference(1, 1, 1, 0), right.minus(wrong, 0.95));
    }

    private static double[] high(double[] scores) {
        return Arrays.stream(scores).map(s -> s + 10).toArray();
    }

    private static double[] low(double[] scores) {
        return Arrays.stream(scores).map(s -> s - 10).toArray();
    }

    /**
     * Normal scores with means 0 and 1 have the area Phi(1/sqrt 2). Of 400 intervals of 90 %, between 339 and 380 hold it
     * (binomial, 99.9 %); the interval is asymptotic, so a little is added below.
     */
    @Test
    void intervalsHoldTheTrueAreaAsOftenAsTheySay() {
        Random random = new Random(2);
        double truth = 0.7602499389065233;
        int held = 0;
        for (int round = 0; round < 400; round++) {
            Interval found = DeLong.of(Scores.of(normals(60, 0, random), normals(80, 1, random)))
                    .interval(0.9);
            held += found.low() <= truth && truth <= found.high() ? 1 : 0;
        }
        assertTrue(held >= 335 && held <= 380, held + " of 400");
    }

    /** Two detectors that see the same inputs through different noise are equal: p is below 0.1 in 24 to 57 of 400. */
    @Test
    void equalDetectorsAreToldApartAsOftenAsTheLevelSays() {
        Random random = new Random(3);
        int apart = 0;
        for (int round = 0; round < 400; round++) {
            double[] in = normals(60, 0, random);
            double[] out = normals(70, 1, random);
            Scores a = Scores.of(blurred(in, random), blurred(out, random));
            Scores b = Scores.of(blurred(in, random), blurred(out, random));
            apart += DeLong.of(a).minus(DeLong.of(b), 0.95).pValue() < 0.1 ? 1 : 0;
        }
        assertTrue(apart >= 22 && apart <= 60, apart + " of 400");
    }

    private static double[] blurred(double[] scores, Random random) {
        return Arrays.stream(scores).map(s -> s + random.nextGaussian()).toArray();
    }

    @Test
    void otherInputsNaNAndLevelsOutOfRangeAreRefused() {
        DeLong two = DeLong.of(Scores.of(new double[] {1, 2}, new double[] {3, 4}));
        DeLong three = DeLong.of(Scores.of(new double[] {1, 2, 3}, new double[] {3, 4}));
        assertThrows(IllegalArgumentException.class, () -> two.minus(three, 0.95));
        assertThrows(IllegalArgumentException.class, () -> two.interval(1));
        assertThrows(IllegalArgumentException.class, () -> two.interval(Double.NaN));
        double[] good = {1, 2};
        assertEquals(
                "outs[1][0] must be a number, got NaN",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Scores(good, List.of(good, new double[] {Double.NaN})))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Scores(good, List.of()));
        assertThrows(IllegalArgumentException.class, () -> Scores.of(new double[0], good));
    }
}
