package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

final class TemperatureScaledProbabilityTest {

    private static FeatureTable table(float[][] logits, int... labels) {
        return new FeatureTable(Layout.of(Layout.LOGITS, logits[0].length), logits, labels);
    }

    /** Both are the root of the same slope, in double. */
    @Test
    void theTemperatureAgreesWithScipy() {
        assertEquals(
                Reference.part("network").get("temperature").asDouble(),
                TemperatureScaledProbability.fit(Reference.network("train")).temperature(),
                1e-10);
    }

    /** Logit 2 and 0, right three times in four: 1 / (1 + e^(-2 / T)) = 3 / 4 gives T = 2 / ln 3. */
    @Test
    void smallCaseByHand() {
        float[][] logits = {{2, 0}, {2, 0}, {2, 0}, {2, 0}};
        TemperatureScaledProbability scaled = TemperatureScaledProbability.fit(table(logits, 0, 0, 0, 1));
        assertEquals(2 / Math.log(3), scaled.temperature(), 1e-12);
        assertEquals(-Math.log(0.75), scaled.score(table(logits, 0, 0, 0, 0))[0], 1e-12);
    }

    /** Labels drawn from the softmax of a third of the logits; a peer returned the logits as they were. */
    @Test
    void overconfidenceIsFoundAndTheLikelihoodRises() {
        Random random = new Random(6);
        float[][] logits = new float[20000][3];
        int[] labels = new int[logits.length];
        for (int i = 0; i < logits.length; i++) {
            for (int c = 0; c < 3; c++) {
                logits[i][c] = (float) (6 * random.nextGaussian());
            }
            double[] p = Softmax.of(logits[i], 3);
            double u = random.nextDouble();
            labels[i] = u < p[0] ? 0 : u < p[0] + p[1] ? 1 : 2;
        }
        double t = TemperatureScaledProbability.fit(table(logits, labels)).temperature();
        assertEquals(3, t, 0.1); // its standard error is about 0.03
        double before = NegativeLogLikelihood.of(Softmax.rows(logits), labels);
        assertTrue(NegativeLogLikelihood.of(Softmax.rows(logits, t), labels) < before);
    }

    @Test
    void theTemperatureStaysInItsRange() {
        float[][] logits = {{9, 0}, {0, 9}};
        assertEquals(0.01, TemperatureScaledProbability.fit(table(logits, 0, 1)).temperature(), 1e-12);
        assertEquals(100, TemperatureScaledProbability.fit(table(logits, 1, 0)).temperature(), 1e-9);
        float[][] flat = {{1, 1}, {1, 1}};
        assertEquals(1, TemperatureScaledProbability.fit(table(flat, 1, 0)).temperature());
    }

    /** One row in a hundred is wrong, by little: Newton alone would creep for more than a hundred steps. */
    @Test
    void aDistantOptimumIsReached() {
        float[][] logits = new float[100][];
        Arrays.setAll(logits, i -> new float[] {i == 0 ? 0.03f : 3, 0});
        int[] labels = new int[100];
        labels[0] = 1;
        double beta =
                1 / TemperatureScaledProbability.fit(table(logits, labels)).temperature();
        // The slope is 0.03 / (1 + e^(-0.03 beta)) for the wrong row and -3 / (1 + e^(3 beta)) for each of the others.
        double slope = 0.03f / (1 + Math.exp(-0.03f * beta)) - 99 * 3 / (1 + Math.exp(3 * beta));
        assertEquals(0, slope, 1e-12);
    }

    @Test
    void labelsMustBeClasses() {
        float[][] logits = {{9, 0}};
        assertThrows(IllegalArgumentException.class, () -> TemperatureScaledProbability.fit(table(logits, 2)));
        assertThrows(IllegalArgumentException.class, () -> TemperatureScaledProbability.fit(table(logits, -1)));
    }
}
