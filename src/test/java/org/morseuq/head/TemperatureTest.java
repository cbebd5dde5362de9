package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TemperatureTest {

    private static final List<Integer> EXPERTS = List.of(0);

    private static double entropy(double[] probabilities) {
        return Arrays.stream(probabilities)
                .map(p -> p == 0 ? 0 : -p * Math.log(p))
                .sum();
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int c = 1; c < values.length; c++) {
            best = values[c] > values[best] ? c : best;
        }
        return best;
    }

    private static float[][] logits(int n, Random random) {
        float[][] logits = new float[n][3];
        for (float[] row : logits) {
            for (int c = 0; c < row.length; c++) {
                row[c] = (float) (3 * random.nextGaussian());
            }
        }
        return logits;
    }

    @Test
    void isLeastOnTheModesAndRisesWithTheEnergyFromTheOffsetOn() {
        Temperature temperature = new Temperature(2, 3, 1, EXPERTS);
        assertEquals(0.5, temperature.at(0), 0.0);
        assertEquals(0.5, temperature.at(3), 0.0);
        assertEquals(0.5 * Math.exp(1), temperature.at(4), 1e-15);
        double before = 0.5;
        for (double energy = 3.1; energy < 60; energy += 0.1) {
            assertTrue(temperature.at(energy) > before);
            before = temperature.at(energy);
        }
        assertEquals(1, Temperature.NONE.at(0), 0.0);
    }

    /** T = 1 / (s mu^gamma): at gamma = 1/2 its logarithm rises half as fast, at 0 not at all. */
    @Test
    void theExponentSaysHowFastItRises() {
        assertEquals(0.5 * Math.exp(2), new Temperature(2, 3, 0.5, EXPERTS).at(7), 1e-15 * Math.exp(2));
        assertEquals(0.5, new Temperature(2, 3, 0, EXPERTS).at(7), 0.0);
        assertEquals(0.5, new Temperature(2, 3, 0, EXPERTS).at(Double.POSITIVE_INFINITY), 0.0);
    }

    @Test
    void keepsThePredictionAndItsConfidenceFallsToOneOverK() {
        Temperature temperature = new Temperature(1.7, 0.5, 1, EXPERTS);
        for (float[] logits : logits(50, new Random(1))) {
            int label = largest(Temperature.softmax(logits, 1));
            double before = 0;
            for (double energy = 0.5; energy < 12; energy += 0.25) { // beyond, entropies differ by less than rounding
                double[] p = Temperature.softmax(logits, temperature.at(energy));
                assertEquals(label, largest(p));
                assertEquals(1, Arrays.stream(p).sum(), 1e-14);
                assertTrue(entropy(p) > before, "entropy at " + energy);
                before = entropy(p);
            }
            double[] far = Temperature.softmax(logits, temperature.at(60));
            assertEquals(Math.log(3), entropy(far), 1e-14);
        }
    }

    @Test
    void nothingOverflows() {
        Temperature temperature = new Temperature(100, 0, 1, EXPERTS);
        for (double energy : new double[] {1e6, 1e300, Double.POSITIVE_INFINITY}) {
            double t = temperature.at(energy);
            assertTrue(Double.isFinite(t) && t >= 1e29, "temperature " + t);
            double[] p = Temperature.softmax(new float[] {1000, -1000, 3}, t);
            for (double each : p) {
                assertEquals(1 / 3.0, each, 1e-15);
            }
        }
        double[] cold = Temperature.softmax(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, 0}, 0.01);
        assertEquals(1, cold[0], 0.0);
    }

    @Test
    void softmaxByHand() {
        double[] p = Temperature.softmax(new float[] {2, 0}, 2); // odds e^1
        assertEquals(Math.E / (1 + Math.E), p[0], 1e-15);
        double[] shifted = Temperature.softmax(new float[] {2002, 2000}, 2);
        assertEquals(p[0], shifted[0], 1e-15);
    }

    @Test
    void whatIsNoTemperatureIsRefused() {
        for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new Temperature(scale, 0, 1, EXPERTS));
        }
        assertThrows(IllegalArgumentException.class, () -> new Temperature(1, Double.NaN, 1, EXPERTS));
        for (double exponent : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new Temperature(1, 0, exponent, EXPERTS));
        }
    }
}
