package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;

final class TemperatureFitTest {

    private static final List<Integer> EXPERTS = List.of(0);
    private static final int N = 10_000;
    private static final float[][] LOGITS = logits(new Random(1));
    private static final double[] ENERGIES = new Random(2).doubles(N, 0, 2).toArray();
    private static final double OFFSET = 1;

    private static float[][] logits(Random random) {
        float[][] logits = new float[N][3];
        for (float[] row : logits) {
            for (int c = 0; c < row.length; c++) {
                row[c] = (float) (3 * random.nextGaussian());
            }
        }
        return logits;
    }

    /** Labels drawn from softmax(l / T). */
    private static int[] draw(Temperature truth, long seed) {
        Random random = new Random(seed);
        int[] labels = new int[N];
        for (int i = 0; i < N; i++) {
            double[] p = Temperature.softmax(LOGITS[i], truth.at(ENERGIES[i]));
            double coin = random.nextDouble();
            labels[i] = coin < p[0] ? 0 : coin < p[0] + p[1] ? 1 : 2;
        }
        return labels;
    }

    private static Temperature fit(int[] labels, double premium) {
        return TemperatureFit.of(LOGITS, ENERGIES, labels, OFFSET, EXPERTS, premium);
    }

    /** The mean negative log-likelihood, written otherwise than in the fit. */
    private static double loss(Temperature temperature, int... labels) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum -= Math.log(Temperature.softmax(LOGITS[i], temperature.at(ENERGIES[i]))[labels[i]]);
        }
        return sum / labels.length;
    }

    private static Temperature scaled(Temperature t, double factor) {
        return new Temperature(factor * t.scale(), t.offset(), t.exponent(), t.experts());
    }

    /**
     * The scale s is 1 / T0. Its estimate from 10,000 labels deviates by about 1 / sqrt(10,000 I), where the information I
     * is the mean variance of s l under softmax, here about 0.5: 1.4 %; five deviations are allowed.
     */
    @Test
    void findsTheOneTemperatureThatLabelsWereDrawnWith() {
        for (double t0 : new double[] {0.5, 1, 2.5}) {
            int[] labels = draw(new Temperature(1 / t0, 0, 0, List.of()), 3);
            Temperature fitted = TemperatureFit.of(LOGITS, ENERGIES, labels, 0, List.of(), 0.01);
            assertEquals(t0, fitted.at(5), 0.07 * t0);
            assertEquals(0, fitted.exponent(), 0.0);
        }
    }

    /** A change of 0.1 % in s to either side costs about (0.001)^2 I / 2 = 2e-7 nats: far above rounding. */
    @Test
    void theScaleIsTheMostLikelyOneForItsExponent() {
        int[] labels = draw(new Temperature(1.6, OFFSET, 0.3, EXPERTS), 4);
        for (double premium : new double[] {0, 0.01, 0.1, 10}) {
            Temperature fitted = fit(labels, premium);
            double least = loss(fitted, labels);
            assertTrue(least < loss(scaled(fitted, 1.001), labels), "premium " + premium);
            assertTrue(least < loss(scaled(fitted, 0.999), labels), "premium " + premium);
        }
    }

    /** The exponent is where the premium is used up: within 1e-6 of it in gamma, and the loss moves no faster. */
    @Test
    void theHeldOutLossIsWithinThePremiumAndUsesItUp() {
        int[] labels = draw(new Temperature(0.7, 0, 0, List.of()), 5);
        double global = loss(TemperatureFit.of(LOGITS, ENERGIES, labels, 0, List.of(), 0), labels);
        double before = 0;
        for (double premium : new double[] {0.001, 0.01, 0.03}) {
            Temperature fitted = fit(labels, premium);
            assertEquals(1 + premium, loss(fitted, labels) / global, 1e-6);
            assertTrue(fitted.exponent() > before && fitted.exponent() < 1, "exponent " + fitted.exponent());
            before = fitted.exponent();
        }
    }

    /**
     * Where confidence falls with the energy in truth, even a premium of 0 finds an exponent: the loss first falls, so the
     * place where it is back is beyond the true exponent.
     */
    @Test
    void whatCostsNothingIsTaken() {
        Temperature truth = new Temperature(1, OFFSET, 0.3, EXPERTS);
        Temperature fitted = fit(draw(truth, 6), 0);
        assertTrue(fitted.exponent() > 0.3 && fitted.exponent() < 1, "exponent " + fitted.exponent());
        // And where it rises, nothing is: T is that of temperature scaling.
        int[] labels = new int[N];
        for (int i = 0; i < N; i++) {
            float[] l = LOGITS[i];
            int largest = l[0] >= l[1] && l[0] >= l[2] ? 0 : l[1] >= l[2] ? 1 : 2;
            labels[i] = ENERGIES[i] > OFFSET || i % 3 > 0 ? largest : i % 2;
        }
        assertEquals(0, fit(labels, 0).exponent(), 1e-5); // the slope at 0 is positive: only rounding is let through
    }

    @Test
    void theExponentIsNeverAboveThePapers() {
        Temperature fitted = fit(draw(new Temperature(1, OFFSET, 3, EXPERTS), 7), 0.01);
        assertEquals(1, fitted.exponent(), 0.0);
    }

    @Test
    void theOffsetIsAHighQuantileOfTheHeldOutEnergiesOfWhatIsNotOnTheLogitsAlone() {
        MorseNetwork network = Fixtures.network(Pooling.MAX);
        FeatureTable held = Fixtures.table(200, 2);
        Temperature fitted = TemperatureFit.of(network, held, 0.01);
        assertEquals(List.of(0, 2), fitted.experts());
        double[] energies = fitted.part(network).energies(held);
        assertEquals(
                180, Arrays.stream(energies).filter(b -> b <= fitted.offset()).count()); // 90 % of 200
        assertTrue(Arrays.stream(energies).anyMatch(b -> b == fitted.offset()));
    }

    @Test
    void aDetectorTakesAnotherPremiumAndKeepsItsScores() {
        MorseDetector detector = Fixtures.detector();
        FeatureTable held = Fixtures.table(199, 2); // those that calibrated it
        assertEquals(
                detector.temperature(),
                detector.withTemperature(held, Temperature.PREMIUM).temperature());
        MorseDetector other = detector.withTemperature(held, 0.2);
        assertTrue(other.temperature().exponent() > detector.temperature().exponent());
        assertEquals(other.temperature(), other.manifest().temperature().temperature());
        FeatureTable table = Fixtures.table(50, 3);
        List<Verdict> before = detector.assess(table);
        List<Verdict> after = other.assess(table);
        for (int i = 0; i < 50; i++) {
            assertEquals(before.get(i).energy(), after.get(i).energy(), 0.0);
            assertEquals(before.get(i).pValue(), after.get(i).pValue(), 0.0);
            assertEquals(before.get(i).flagged(), after.get(i).flagged());
            assertEquals(before.get(i).label(), after.get(i).label());
        }
    }

    @Test
    void labelsThatAreAlwaysRightEndAtTheEdge() {
        float[][] logits = {{3, 0}, {0, 3}};
        Temperature fitted = TemperatureFit.of(logits, new double[2], new int[] {0, 1}, 0, List.of(), 0);
        assertEquals(100, fitted.scale(), 1e-9);
        Temperature flat = TemperatureFit.of(new float[2][2], new double[2], new int[] {0, 1}, 0, List.of(), 0);
        assertEquals(1, flat.scale(), 0.0);
    }

    @Test
    void whatCannotBeFittedIsRefused() {
        for (int label : new int[] {-1, 2}) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> TemperatureFit.of(new float[1][2], new double[1], new int[] {label}, 0, EXPERTS, 0));
            assertEquals("the temperature needs labels from 0 to 1, row 0 has " + label, e.getMessage());
        }
        for (double premium : new double[] {-0.01, Double.NaN, Double.POSITIVE_INFINITY}) {
            FeatureTable held = Fixtures.table(9, 1);
            assertThrows(
                    IllegalArgumentException.class, () -> Fixtures.detector().withTemperature(held, premium));
        }
    }

    /** An input infinitely far, as a divergence may put it, says nothing about the scale, and spoils nothing. */
    @Test
    void oneInfiniteEnergyDoesNotSpoilTheFit() {
        int[] labels = draw(new Temperature(0.5, OFFSET, 0.7, EXPERTS), 3);
        double[] energies = ENERGIES.clone();
        energies[17] = Double.POSITIVE_INFINITY;
        Temperature plain = fit(labels, 0.01);
        Temperature fitted = TemperatureFit.of(LOGITS, energies, labels, OFFSET, EXPERTS, 0.01);
        // One of ten thousand inputs.
        assertEquals(plain.scale(), fitted.scale(), 1e-3 * plain.scale());
        assertEquals(plain.exponent(), fitted.exponent(), 1e-2);
    }
}
