package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.data.Layout;

final class MorseDetectorTest {

    private static final MorseDetector DETECTOR = Fixtures.detector();

    private static MorseDetector detector(MorseNetwork network) {
        return MorseDetector.calibrate(network, Fixtures.table(90, 1), Fixtures.table(199, 2), 0.05, Fixtures.ORIGIN);
    }

    @Test
    void aVerdictIsMadeOfItsParts() {
        MorseNetwork network = DETECTOR.network();
        int flagged = 0;
        for (float[] row : Fixtures.table(300, 5).rows()) {
            Verdict verdict = DETECTOR.assess(row);
            double energy = network.energy(row);
            assertEquals(energy, verdict.energy(), 0.0);
            assertEquals(Math.min(0, DETECTOR.offset() - energy), verdict.logDensity());
            assertEquals(DETECTOR.calibration().pValue(energy), verdict.pValue(), 0.0);
            assertEquals(verdict.pValue() <= 0.05, verdict.flagged());
            float[] logits = Arrays.copyOf(row, 3);
            for (float logit : logits) {
                assertTrue(logit <= logits[verdict.label()]);
            }
            // B leaves out expert 1, which looks at the logits alone.
            double b = new MorseNetwork(
                            network.layout(),
                            List.of(network.experts().get(0), network.experts().get(2)),
                            Pooling.MAX)
                    .energy(row);
            assertEquals(DETECTOR.temperature().at(b), verdict.temperature(), 0.0);
            assertArrayEquals(Temperature.softmax(logits, verdict.temperature()), verdict.probabilities());
            assertEquals(verdict.probabilities()[verdict.label()], verdict.confidence(), 0.0);
            double[] energies = network.classEnergies(row);
            assertEquals(Arrays.stream(energies).min().orElseThrow(), energies[verdict.mode()], 0.0);
            flagged += verdict.flagged() ? 1 : 0;
        }
        assertTrue(flagged > 0 && flagged < 60, flagged + " of 300");
    }

    /** The offset is the 95 % quantile of the training energies; on the bulk the density is 1 and its logarithm not -0. */
    @Test
    void theDensityIsOneOnTheBulkOfTheTrainingInputs() {
        List<Verdict> verdicts = DETECTOR.assess(Fixtures.table(90, 1));
        List<Verdict> bulk =
                verdicts.stream().filter(v -> v.energy() <= DETECTOR.offset()).toList();
        assertEquals(86, bulk.size()); // ceil(0.95 * 90)
        bulk.forEach(v -> assertEquals(0.0, v.logDensity()));
        assertTrue(verdicts.stream().anyMatch(v -> v.logDensity() < 0));
        assertTrue(verdicts.stream()
                .allMatch(v -> v.temperature() >= 1 / DETECTOR.temperature().scale()));
    }

    @Test
    void farInputsAreFlaggedAndNothingIsKnownOfTheirClass() {
        float[] row = {5, 0, 0, 40, -40, 40, -40, 40};
        Verdict verdict = DETECTOR.assess(row);
        assertTrue(verdict.flagged());
        assertEquals(1 / 200.0, verdict.pValue(), 0.0);
        assertEquals(1 / 3.0, verdict.confidence(), 1e-9); // the energy is in the thousands
        assertEquals(0, verdict.label());
        assertEquals(
                "Verdict[class 0 with probability 0.3333",
                verdict.toString().substring(0, "Verdict[class 0 with probability 0.3333".length()));
    }

    @Test
    void anotherFalseAlarmRateChangesTheFlagsAlone() {
        FeatureTable table = Fixtures.table(300, 6);
        List<Verdict> before = DETECTOR.assess(table);
        MorseDetector stricter = DETECTOR.withFalseAlarm(0.3);
        List<Verdict> after = stricter.assess(table);
        for (int i = 0; i < before.size(); i++) {
            assertEquals(before.get(i).pValue(), after.get(i).pValue(), 0.0);
            assertEquals(before.get(i).pValue() <= 0.05, before.get(i).flagged());
            assertEquals(after.get(i).pValue() <= 0.3, after.get(i).flagged());
        }
        assertNotEquals(
                before.stream().filter(Verdict::flagged).count(),
                after.stream().filter(Verdict::flagged).count());
        assertEquals(0.3, stricter.falseAlarm(), 0.0);
        assertEquals(0.3, stricter.manifest().falseAlarm(), 0.0);
        assertEquals(0.05, DETECTOR.falseAlarm(), 0.0);
        assertThrows(IllegalArgumentException.class, () -> DETECTOR.withFalseAlarm(0.004));
    }

    @Test
    void thresholdsOfTheManifestAreTheCalibrations() {
        DETECTOR.manifest()
                .thresholds()
                .forEach((rate, threshold) ->
                        assertEquals(DETECTOR.calibration().threshold(Double.parseDouble(rate)), threshold));
        // 199 scores guarantee 0.005 = 1 / 200, but not 0.001.
        assertEquals(
                List.of("0.005", "0.01", "0.02", "0.05", "0.1", "0.2"),
                List.copyOf(DETECTOR.manifest().thresholds().keySet()));
    }

