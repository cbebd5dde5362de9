package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/** What every detector of the registry must pass. */
final class DetectorContractTest {

    static final List<String> ALL = Baselines.ALL;

    private static final FeatureTable TRAIN = Reference.network("train");
    private static final FeatureTable TEST = Reference.network("test");

    private static FeatureTable copy(FeatureTable table) {
        FeatureTable copied = table.select(table.layout().names());
        return new FeatureTable(copied.layout(), copied.rows(), table.labels().clone());
    }

    /**
     * To 1e-6 of each score, as for the other baselines. The relative distance is the difference of two; a log-sum-exp of
     * logits and a sum of two standardised scores have terms of about 1.
     */
    @ParameterizedTest
    @FieldSource("ALL")
    void scoresAgreeWithNumpyScipyScikitLearnAndTorch(String name) {
        var scores = Reference.part("network").get("scores");
        double[] expected = Reference.doubles(scores.get(name));
        double[] terms = new double[expected.length];
        if (name.startsWith("rmd")) {
            terms = Reference.doubles(scores.get(name.replace("rmd", "mahalanobis")));
        } else if (name.equals("react") || name.startsWith("energy+knn")) {
            Arrays.fill(terms, 1);
        }
        BaselinesTest.assertClose(expected, Baselines.fit(name, TRAIN).score(TEST), terms, name);
    }

