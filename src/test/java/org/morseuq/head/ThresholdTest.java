package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ThresholdTest {

    /** Class 0 has the scores 1, 3, ..., 19, class 1 has 2, 4, ..., 18. */
    private static final Calibration CALIBRATION = Calibration.of(
            IntStream.rangeClosed(1, 19).asDoubleStream().toArray(),
            IntStream.rangeClosed(1, 19).map(i -> 1 - i % 2).toArray());

    private static Threshold threshold(ThresholdPolicy policy) {
        return Threshold.of(policy, CALIBRATION, 2);
    }

    private static String refusal(Calibration calibration, int classes, ThresholdPolicy policy) {
        return assertThrows(IllegalArgumentException.class, () -> Threshold.of(policy, calibration, classes))
                .getMessage();
    }

    @Test
    void thresholdsByHand() {
        assertEquals(18, threshold(new ThresholdPolicy.FalseAlarm(0.1)).at(0)); // two of twenty
        assertEquals(18, threshold(new ThresholdPolicy.FalseAlarm(0.1)).at(1));
        assertEquals(17, threshold(new ThresholdPolicy.FalseAlarmByClass(0.2)).at(0)); // two of eleven
        assertEquals(16, threshold(new ThresholdPolicy.FalseAlarmByClass(0.2)).at(1)); // two of ten
        assertEquals(18, threshold(new ThresholdPolicy.Quantile(0.9)).at(0)); // 17 of 19 are 0.895
        assertEquals(19, threshold(new ThresholdPolicy.Quantile(1)).at(0));
        assertEquals(1, threshold(new ThresholdPolicy.Quantile(1e-9)).at(0));
        assertEquals(12.5, threshold(new ThresholdPolicy.Fixed(12.5)).at(1));
        Calibration hundred =
                Calibration.of(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());
        assertEquals(7, new ThresholdPolicy.Quantile(0.07).threshold(hundred)); // 0.07 * 100 is above 7 in doubles
        assertEquals(29, new ThresholdPolicy.Quantile(0.29).threshold(hundred)); // 0.29 * 100 is below 29
    }

    @Test
    void byClassAnInputIsComparedWithItsOwnClassAlone() {
        Threshold byClass = threshold(new ThresholdPolicy.FalseAlarmByClass(0.2));
        Threshold plain = threshold(new ThresholdPolicy.FalseAlarm(0.2));
        for (double score = 0; score < 21; score += 0.5) {
            for (int label = 0; label < 2; label++) {
                assertEquals(CALIBRATION.pValue(score), plain.pValue(score, label), 0.0);
                assertEquals(
                        Calibration.of(CALIBRATION.scores(label)).pValue(score), byClass.pValue(score, label), 0.0);
                assertEquals(byClass.pValue(score, label) <= 0.2, score > byClass.at(label), score + " " + label);
            }
        }
        assertEquals(2 / 11.0, byClass.pValue(18.5, 0), 1e-15);
        assertEquals(1 / 10.0, byClass.pValue(18.5, 1), 1e-15);
    }

    /**
     * Nine in ten inputs are of a calm class, one of a wild one. A new input of each class for every resample: its flags are
     * independent coins with k / (n + 1) = 36/361 and 4/41, and four deviations are exceeded once in 15,000 tries. One
     * threshold for all flags 10 % of all, most of them in the wild class.
     */
    @Test
    void theGuaranteeHoldsWithinEveryClass() {
        Random random = new Random(1);
        int resamples = 3000;
        int[] classes = IntStream.range(0, 400).map(i -> i < 360 ? 0 : 1).toArray();
        int[] flagged = new int[2];
        int[] plainly = new int[2];
        for (int r = 0; r < resamples; r++) {
            double[] scores = Arrays.stream(classes)
                    .mapToDouble(c -> (1 + 3 * c) * random.nextGaussian())
                    .toArray();
            Calibration calibration = Calibration.of(scores, classes);
            Threshold byClass = Threshold.of(new ThresholdPolicy.FalseAlarmByClass(0.1), calibration, 2);
            double plain = calibration.threshold(0.1);
            for (int c = 0; c < 2; c++) {
                double score = (1 + 3 * c) * random.nextGaussian();
                flagged[c] += score > byClass.at(c) ? 1 : 0;
                plainly[c] += score > plain ? 1 : 0;
            }
        }
        double slack = 4 * Math.sqrt(resamples * 0.09);
        assertEquals(resamples * 36 / 361.0, flagged[0], slack);
        assertEquals(resamples * 4 / 41.0, flagged[1], slack);
        assertTrue(plainly[1] > 0.3 * resamples, plainly[1] + " of " + resamples);
    }

    @Test
    void classesWithTooFewScoresAreNamed() {
        String text = refusal(CALIBRATION, 3, new ThresholdPolicy.FalseAlarmByClass(0.1));
        assertEquals(
                "a false-alarm rate of 0.1 in every class needs at least 9 calibration inputs predicted as that class;"
                        + " class 2 has 0",
                text);
        text = refusal(CALIBRATION, 2, new ThresholdPolicy.FalseAlarmByClass(0.05));
        assertTrue(
                text.endsWith("at least 19 calibration inputs predicted as that class; class 0 has 10, class 1 has 9"));
        text = refusal(Calibration.of(new double[99]), 2, new ThresholdPolicy.FalseAlarmByClass(0.1));
        assertTrue(text.contains("saved without"), text);
        assertTrue(refusal(CALIBRATION, 2, new ThresholdPolicy.FalseAlarm(0.04)).endsWith("at least 24"));
    }

    @Test
    void whatIsGuaranteedIsSaid() {
        assertTrue(new ThresholdPolicy.FalseAlarm(0.1).guaranteed());
        assertTrue(new ThresholdPolicy.FalseAlarmByClass(0.1).guaranteed());
        assertFalse(new ThresholdPolicy.Quantile(0.9).guaranteed());
        assertFalse(new ThresholdPolicy.Fixed(3).guaranteed());
        Calibration many = Calibration.of(new Random(1).doubles(5000).toArray());
        assertEquals(
                "false-alarm:0.01 guarantees that at most 0.01 of the in-distribution inputs are flagged; with 5000"
                        + " calibration scores the realised rate lies between 0.0074 and 0.0129 with a probability of 95 %",
                Threshold.of(new ThresholdPolicy.FalseAlarm(0.01), many, 10).toString());
        assertEquals(
                "by-class:0.2 guarantees that at most 0.2 of the in-distribution inputs predicted as any one class are"
                        + " flagged; with 9 calibration scores, the fewest of a class, the realised rate lies between"
                        + " 0.0281 and 0.4825 with a probability of 95 %",
                threshold(new ThresholdPolicy.FalseAlarmByClass(0.2)).toString());
        assertTrue(
                threshold(new ThresholdPolicy.Quantile(0.9)).toString().startsWith("quantile:0.9 guarantees nothing;"));
        assertEquals(
                "fixed:17.0 guarantees nothing; it flags 0.1053 of 19 calibration scores",
                threshold(new ThresholdPolicy.Fixed(17)).toString());
    }

    /** A quantile of 10 scores at 0.9 is their ninth, above which lie two of eleven. */
    @Test
    void theQuantileFlagsMoreThanItsNameSays() {
        Calibration ten = Calibration.of(IntStream.range(0, 10).asDoubleStream().toArray());
        ThresholdPolicy quantile = new ThresholdPolicy.Quantile(0.9);
        assertEquals(2, quantile.alarms(ten).getAsInt());
        assertEquals(0.1, quantile.rate().getAsDouble(), 1e-15);
        assertArrayEquals(
                RealisedRate.band(2, 10, 0.9), Threshold.of(quantile, ten, 3).realisedRate(0, 0.9));
    }

    @Test
    void bandsAreThoseOfTheGroups() {
        Threshold byClass = threshold(new ThresholdPolicy.FalseAlarmByClass(0.2));
        assertArrayEquals(RealisedRate.band(2, 10, 0.95), byClass.realisedRate(0, 0.95));
        assertArrayEquals(RealisedRate.band(2, 9, 0.95), byClass.realisedRate(1, 0.95));
        assertArrayEquals(
                RealisedRate.band(new int[] {2, 2}, new int[] {10, 9}, new int[] {3, 2}, 0.95),
                byClass.realisedRate(new int[] {0, 1, 0, 1, 0}, 0.95));
        Threshold plain = threshold(new ThresholdPolicy.FalseAlarm(0.1));
        assertArrayEquals(
                RealisedRate.band(2, 19, 5, 0.95), plain.realisedRate(new int[] {0, 1, 0, 1, 0}, 0.95), 1e-15);
        Threshold fixed = threshold(new ThresholdPolicy.Fixed(3));
        assertArrayEquals(new double[] {0, 1}, fixed.realisedRate(0, 0.95));
        assertArrayEquals(new double[] {0, 1}, fixed.realisedRate(new int[] {0}, 0.95));
    }

    @Test
    void policiesAreReadFromWhatTheyPrint() {
        for (String text : List.of("false-alarm:0.01", "by-class:0.05", "quantile:0.99", "fixed:-12.5")) {
            assertEquals(text, ThresholdPolicy.parse(text).toString());
        }
        assertEquals(new ThresholdPolicy.Quantile(1), ThresholdPolicy.parse("quantile:1"));
        for (String text : List.of("best:1", "", ":", "0.05", "False-alarm:0.05")) {
            String message = assertThrows(IllegalArgumentException.class, () -> ThresholdPolicy.parse(text))
                    .getMessage();
            assertTrue(message.endsWith("known are false-alarm, by-class, quantile, fixed"), message);
        }
        for (String text : List.of("quantile", "quantile:", "quantile:a", "fixed:1:2")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> ThresholdPolicy.parse(text))
                    .getMessage()
                    .contains("a name and a number"));
        }
        for (String text : List.of(
                "false-alarm:0",
                "false-alarm:1",
                "by-class:-1",
                "by-class:NaN",
                "quantile:0",
                "quantile:1.1",
                "quantile:NaN",
                "fixed:NaN",
                "fixed:Infinity")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> ThresholdPolicy.parse(text))
                    .getMessage()
                    .contains("must be"));
        }
    }
}
