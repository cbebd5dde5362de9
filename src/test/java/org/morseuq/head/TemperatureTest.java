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

    /** Labels drawn from softmax(l / T). */
    private static int[] draw(float[][] logits, double[] temperatures, Random random) {
        int[] labels = new int[logits.length];
        for (int i = 0; i < labels.length; i++) {
            double[] p = Temperature.softmax(logits[i], temperatures[i]);
            double coin = random.nextDouble();
            labels[i] = coin < p[0] ? 0 : coin < p[0] + p[1] ? 1 : 2;
        }
        return labels;
    }

    @Test
    void isLeastOnTheModesAndRisesWithTheEnergyFromTheOffsetOn() {
        Temperature temperature = new Temperature(2, 3, EXPERTS);
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

    @Test
    void keepsThePredictionAndItsConfidenceFallsToOneOverK() {
        Temperature temperature = new Temperature(1.7, 0.5, EXPERTS);
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
        Temperature temperature = new Temperature(100, 0, EXPERTS);
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

    /**
     * The scale s is 1 / T0. Its estimate from 20,000 labels deviates by about 1 / sqrt(20,000 I), where the information I
     * is the mean variance of s l under softmax, here about 0.5: 1 %; five deviations are allowed.
     */
    @Test
    void findsTheTemperatureThatLabelsWereDrawnWith() {
        for (double t0 : new double[] {0.5, 1, 2.5}) {
            Random random = new Random(2);
            float[][] logits = logits(20_000, random);
            double[] temperatures = new double[logits.length];
            Arrays.fill(temperatures, t0);
            int[] labels = draw(logits, temperatures, random);
            Temperature fitted = Temperature.fit(logits, new double[logits.length], labels, 0, List.of());
            assertEquals(t0, fitted.at(0), 0.05 * t0);
        }
    }

    /** Energies beyond the offset flatten; the fitted scale accounts for that. */
    @Test
    void findsTheScaleBesideTheEnergies() {
        Random random = new Random(3);
        float[][] logits = logits(20_000, random);
        Temperature truth = new Temperature(1.6, 0.4, EXPERTS);
        double[] energies = random.doubles(logits.length, 0, 2).toArray();
        int[] labels = draw(logits, Arrays.stream(energies).map(truth::at).toArray(), random);
        Temperature fitted = Temperature.fit(logits, energies, labels, 0.4, EXPERTS);
        assertEquals(1.6, fitted.scale(), 0.05 * 1.6); // as above
        assertEquals(0.4, fitted.offset(), 0.0);
        assertEquals(EXPERTS, fitted.experts());
        // The search ends within 1e-6 in log s: the slope is negative a little below the optimum, positive above it.
        assertTrue(slope(logits, energies, labels, 0.4, fitted.scale() * (1 - 1e-5)) < 0);
        assertTrue(slope(logits, energies, labels, 0.4, fitted.scale() * (1 + 1e-5)) > 0);
    }

    /** The derivative in s of the mean of -log softmax_y(s mu l), which is the mean of mu (E_p[l] - l_y). */
    private static double slope(float[][] logits, double[] energies, int[] labels, double offset, double scale) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double mu = Math.exp(-Math.max(0, energies[i] - offset));
            double[] p = Temperature.softmax(logits[i], 1 / (scale * mu));
            double mean = p[0] * logits[i][0] + p[1] * logits[i][1] + p[2] * logits[i][2];
            sum += mu * (mean - logits[i][labels[i]]);
        }
        return sum / labels.length;
    }

    @Test
    void labelsThatAreAlwaysRightEndAtTheEdge() {
        float[][] logits = {{3, 0}, {0, 3}};
        Temperature fitted = Temperature.fit(logits, new double[2], new int[] {0, 1}, 0, List.of());
        assertTrue(fitted.scale() > 5 && fitted.scale() <= 100, "scale " + fitted.scale());
    }

    @Test
    void whatIsNoTemperatureIsRefused() {
        for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new Temperature(scale, 0, EXPERTS));
        }
        assertThrows(IllegalArgumentException.class, () -> new Temperature(1, Double.NaN, EXPERTS));
        for (int label : new int[] {-1, 2}) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> Temperature.fit(new float[1][2], new double[1], new int[] {label}, 0, EXPERTS));
            assertEquals("the temperature needs labels from 0 to 1, row 0 has " + label, e.getMessage());
        }
    }
}
