package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.morseuq.eval.LabelSets.Score;

final class LabelSetsTest {

    /**
     * Three rows and alpha = 1/2: the rank is ceil(4 / 2) = 2. Probabilities of the labels: 0.6, 0.5, 0.2, so the bound is
     * 0.5. At least as likely as the labels: 0.6, 0.5, 0.5 + 0.3 + 0.2 = 1, so the bound of the sums is 0.6.
     */
    @Test
    void boundsByHand() {
        double[][] held = {{0.6, 0.3, 0.1}, {0.25, 0.5, 0.25}, {0.5, 0.3, 0.2}};
        int[] labels = {0, 1, 2};
        double[][] rows = {{0.5, 0.5, 0}, {0.49, 0.26, 0.25}, {0.7, 0.2, 0.1}};
        boolean[][] least =
                LabelSets.fit(Score.LEAST_AMBIGUOUS, held, labels, 0.5).of(rows);
        assertArrayEquals(new boolean[] {true, true, false}, least[0]);
        assertArrayEquals(new boolean[] {false, false, false}, least[1]);
        assertArrayEquals(new boolean[] {true, false, false}, least[2]);
        boolean[][] adaptive = LabelSets.fit(Score.ADAPTIVE, held, labels, 0.5).of(rows);
        assertArrayEquals(new boolean[] {false, false, false}, adaptive[0]); // both ties count: 1 > 0.6
        assertArrayEquals(new boolean[] {true, false, false}, adaptive[1]);
        assertArrayEquals(new boolean[] {false, false, false}, adaptive[2]);
        assertEquals(2 / 3.0, LabelSets.coverage(least, new int[] {1, 2, 0}), 1e-15);
        assertEquals(1, LabelSets.meanSize(least), 1e-15);
    }

    @ParameterizedTest
    @EnumSource
    void setsAgreeWithNumpy(Score score) {
        JsonNode node = Reference.file("calibration_reference.json").get("sets");
        double[][] held = Reference.rows(node.get("held"));
        int[] labels = Reference.integers(node.get("labels"));
        double[][] rows = Reference.rows(node.get("rows"));
        for (JsonNode each : node.get(score.name().toLowerCase(java.util.Locale.ROOT))) {
            boolean[][] sets = LabelSets.fit(
                            score, held, labels, each.get("alpha").asDouble())
                    .of(rows);
            assertEquals(each.get("size").asDouble(), LabelSets.meanSize(sets), 1e-12);
            int[] rowLabels = Reference.integers(node.get("rowLabels"));
            assertEquals(each.get("coverage").asDouble(), LabelSets.coverage(sets, rowLabels), 1e-12);
        }
    }

    /**
     * 2000 draws of 19 calibration rows and one new one, alpha = 0.1: covered with 18/20 on the average, a standard error
     * of 0.0067; four of these. Peers that leave out the + 1 cover 17/20 here. Least likely labels, one in six, tie for the
     * adaptive score, which then covers more.
     */
    @ParameterizedTest
    @EnumSource
    void coverageIsWhatWasAskedForOverManyDraws(Score score) {
        Random random = new Random(7);
        double covered = 0;
        int draws = 2000;
        for (int draw = 0; draw < draws; draw++) {
            double[][] rows = new double[20][];
            int[] labels = new int[20];
            for (int i = 0; i < 20; i++) {
                rows[i] = Softmax.of(new float[] {
                    (float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian()
                });
                labels[i] = random.nextDouble() < 0.5 ? random.nextInt(3) : Predictions.mostProbable(rows[i]);
            }
            double[][] held = java.util.Arrays.copyOf(rows, 19);
            boolean[][] set = LabelSets.fit(score, held, java.util.Arrays.copyOf(labels, 19), 0.1)
                    .of(new double[][] {rows[19]});
            covered += LabelSets.coverage(set, new int[] {labels[19]}) / draws;
        }
        assertTrue(covered > 0.873 && (score == Score.ADAPTIVE || covered < 0.927), score + " covers " + covered);
    }

    @Test
    void tiesMakeSetsLargerAndNeverSmaller() {
        double[][] held = new double[9][];
        java.util.Arrays.fill(held, new double[] {0.5, 0.5});
        for (Score score : Score.values()) {
            boolean[][] sets = LabelSets.fit(score, held, new int[9], 0.1).of(held);
            assertEquals(2, LabelSets.meanSize(sets));
            assertEquals(1, LabelSets.coverage(sets, new int[9]));
        }
    }

    @Test
    void tooFewRowsAreRefusedWithTheNumberNeeded() {
        double[][] held = new double[8][];
        java.util.Arrays.fill(held, new double[] {1, 0});
        String message = assertThrows(
                        IllegalArgumentException.class, () -> LabelSets.fit(Score.ADAPTIVE, held, new int[8], 0.1))
                .getMessage();
        assertEquals("alpha = 0.1 needs at least 9 calibration rows, got 8", message);
        assertThrows(IllegalArgumentException.class, () -> LabelSets.fit(Score.ADAPTIVE, held, new int[8], 1));
        assertThrows(
                IllegalArgumentException.class, () -> LabelSets.fit(Score.ADAPTIVE, new double[0][], new int[0], 0.5));
        assertThrows(IllegalArgumentException.class, () -> LabelSets.meanSize(new boolean[0][]));
        assertThrows(IllegalArgumentException.class, () -> LabelSets.coverage(new boolean[1][2], new int[] {2}));
    }
}
