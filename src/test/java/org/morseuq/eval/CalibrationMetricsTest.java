package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Accuracy, negative log-likelihood, Brier score, calibration error and the softmax they start from. */
final class CalibrationMetricsTest {

    @Test
    void theyAgreeWithNumpyAndScikitLearn() {
        JsonNode part = Reference.part("probabilities");
        double[][] probabilities = Reference.rows(part.get("probabilities"));
        int[] labels = Reference.integers(part.get("labels"));
        assertEquals(part.get("accuracy").asDouble(), Accuracy.of(probabilities, labels), 1e-9);
        assertEquals(
                part.get("negativeLogLikelihood").asDouble(), NegativeLogLikelihood.of(probabilities, labels), 1e-9);
        assertEquals(part.get("brierScore").asDouble(), BrierScore.of(probabilities, labels), 1e-9);
        int[] bins = Reference.integers(part.get("calibrationBins"));
        double[] errors = Reference.doubles(part.get("calibrationErrors"));
        for (int i = 0; i < bins.length; i++) {
            assertEquals(errors[i], ExpectedCalibrationError.of(probabilities, labels, bins[i]), 1e-9);
        }
        assertEquals(
                ExpectedCalibrationError.of(probabilities, labels, 15),
                ExpectedCalibrationError.of(probabilities, labels));
    }

    @Test
    void softmaxAgreesWithNumpy() {
        JsonNode part = Reference.part("probabilities");
        double[][] expected = Reference.rows(part.get("probabilities"));
        double[][] found = Softmax.rows(Reference.floats(part.get("logits")));
        for (int i = 0; i < found.length; i++) {
            assertArrayEquals(expected[i], found[i], 1e-15);
        }
    }

    /** At T = 2, logits 2 ln 3 and 0 give 3 : 1. */
    @Test
    void temperatureDividesTheLogits() {
        float[] logits = {(float) (2 * Math.log(3)), 0};
        assertArrayEquals(new double[] {0.75, 0.25}, Softmax.of(logits, 2), 1e-7); // the logit is rounded to float
        assertArrayEquals(Softmax.of(logits, 2), Softmax.rows(new float[][] {logits}, 2)[0]);
    }

    @Test
    void softmaxNeitherOverflowsNorDividesByZero() {
        assertArrayEquals(new double[] {0.5, 0, 0.5}, Softmax.of(new float[] {3e38f, -3e38f, 3e38f}));
        assertArrayEquals(new double[] {1, 0}, Softmax.of(new float[] {-3e38f, -3.3e38f}, 1e-300));
        assertThrows(IllegalArgumentException.class, () -> Softmax.of(new float[] {1, Float.NaN}));
        assertThrows(IllegalArgumentException.class, () -> Softmax.of(new float[] {1}, 0));
        assertThrows(IllegalArgumentException.class, () -> Softmax.of(new float[] {}));
    }

    /** Always certain, right every other time: |1/2 - 1| = 1/2. An error that drops the last bin says 0. */
    @Test
    void theMostConfidentBinCounts() {
        double[][] certain = {{1, 0}, {1, 0}, {0, 1}, {0, 1}};
        int[] labels = {0, 1, 1, 0};
        assertEquals(0.5, ExpectedCalibrationError.of(certain, labels));
        List<ExpectedCalibrationError.Bin> bins = ExpectedCalibrationError.reliability(certain, labels, 15);
        assertEquals(15, bins.size());
        assertEquals(new ExpectedCalibrationError.Bin(14 / 15.0, 1, 4, 1, 0.5), bins.get(14));
        assertEquals(0, bins.get(0).count());
    }

    /** 0.55 x 100 is above 55 in double, yet 0.55 is the closed edge of the bin before. */
    @Test
    void binsAreClosedOnTheRight() {
        double[][] probabilities = {{0.55, 0.45}, {0.5, 0.5}, {0.505, 0.495}};
        List<ExpectedCalibrationError.Bin> bins =
                ExpectedCalibrationError.reliability(probabilities, new int[] {0, 0, 0}, 100);
        assertEquals(1, bins.get(54).count());
        assertEquals(1, bins.get(49).count());
        assertEquals(1, bins.get(50).count());
    }

    /** Truth 0 at 0.8, 0.2: Brier 0.04 + 0.04; truth 1 there: 0.64 + 0.64. Mean 0.68. -ln 0.8 and -ln 0.2. */
    @Test
    void smallCasesByHand() {
        double[][] probabilities = {{0.8, 0.2}, {0.8, 0.2}};
        int[] labels = {0, 1};
        assertEquals(0.68, BrierScore.of(probabilities, labels), 1e-15);
        assertEquals(-(Math.log(0.8) + Math.log(0.2)) / 2, NegativeLogLikelihood.of(probabilities, labels), 1e-15);
        assertEquals(0.5, Accuracy.of(probabilities, labels));
        assertEquals(2, BrierScore.of(new double[][] {{1, 0}}, new int[] {1}));
        assertEquals(Double.POSITIVE_INFINITY, NegativeLogLikelihood.of(new double[][] {{1, 0}}, new int[] {1}));
    }

    @Test
    void ofEquallyProbableClassesTheFirstIsPredicted() {
        assertEquals(0.5, Accuracy.of(new double[][] {{0.5, 0.5}, {0.5, 0.5}}, new int[] {0, 1}));
    }

    @Test
    void badArgumentsAreRefused() {
        refused(new double[][] {}, new int[] {});
        refused(new double[][] {{1, 0}}, new int[] {0, 1});
        refused(new double[][] {{1, 0}}, new int[] {2});
        refused(new double[][] {{1, 0}}, new int[] {-1});
        refused(new double[][] {{0.5, Double.NaN}}, new int[] {0});
        refused(new double[][] {{1.5, -0.5}}, new int[] {0});
        refused(new double[][] {{0.5, 0.4}}, new int[] {0});
        refused(new double[][] {{1, 0}, {1}}, new int[] {0, 0});
        assertThrows(
                IllegalArgumentException.class,
                () -> ExpectedCalibrationError.of(new double[][] {{1, 0}}, new int[] {0}, 0));
    }

    private static void refused(double[][] probabilities, int[] labels) {
        assertThrows(IllegalArgumentException.class, () -> Accuracy.of(probabilities, labels));
        assertThrows(IllegalArgumentException.class, () -> BrierScore.of(probabilities, labels));
        assertThrows(IllegalArgumentException.class, () -> NegativeLogLikelihood.of(probabilities, labels));
        assertThrows(IllegalArgumentException.class, () -> ExpectedCalibrationError.of(probabilities, labels));
    }
}
