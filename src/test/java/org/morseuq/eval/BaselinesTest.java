package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/** What every baseline must pass. */
final class BaselinesTest {

    private static final FeatureTable TRAIN = Reference.train();
    private static final FeatureTable TEST = Reference.test();

    /** A score of 0, of a row at distance 0 from itself, is 0 to this. */
    private static final double SMALLEST = 1e-12;

    /**
     * To 1e-6 of each score. The reference is in double, from the same float features; scaling rows to length 1 in float
     * costs 6e-8 a number, and the ridge adds 1e-8 of the condition number, here about 60.
     */
    static void assertClose(double[] expected, double[] found, String name) {
        assertClose(expected, found, new double[expected.length], name);
    }

    /** For scores that are sums: to 1e-6 of the size of their terms, where the sum itself is smaller. */
    static void assertClose(double[] expected, double[] found, double[] terms, String name) {
        assertEquals(expected.length, found.length, name);
        for (int i = 0; i < found.length; i++) {
            double size = Math.max(Math.abs(expected[i]), Math.abs(terms[i]));
            assertEquals(expected[i], found[i], Math.max(1e-6 * size, SMALLEST), name + " of row " + i);
        }
    }

    private static double[] concat(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    @Test
    void theNamesAreThoseOfTheDetectorsInOrder() {
        assertEquals(
                Baselines.NAMES,
                Baselines.fit(TRAIN).stream().map(Detector::name).toList());
    }

    @Test
    void scoresAgreeWithNumpyAndScikitLearn() {
        JsonNode scores = Reference.part("detectors").get("scores");
        for (Detector detector : Baselines.fit(TRAIN)) {
            String name = detector.name();
            double[] expected = Reference.doubles(scores.get(name));
            double[] terms =
                    name.equals("rmd") ? Reference.doubles(scores.get("mahalanobis")) : new double[TEST.size()];
            assertClose(expected, detector.score(TEST), terms, name);
        }
    }

    @Test
    void batchesAndTheirOrderChangeNoBit() {
        int n = TEST.size();
        int[] backwards = IntStream.range(0, n).map(i -> n - 1 - i).toArray();
        for (Detector detector : Baselines.fit(TRAIN)) {
            double[] whole = detector.score(TEST);
            double[] alone = IntStream.range(0, n)
                    .mapToDouble(i -> detector.score(TEST.rows(new int[] {i}))[0])
                    .toArray();
            assertArrayEquals(whole, alone, detector.name());
            double[] reversed = detector.score(TEST.rows(backwards));
            assertArrayEquals(
                    whole, IntStream.of(backwards).mapToDouble(i -> reversed[i]).toArray(), detector.name());
            double[] halves = concat(
                    detector.score(TEST.rows(IntStream.range(0, 17).toArray())),
                    detector.score(TEST.rows(IntStream.range(17, n).toArray())));
            assertArrayEquals(whole, halves, detector.name());
        }
    }

    @Test
    void anEmptyTableHasNoScores() {
        FeatureTable none = TEST.rows(new int[] {});
        for (Detector detector : Baselines.fit(TRAIN)) {
            assertEquals(0, detector.score(none).length, detector.name());
        }
    }

    @Test
    void logitsStandInForAMissingEmbedding() {
        FeatureTable train = TRAIN.select(List.of(Layout.LOGITS));
        FeatureTable asEmbedding = new FeatureTable(
                new Layout(List.of(new Layout.Block(Layout.LOGITS, 4), new Layout.Block(Layout.EMBEDDING, 4))),
                train.columns(List.of(Layout.LOGITS, Layout.LOGITS)),
                train.labels());
        List<Detector> fallback = Baselines.fit(train);
        List<Detector> explicit = Baselines.fit(asEmbedding);
        for (int i = 0; i < fallback.size(); i++) {
            assertArrayEquals(
                    explicit.get(i).score(asEmbedding), fallback.get(i).score(train));
        }
    }

    @Test
    void aTableWithOtherColumnsIsRefused() {
        FeatureTable logitsOnly = TEST.select(List.of(Layout.LOGITS));
        for (Detector detector : Baselines.fit(TRAIN).subList(3, 6)) {
            assertThrows(IllegalArgumentException.class, () -> detector.score(logitsOnly), detector.name());
        }
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        FeatureTable bad = TEST.select(TEST.layout().names());
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Arrays.fill(bad.rows()[3], value);
            for (Detector detector : Baselines.fit(TRAIN)) {
                assertThrows(IllegalArgumentException.class, () -> detector.score(bad), detector.name());
            }
        }
    }

    @Test
    void trainingRowsNeedAClassAndThereMustBeSome() {
        FeatureTable unlabelled =
                new FeatureTable(TRAIN.layout(), TRAIN.rows(), TRAIN.labels().clone());
        unlabelled.labels()[5] = -1;
        String message = assertThrows(IllegalArgumentException.class, () -> Mahalanobis.fit(unlabelled))
                .getMessage();
        assertEquals("the label of training row 5 must be >= 0, got -1", message);
        assertThrows(IllegalArgumentException.class, () -> RelativeMahalanobis.fit(unlabelled));
        assertThrows(IllegalArgumentException.class, () -> Baselines.fit(TRAIN.rows(new int[] {})));
    }

    /** Changing the training rows afterwards must not reach the detector. */
    @Test
    void fittedDetectorsKeepNothingOfTheTable() {
        FeatureTable train = TRAIN.select(TRAIN.layout().names());
        List<Detector> detectors = Baselines.fit(train);
        List<double[]> before =
                detectors.stream().map(detector -> detector.score(TEST)).toList();
        for (float[] row : train.rows()) {
            Arrays.fill(row, 9);
        }
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i), detectors.get(i).score(TEST));
        }
    }
}
