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

    /**
     * To 1e-5 of each score, or 1e-7 where it is 0: the features are float, which is
     * 6e-8 for one number and a hundred times more for the distance of rows scaled to length 1 in float; the ridge adds
     * 1e-8 of the condition number, here about 60.
     */
    static void assertClose(double[] expected, double[] found, String name) {
        assertClose(expected, found, expected, name);
    }

    /** For scores that are differences: to 1e-7 of the size of the numbers subtracted, beside 1e-5 of their own. */
    static void assertClose(double[] expected, double[] found, double[] sizes, String name) {
        assertEquals(expected.length, found.length, name);
        for (int i = 0; i < found.length; i++) {
            double tolerance = 1e-5 * Math.abs(expected[i]) + 1e-7 * (1 + Math.abs(sizes[i]));
            assertEquals(expected[i], found[i], tolerance, name + " of row " + i);
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
            double[] sizes = name.equals("rmd") ? Reference.doubles(scores.get("mahalanobis")) : expected;
            assertClose(expected, detector.score(TEST), sizes, name);
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