    /** The ranks that the scores decide: to 1e-9, which is far less than one exchanged pair of 15 times 15. */
    @ParameterizedTest
    @FieldSource("ALL")
    void areasUnderTheCurveAgree(String name) {
        double[] expected =
                Reference.doubles(Reference.part("network").get("scores").get(name));
        double[] found = Baselines.fit(name, TRAIN).score(TEST);
        int half = expected.length / 2;
        assertEquals(
                Auroc.of(Arrays.copyOf(expected, half), Arrays.copyOfRange(expected, half, expected.length)),
                Auroc.of(Arrays.copyOf(found, half), Arrays.copyOfRange(found, half, found.length)),
                1e-9);
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void theNameIsTheOneInTheRegistry(String name) {
        assertEquals(name, Baselines.fit(name, TRAIN).name());
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void aSecondFitAndOtherThreadsGiveTheSameBits(String name) {
        Detector detector = Baselines.fit(name, TRAIN);
        double[] scores = detector.score(TEST);
        assertArrayEquals(scores, Baselines.fit(name, copy(TRAIN)).score(TEST));
        List<double[]> together = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> detector.score(TEST))
                .toList();
        together.forEach(found -> assertArrayEquals(scores, found));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void batchesAndTheirOrderChangeNoBit(String name) {
        Detector detector = Baselines.fit(name, TRAIN);
        double[] whole = detector.score(TEST);
        for (int i = 0; i < whole.length; i++) {
            assertEquals(whole[i], detector.score(TEST.rows(new int[] {i}))[0]);
        }
        int n = whole.length;
        int[] backwards = IntStream.range(0, n).map(i -> n - 1 - i).toArray();
        double[] reversed = detector.score(TEST.rows(backwards));
        assertArrayEquals(
                whole, IntStream.of(backwards).mapToDouble(i -> reversed[i]).toArray());
        assertEquals(0, detector.score(TEST.rows(new int[] {})).length);
    }

    /** Sums run in another order, which costs roundings times the condition of the covariances. */
    @ParameterizedTest
    @FieldSource("ALL")
    void theOrderOfTheTrainingRowsChangesRoundingOnly(String name) {
        int n = TRAIN.size();
        FeatureTable mixed =
                TRAIN.rows(IntStream.range(0, n).map(i -> i * 7 % n).toArray());
        double[] expected = Baselines.fit(name, TRAIN).score(TEST);
        double[] found = Baselines.fit(name, mixed).score(TEST);
        for (int i = 0; i < found.length; i++) {
            assertEquals(expected[i], found[i], 1e-7 * (1 + Math.abs(expected[i])));
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void scoringChangesNoRow(String name) {
        FeatureTable test = copy(TEST);
        Baselines.fit(name, TRAIN).score(test);
        assertTrue(Arrays.deepEquals(TEST.rows(), test.rows()));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void laterChangesOfTheTrainingTableDoNotReachIt(String name) {
        FeatureTable train = copy(TRAIN);
        Detector detector = Baselines.fit(name, train);
        double[] before = detector.score(TEST);
        Arrays.stream(train.rows()).forEach(row -> Arrays.fill(row, 9));
        Arrays.fill(train.labels(), 0);
        assertArrayEquals(before, detector.score(TEST));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void extremeRowsHaveFiniteScores(String name) {
        int width = TEST.layout().width();
        float[][] rows = new float[9][width];
        for (int j = 0; j < width; j++) {
            rows[1][j] = Float.MAX_VALUE;
            rows[2][j] = -Float.MAX_VALUE;
            rows[3][j] = j % 2 == 0 ? Float.MAX_VALUE : -Float.MAX_VALUE;
            rows[4][j] = Float.MIN_VALUE;
            rows[5][j] = j == 0 ? Float.MAX_VALUE : 0;
            rows[6][j] = j == width - 1 ? -Float.MAX_VALUE : 1;
            rows[7][j] = j == 2 ? 800 : 0;
            rows[8][j] = 1e-20f * j;
        }
        FeatureTable extreme = new FeatureTable(TEST.layout(), rows, new int[rows.length]);
        for (double score : Baselines.fit(name, TRAIN).score(extreme)) {
            assertTrue(Double.isFinite(score), name + " gives " + score);
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void emptyAndNonFiniteTablesAreRefused(String name) {
        Detector detector = Baselines.fit(name, TRAIN);
        for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            FeatureTable bad = copy(TEST);
            Arrays.fill(bad.rows()[3], value);
            assertThrows(IllegalArgumentException.class, () -> detector.score(bad));
        }
        if (Baselines.TRAINED.contains(name)) {
            FeatureTable bad = copy(TRAIN);
            Arrays.fill(bad.rows()[3], Float.NaN);
            for (FeatureTable wrong : List.of(bad, TRAIN.rows(new int[] {}))) {
                assertFalse(
                        assertThrows(IllegalArgumentException.class, () -> Baselines.fit(name, wrong))
                                instanceof UnfittableException,
                        "wrong input is not a matter of this detector alone");
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void aTableWithOtherColumnsIsRefused(String name) {
        Detector detector = Baselines.fit(name, TRAIN);
        FeatureTable other = new FeatureTable(Layout.of("other", 3), new float[2][3], new int[2]);
        assertThrows(IllegalArgumentException.class, () -> detector.score(other));
    }

    /** A library for calibration stops when a class has no rows. */
    @ParameterizedTest
    @FieldSource("ALL")
    void aClassWithoutTrainingRowsDoesNotStopIt(String name) {
        int[] some = IntStream.range(0, TRAIN.size())
                .filter(i -> TRAIN.labels()[i] != 1)
                .toArray();
        for (double score : Baselines.fit(name, TRAIN.rows(some)).score(TEST)) {
            assertTrue(Double.isFinite(score));
        }
    }

    /** An anomaly detector of 2026 gave all inputs one score, and its tests passed. */
    @ParameterizedTest
    @FieldSource("ALL")
    void differentRowsHaveDifferentScores(String name) {
        double[] scores = Baselines.fit(name, TRAIN).score(TEST);
        assertEquals(TEST.size(), Arrays.stream(scores).distinct().count());
    }

    /**
     * Four classes along the first four features, whose logits are these features times 2; four more features that
     * hardly vary and that the logits do not see. A foreign row is far out in those four and midway between the classes
     * in the first, so that any idea of what is foreign applies to it.
     */
    @ParameterizedTest
    @FieldSource("ALL")
    void rowsFarFromAllClassesScoreHigher(String name) {
        Random random = new Random(5);
        Detector detector = Baselines.fit(name, blobs(400, random));
        double[] in = detector.score(blobs(200, random));
        for (float distance : new float[] {10, 100, 1000}) {
            double[] out = detector.score(foreign(50, distance, random));
            assertTrue(Auroc.of(in, out) > 0.99, name + " at " + distance + ": " + Auroc.of(in, out));
        }
    }

    private static FeatureTable blobs(int n, Random random) {
        float[][] embedding = new float[n][8];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 4;
            for (int j = 0; j < 8; j++) {
                embedding[i][j] = (float) ((j < 4 ? 0.5 : 0.1) * random.nextGaussian() + (j == labels[i] ? 6 : 0));
            }
        }
        return shown(embedding, labels);
    }

    private static FeatureTable foreign(int n, float distance, Random random) {
        float[][] embedding = new float[n][8];
        for (float[] row : embedding) {
            for (int j = 0; j < 8; j++) {
                double place = j < 4 ? 1.5 : (j % 2 == 0 ? distance : -distance);
                row[j] = (float) (place + 0.1 * random.nextGaussian());
            }
        }
        return shown(embedding, new int[n]);
    }

    private static FeatureTable shown(float[][] embedding, int... labels) {
        float[][] rows = new float[embedding.length][20];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 8; j++) {
                rows[i][4 + j] = embedding[i][j];
                rows[i][12 + j] = embedding[i][j];
                if (j < 4) {
                    rows[i][j] = 2 * embedding[i][j] + 0.25f * j;
                }
            }
        }
        Layout layout = new Layout(List.of(
                new Layout.Block(Layout.LOGITS, 4),
                new Layout.Block(Layout.EMBEDDING, 8),
                new Layout.Block(Layout.INNER + "1", 8)));
        return new FeatureTable(layout, rows, labels);
    }
}