    @Test
    void aNetworkOnTheLogitsAloneLeavesTheTemperatureConstant() {
        Expert logits = DETECTOR.network().experts().get(1);
        MorseDetector detector = detector(new MorseNetwork(Fixtures.LAYOUT, List.of(logits), Pooling.MAX));
        assertEquals(List.of(), detector.temperature().experts());
        for (Verdict verdict : detector.assess(Fixtures.table(50, 7))) {
            assertEquals(1 / detector.temperature().scale(), verdict.temperature(), 0.0);
        }
    }

    @Test
    void blocksInAnotherOrderGiveTheSameVerdicts() {
        FeatureTable table = Fixtures.table(20, 8);
        Fixtures.assertSame(
                DETECTOR.assess(table), DETECTOR.assess(table.select(List.of(Layout.EMBEDDING, Layout.LOGITS))));
    }

    @Test
    void sixteenThreadsAgreeWithOneBitForBit() throws InterruptedException, ExecutionException {
        FeatureTable table = Fixtures.table(400, 9);
        List<Verdict> serial = DETECTOR.assess(table);
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Future<List<Verdict>>> answers = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                answers.add(pool.submit(() -> DETECTOR.assess(table)));
            }
            for (Future<List<Verdict>> answer : answers) {
                Fixtures.assertSame(serial, answer.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void featuresThatAreNotFiniteAreRefused() {
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] row = Fixtures.table(1, 1).rows()[0];
            row[6] = wrong;
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> DETECTOR.assess(row));
            assertEquals("feature 6 is " + wrong + ", expected a finite number", e.getMessage());
        }
    }

    @Test
    void rowsOfTheWrongWidthAreRefused() {
        for (int width : new int[] {0, 7, 9}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> DETECTOR.assess(new float[width]));
            assertEquals("a feature row has 8 numbers (logits[3] embedding[5]), got " + width, e.getMessage());
        }
    }

    @Test
    void whatCannotBeCalibratedIsRefused() {
        MorseNetwork network = DETECTOR.network();
        FeatureTable train = Fixtures.table(90, 1);
        FeatureTable few = Fixtures.table(18, 2);
        assertThrows(
                IllegalArgumentException.class,
                () -> MorseDetector.calibrate(network, train, few, 0.05, Fixtures.ORIGIN));
        FeatureTable held = Fixtures.table(199, 2);
        held.labels()[3] = Image.UNLABELLED;
        assertThrows(
                IllegalArgumentException.class,
                () -> MorseDetector.calibrate(network, train, held, 0.05, Fixtures.ORIGIN));
        MorseNetwork withoutLogits = new MorseNetwork(
                Layout.of(Layout.EMBEDDING, 5), List.of(network.experts().get(0)), Pooling.MAX);
        assertThrows(IllegalArgumentException.class, () -> detector(withoutLogits));
    }

    @Test
    void aVerdictIsFlaggedAtExactlyTheRatesFromItsPValueOn() {
        MorseDetector detector = DETECTOR;
        for (float[] row : Fixtures.table(40, 9).rows()) {
            Verdict verdict = detector.assess(row);
            for (double rate : new double[] {0.05, 0.1, 0.3}) {
                assertEquals(
                        detector.withFalseAlarm(rate).assess(row).flagged(),
                        verdict.flaggedAt(rate),
                        verdict + " at " + rate);
            }
        }
    }

    @Test
    void aVerdictSaysWhichRateItsFlagKeeps() {
        MorseDetector detector = DETECTOR;
        float[] row = Fixtures.table(1, 9).rows()[0];
        assertEquals(0.3, detector.withFalseAlarm(0.3).assess(row).falseAlarm());
        assertEquals(1, detector.with(new ThresholdPolicy.Fixed(3)).assess(row).falseAlarm(), "a fixed one keeps none");
        assertThrows(IllegalArgumentException.class, () -> detector.assess(row).flaggedAt(0));
    }

    @Test
    void aVerdictCannotBeChangedThroughItsProbabilities() {
        Verdict verdict = DETECTOR.assess(Fixtures.table(1, 9).rows()[0]);
        double before = verdict.confidence();
        verdict.probabilities()[verdict.label()] = 7;
        assertEquals(before, verdict.confidence());
        assertEquals(before, verdict.probabilities()[verdict.label()]);
    }

    @Test
    void rowsAreJudgedInOrder() {
        MorseDetector detector = DETECTOR;
        float[][] rows = Fixtures.table(40, 9).rows();
        List<Verdict> verdicts = detector.assess(rows);
        for (int i = 0; i < rows.length; i++) {
            assertEquals(detector.assess(rows[i]).energy(), verdicts.get(i).energy());
        }
    }
}
