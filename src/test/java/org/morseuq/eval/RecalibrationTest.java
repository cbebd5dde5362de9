package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

final class RecalibrationTest {

    private static final JsonNode REFERENCE = Reference.file("calibration_reference.json");

    private static FeatureTable table(float[][] logits, int... labels) {
        return new FeatureTable(Layout.of(Layout.LOGITS, logits[0].length), logits, labels);
    }

    private static FeatureTable held() {
        JsonNode node = REFERENCE.get("held");
        return table(Reference.floats(node.get("logits")), Reference.integers(node.get("labels")));
    }

    private static FeatureTable test() {
        float[][] logits = Reference.floats(REFERENCE.get("test").get("logits"));
        return table(logits, new int[logits.length]);
    }

    /** Labels drawn from the softmax of half the logits, with an offset for the first class. */
    private static FeatureTable overconfident(int n, long seed) {
        Random random = new Random(seed);
        float[][] logits = new float[n][3];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            float[] honest = new float[3];
            for (int c = 0; c < 3; c++) {
                logits[i][c] = (float) (4 * random.nextGaussian());
                honest[c] = logits[i][c] / 2 + (c == 0 ? 1 : 0);
            }
            double[] p = Softmax.of(honest);
            double u = random.nextDouble();
            labels[i] = u < p[0] ? 0 : u < p[0] + p[1] ? 1 : 2;
        }
        return table(logits, labels);
    }

    /** The minimum is found by two methods, both to a slope of 1e-13 or 1e-8 in value; the curvature is 1e-3 or more. */
    @Test
    void vectorScalingAgreesWithScipy() {
        VectorScaling found = VectorScaling.fit(held());
        double[] parameters = Reference.doubles(REFERENCE.get("vector").get("parameters"));
        assertArrayEquals(Arrays.copyOf(parameters, 4), found.scales(), 1e-6);
        assertArrayEquals(Arrays.copyOfRange(parameters, 4, 8), found.offsets(), 1e-6);
        double[][] expected = Reference.rows(REFERENCE.get("vector").get("probabilities"));
        double[][] probabilities = found.probabilities(test());
        for (int i = 0; i < expected.length; i++) {
            for (int c = 0; c < 4; c++) {
                assertEquals(expected[i][c], probabilities[i][c], 1e-6 * expected[i][c]);
            }
        }
    }

    /** 1e-12: sums of a few hundred numbers in another order. */
    @Test
    void isotonicCalibrationAgreesWithScikitLearn() {
        double[][] expected = Reference.rows(REFERENCE.get("isotonic"));
        double[][] found = IsotonicCalibration.fit(held()).probabilities(test());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found[i], 1e-12);
        }
    }

    @Test
    void isotonicMapsAgreeWithScikitLearn() {
        for (JsonNode each : REFERENCE.get("regressions")) {
            IsotonicMap map = IsotonicMap.fit(Reference.doubles(each.get("x")), Reference.doubles(each.get("y")));
            assertArrayEquals(
                    Reference.doubles(each.get("expected")),
                    Arrays.stream(Reference.doubles(each.get("at")))
                            .map(map::at)
                            .toArray(),
                    1e-12,
                    each.get("name").asText());
        }
    }

    /** 3, 1, 2 are pooled to 2; 5 stays. Between 2 and 3 the value rises by a line. */
    @Test
    void violatorsArePooledByHand() {
        IsotonicMap map = IsotonicMap.fit(new double[] {2, 0, 1, 3}, new double[] {2, 3, 1, 5});
        assertEquals(2, map.at(-1));
        assertEquals(2, map.at(0.5));
        assertEquals(2, map.at(2));
        assertEquals(3.5, map.at(2.5));
        assertEquals(5, map.at(8));
    }

    /** The slope of the objective at what was found, by differences. */
    @Test
    void noParameterOfVectorScalingCanBeImproved() {
        FeatureTable held = held();
        VectorScaling fitted = VectorScaling.fit(held);
        double[] at = new double[8];
        System.arraycopy(fitted.scales(), 0, at, 0, 4);
        System.arraycopy(fitted.offsets(), 0, at, 4, 4);
        for (int j = 0; j < at.length; j++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[j] += 1e-4;
            down[j] -= 1e-4;
            double slope = (VectorScaling.value(up, held.rows(), held.labels())
                            - VectorScaling.value(down, held.rows(), held.labels()))
                    / 2e-4;
            assertEquals(0, slope, 1e-7); // the third derivative times 1e-8 / 6
        }
    }

    /** An offset for one class is beyond a temperature, and both are beyond the plain network. */
    @Test
    void everyRecalibrationRaisesTheLikelihoodOfNewRows() {
        FeatureTable fresh = overconfident(8000, 1);
        double before = NegativeLogLikelihood.of(Softmax.rows(fresh.rows()), fresh.labels());
        List<Recalibration> all = Recalibration.fit(overconfident(8000, 2));
        assertEquals(
                List.of("temperature", "vector", "isotonic"),
                all.stream().map(Recalibration::name).toList());
        double[] after = all.stream()
                .mapToDouble(each -> NegativeLogLikelihood.of(each.probabilities(fresh), fresh.labels()))
                .toArray();
        for (double likelihood : after) {
            assertTrue(likelihood < before - 0.05, Arrays.toString(after) + " from " + before);
        }
        assertTrue(after[1] < after[0] - 0.01, Arrays.toString(after));
    }

    /** A library for calibration stops when a class is absent, another when there are few rows. */
    @Test
    void fewRowsMissingClassesAndTiesHaveProbabilities() {
        FeatureTable three = table(new float[][] {{3, 0, 0}, {0, 3, 0}, {2, 1, 0}}, 0, 1, 0); // class 2 never
        FeatureTable constant = table(new float[][] {{1, 1, 1}, {1, 1, 1}}, 0, 2);
        FeatureTable one = table(new float[][] {{3, 0, 0}}, 0);
        FeatureTable wrong = table(new float[][] {{30, 0, 0}, {0, 30, 0}}, 2, 2);
        FeatureTable large = table(new float[][] {{300, -300, 0}, {-300, 300, 0}}, 0, 1);
        for (FeatureTable held : List.of(three, constant, one, wrong, large)) {
            for (Recalibration each : Recalibration.fit(held)) {
                for (FeatureTable rows : List.of(three, constant, large)) {
                    double likelihood = NegativeLogLikelihood.of(each.probabilities(rows), rows.labels());
                    assertTrue(likelihood >= 0, each.name()); // checks also that they are probabilities
                }
            }
        }
        double[] ofConstant = IsotonicCalibration.fit(constant).probabilities(constant)[0];
        assertArrayEquals(new double[] {4 / 9.0, 1 / 9.0, 4 / 9.0}, ofConstant, 1e-15); // 2/3 of 1/2 and 1/3 of 1/3
    }

    @Test
    void isotonicCalibrationNeverSaysNever() {
        FeatureTable held = overconfident(50, 4);
        double least = 1;
        for (double[] row : IsotonicCalibration.fit(held).probabilities(overconfident(2000, 5))) {
            least = Math.min(least, Arrays.stream(row).min().orElseThrow());
        }
        assertEquals(1 / 51.0 / 3, least, 1e-12);
    }

    @Test
    void noRowsNoLabelsAndNumbersThatAreNoneAreRefused() {
        FeatureTable some = held();
        FeatureTable none = some.rows(new int[] {});
        FeatureTable unlabelled = table(some.rows(), new int[some.size()]);
        unlabelled.labels()[7] = -1;
        FeatureTable beyond = table(some.rows(), new int[some.size()]);
        beyond.labels()[7] = 4;
        float[][] rows = Arrays.stream(some.rows()).map(float[]::clone).toArray(float[][]::new);
        rows[3][1] = Float.NaN;
        FeatureTable broken = table(rows, some.labels());
        for (FeatureTable wrong : List.of(none, unlabelled, beyond, broken)) {
            assertThrows(IllegalArgumentException.class, () -> TemperatureScaling.fit(wrong));
            assertThrows(IllegalArgumentException.class, () -> VectorScaling.fit(wrong));
            assertThrows(IllegalArgumentException.class, () -> IsotonicCalibration.fit(wrong));
        }
        String message = assertThrows(IllegalArgumentException.class, () -> VectorScaling.fit(broken))
                .getMessage();
        assertEquals("logits[1] of row 3 must be finite, got NaN", message);
    }
}
