package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The variants of the calibration error, and the parts of the Brier score. */
final class CalibrationErrorsTest {

    private static final JsonNode PROBABILITIES = Reference.part("probabilities");

    private static final double[][] PREDICTED = Reference.rows(PROBABILITIES.get("probabilities"));

    private static final int[] LABELS = Reference.integers(PROBABILITIES.get("labels"));

    /** Predictions that come true as often as they say. */
    private static int[] drawn(double[][] probabilities, Random random) {
        int[] labels = new int[probabilities.length];
        for (int i = 0; i < labels.length; i++) {
            double u = random.nextDouble();
            while (labels[i] < probabilities[i].length - 1 && (u -= probabilities[i][labels[i]]) > 0) {
                labels[i]++;
            }
        }
        return labels;
    }

    private static double[][] two(int n, Random random) {
        double[][] rows = new double[n][2];
        for (double[] row : rows) {
            row[0] = random.nextDouble();
            row[1] = 1 - row[0];
        }
        return rows;
    }

    @Test
    void theyAgreeWithNumpy() {
        JsonNode expected = Reference.file("metric_reference.json").get("calibration");
        int[] bins = Reference.integers(expected.get("bins"));
        for (int i = 0; i < bins.length; i++) {
            int b = bins[i];
            assertEquals(
                    expected.get("equalMass").get(i).asDouble(),
                    ExpectedCalibrationError.equalMass(PREDICTED, LABELS, b),
                    1e-12);
            assertEquals(
                    expected.get("classwise").get(i).asDouble(),
                    ExpectedCalibrationError.classwise(PREDICTED, LABELS, b),
                    1e-12);
            assertEquals(
                    expected.get("maximum").get(i).asDouble(),
                    ExpectedCalibrationError.maximum(PREDICTED, LABELS, b),
                    1e-12);
            assertEquals(
                    expected.get("squared").get(i).asDouble(), SquaredCalibrationError.of(PREDICTED, LABELS, b), 1e-12);
            assertEquals(
                    expected.get("debiased").get(i).asDouble(),
                    SquaredCalibrationError.debiased(PREDICTED, LABELS, b),
                    1e-12);
            double[] parts = Reference.doubles(expected.get("brier").get(i));
            BrierDecomposition found = BrierDecomposition.of(PREDICTED, LABELS, b);
            assertEquals(parts[0], found.reliability(), 1e-12);
            assertEquals(parts[1], found.resolution(), 1e-12);
            assertEquals(parts[2], found.uncertainty(), 1e-12);
            assertEquals(parts[3], found.residual(), 1e-12);
        }
    }

    @Test
    void thePartsAddUpToTheBrierScore() {
        Random random = new Random(1);
        double[][] probabilities = two(333, random);
        int[] labels = drawn(probabilities, random);
        for (int bins : new int[] {1, 7, 15, 1000}) {
            BrierDecomposition parts = BrierDecomposition.of(probabilities, labels, bins);
            assertEquals(BrierScore.of(probabilities, labels), parts.score(), 1e-12);
        }
    }

    /** Whoever always says the base rate is calibrated, resolves nothing, and leaves nothing over. */
    @Test
    void theBaseRateHasUncertaintyAlone() {
        double[][] probabilities = {{0.75, 0.25}, {0.75, 0.25}, {0.75, 0.25}, {0.75, 0.25}};
        BrierDecomposition parts = BrierDecomposition.of(probabilities, new int[] {0, 0, 1, 0}, 15);
        assertEquals(new BrierDecomposition(0, 0, 2 * 0.75 * 0.25, 0), parts);
    }

    /**
     * Calibrated predictions, 300 rows, 15 bins: the plain square is all chance, about the mean of acc (1 - acc) 15 / 300.
     * The debiased mean over 200 draws is 0 within 4 standard errors.
     */
    @Test
    void theDebiasedSquareOfCalibratedPredictionsIsZeroOnAverage() {
        Random random = new Random(2);
        int rounds = 200;
        double plain = 0;
        double sum = 0;
        double squares = 0;
        for (int round = 0; round < rounds; round++) {
            double[][] probabilities = two(300, random);
            int[] labels = drawn(probabilities, random);
            plain += SquaredCalibrationError.of(probabilities, labels, 15) / rounds;
            double value = SquaredCalibrationError.debiased(probabilities, labels, 15);
            sum += value;
            squares += value * value;
        }
        double mean = sum / rounds;
        double error = Math.sqrt((squares / rounds - mean * mean) / rounds);
        assertEquals(0, mean, 4 * error);
        assertTrue(plain > 20 * error, plain + " is not told from 0");
    }

    /** Ten equal confidences and one other: equal rows share a bin whatever the order. */
    @Test
    void equalConfidencesShareABin() {
        double[][] probabilities = new double[11][];
        int[] labels = new int[11];
        for (int i = 0; i < 11; i++) {
            probabilities[i] = i == 0 ? new double[] {0.9, 0.1} : new double[] {0.6, 0.4};
            labels[i] = i % 2;
        }
        // 0.6 against 5 of 10; 0.9 against 1 of 1.
        assertEquals((10 * 0.1 + 0.1) / 11, ExpectedCalibrationError.equalMass(probabilities, labels, 5), 1e-12);
    }

    @Test
    void oneRowIsItsOwnGap() {
        double[][] one = {{0.7, 0.3}};
        int[] wrong = {1};
        assertEquals(0.7, ExpectedCalibrationError.equalMass(one, wrong, 15), 1e-15);
        assertEquals(0.7, ExpectedCalibrationError.maximum(one, wrong, 15), 1e-15);
        assertEquals(0.7, ExpectedCalibrationError.classwise(one, wrong, 15), 1e-15);
        assertEquals(0.49, SquaredCalibrationError.debiased(one, wrong, 15), 1e-15);
        assertEquals(2 * 0.49, BrierDecomposition.of(one, wrong, 15).reliability(), 1e-15);
    }

    @Test
    void badInputIsRefusedWithItsPlace() {
        double[][] bad = {{0.5, 0.5}, {Double.NaN, 1}};
        int[] labels = {0, 1};
        for (org.junit.jupiter.api.function.Executable each : new org.junit.jupiter.api.function.Executable[] {
            () -> ExpectedCalibrationError.equalMass(bad, labels, 15),
            () -> ExpectedCalibrationError.classwise(bad, labels, 15),
            () -> SquaredCalibrationError.of(bad, labels, 15),
            () -> BrierDecomposition.of(bad, labels, 15),
        }) {
            String message = assertThrows(IllegalArgumentException.class, each).getMessage();
            assertEquals("probabilities[1][0] must be in [0, 1], got NaN", message);
        }
        assertThrows(IllegalArgumentException.class, () -> ExpectedCalibrationError.equalMass(PREDICTED, LABELS, 0));
        assertThrows(IllegalArgumentException.class, () -> BrierDecomposition.of(PREDICTED, LABELS, 0));
    }
}
