package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** What every detector answers where there is hardly anything to learn: finite scores, or one sentence that says why not. */
final class DegenerateInputTest {

    static final List<String> ALL = Baselines.ALL;

    private static final int CLASSES = 3;
    private static final int FEATURES = 6;
    private static final FeatureTable SOUND = table(90, 1);

    /** Logits that are an affine map of the embedding, and one inner layer that is the embedding. */
    private static FeatureTable table(int n, long seed) {
        Random random = new Random(seed);
        float[][] embedding = new float[n][FEATURES];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % CLASSES;
            for (int j = 0; j < FEATURES; j++) {
                embedding[i][j] = (float) (random.nextGaussian() + (j == labels[i] ? 4 : 1));
            }
        }
        return shown(embedding, labels);
    }

    private static FeatureTable shown(float[][] embedding, int... labels) {
        float[][] rows = new float[embedding.length][CLASSES + 2 * FEATURES];
        for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < CLASSES; c++) {
                rows[i][c] = 2 * embedding[i][c] - embedding[i][(c + 1) % FEATURES] + c;
            }
            System.arraycopy(embedding[i], 0, rows[i], CLASSES, FEATURES);
            System.arraycopy(embedding[i], 0, rows[i], CLASSES + FEATURES, FEATURES);
        }
        return new FeatureTable(
                new Layout(List.of(
                        new Layout.Block(Layout.LOGITS, CLASSES),
                        new Layout.Block(Layout.EMBEDDING, FEATURES),
                        new Layout.Block(Layout.INNER + "1", FEATURES))),
                rows,
                labels);
    }

    private interface Change {
        void of(float[] embedding, int row);
    }

    private static FeatureTable changed(FeatureTable table, Change change) {
        float[][] embedding = table.block(Layout.EMBEDDING);
        for (int i = 0; i < embedding.length; i++) {
            change.of(embedding[i], i);
        }
        return shown(embedding, table.labels().clone());
    }

    private static FeatureTable first(int n) {
        return SOUND.rows(IntStream.range(0, n).toArray());
    }

    /** Finite scores, or a refusal of this detector alone that is one sentence. */
    private static boolean answers(String name, FeatureTable train) {
        Detector detector;
        try {
            detector = Baselines.fit(name, train);
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().length() > 20 && !e.getMessage().contains("\n"), e.getMessage());
            return false;
        }
        for (double score : detector.score(table(20, 2))) {
            assertTrue(Double.isFinite(score), name + " gives " + score);
        }
        return true;
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void aClassWithoutRowsIsLeftOut(String name) {
        int[] without =
                IntStream.range(0, 90).filter(i -> SOUND.labels()[i] != 1).toArray();
        assertTrue(answers(name, SOUND.rows(without)));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void aConstantFeatureStopsNothing(String name) {
        assertTrue(answers(name, changed(SOUND, (row, i) -> row[FEATURES - 1] = 7)));
        assertTrue(answers(name, changed(SOUND, (row, i) -> row[FEATURES - 1] = 0)));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void aSingularCovarianceStopsNothing(String name) {
        assertTrue(answers(name, changed(SOUND, (row, i) -> row[FEATURES - 1] = row[0] + row[1])));
        assertTrue(answers(name, changed(SOUND, (row, i) -> row[FEATURES - 1] = row[FEATURES - 2])));
    }

    /** More neighbours than rows, fewer rows than features, one row a class, a single row: an answer of either kind. */
    @ParameterizedTest
    @FieldSource("ALL")
    void fewRowsHaveAnAnswer(String name) {
        for (int n : new int[] {1, 2, CLASSES, FEATURES, FEATURES + 2, 20}) {
            boolean fitted = answers(name, first(n));
            if (n == 20) {
                assertTrue(fitted, name + " needs no more than 20 rows of 6 features");
            }
        }
    }

    /** Rows that do not differ at all say nothing about distances; logits alone are enough for some. */
    @ParameterizedTest
    @FieldSource("ALL")
    void rowsThatAreAllTheSameHaveAnAnswer(String name) {
        FeatureTable same = changed(SOUND, (row, i) -> Arrays.fill(row, 2));
        boolean fitted = answers(name, same);
        assertTrue(fitted || Baselines.TRAINED.contains(name), name);
        // A comparison goes on without those that refuse.
        assertEquals(
                fitted ? 1 : 0, Baselines.fit(List.of(name), same).detectors().size(), name);
        if (fitted) {
            double[] tied = Baselines.fit(name, same).score(same);
            assertEquals(1, Arrays.stream(tied).distinct().count(), name + " tells equal rows apart");
            assertEquals(0.5, Auroc.of(tied, tied));
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void equalRowsWithinEveryClassHaveAnAnswer(String name) {
        FeatureTable collapsed = changed(SOUND, (row, i) -> {
            Arrays.fill(row, 0);
            row[i % CLASSES] = 4;
        });
        boolean fitted = answers(name, collapsed);
        assertEquals(
                fitted ? 1 : 0,
                Baselines.fit(List.of(name), collapsed).detectors().size(),
                name);
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void aFeatureThatIsNoNumberIsRefusedWithItsRow(String name) {
        Detector detector = Baselines.fit(name, SOUND);
        for (int column : new int[] {0, CLASSES, CLASSES + FEATURES}) {
            FeatureTable bad = table(20, 2);
            bad.rows()[11][column] = Float.NaN;
            try {
                for (double score : detector.score(bad)) {
                    assertTrue(Double.isFinite(score)); // it does not look at this column
                }
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().endsWith("of row 11 must be finite, got NaN"), e.getMessage());
            }
        }
        FeatureTable bad = table(20, 2);
        Arrays.fill(bad.rows()[11], Float.NaN);
        assertThrows(IllegalArgumentException.class, () -> detector.score(bad));
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void aTrainingRowWithoutALabelIsRefusedOrNotLookedAt(String name) {
        FeatureTable unlabelled =
                new FeatureTable(SOUND.layout(), SOUND.rows(), SOUND.labels().clone());
        unlabelled.labels()[5] = -1;
        try {
            assertTrue(
                    Arrays.stream(Baselines.fit(name, unlabelled).score(SOUND)).allMatch(Double::isFinite));
        } catch (IllegalArgumentException e) {
            assertEquals("the label of training row 5 must be >= 0, got -1", e.getMessage());
        }
    }
}
