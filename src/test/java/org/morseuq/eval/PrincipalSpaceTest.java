package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/** The detectors on principal components: residual, virtual logit and neural collapse. */
final class PrincipalSpaceTest {

    private static final FeatureTable TRAIN = Reference.network("train");
    private static final FeatureTable TEST = Reference.network("test");

    /** Rows along (3, 4) have the residual direction (4, -3) / 5; (4, -3) itself is 5 away and (6, 8) is 0. */
    @Test
    void residualByHand() {
        FeatureTable train = embedding(new float[] {-3, -4}, new float[] {3, 4}, new float[] {0, 0});
        double[] scores = PrincipalResidual.fit(train).score(embedding(new float[] {4, -3}, new float[] {6, 8}));
        assertEquals(5, scores[0], 1e-14);
        assertEquals(0, scores[1], 1e-14);
    }

    private static FeatureTable embedding(float[]... rows) {
        return new FeatureTable(Layout.of(Layout.EMBEDDING, 2), rows, new int[rows.length]);
    }

    /** With nothing left over, a peer's residual is AUROC 0.5 and its virtual logit NaN. */
    @Test
    void aPrincipalSpaceThatLeavesNothingOverIsRefused() {
        FeatureView view = FeatureView.embedding(TRAIN.layout());
        for (int dimension : new int[] {8, 1000, -1}) {
            String message = assertThrows(IllegalArgumentException.class, () -> VirtualLogit.fit(TRAIN, dimension))
                    .getMessage();
            assertTrue(message.contains("0 .. 7") && message.contains("got " + dimension), message);
            assertThrows(IllegalArgumentException.class, () -> PrincipalResidual.fit(TRAIN, dimension, view));
        }
    }

    @Test
    void theDefaultLeavesSomethingOverForAnyNumberOfFeatures() {
        for (int features = 1; features < 4000; features++) {
            int dimension = Subspace.usualDimension(features);
            assertTrue(dimension >= 0 && dimension < features, features + " gives " + dimension);
        }
    }

    /** Seven live units: a residual of one dimension is the dead one, which training rows do not enter. */
    @Test
    void aVirtualLogitWithoutTrainingResidualCannotBeFitted() {
        assertThrows(UnfittableException.class, () -> VirtualLogit.fit(TRAIN, 7));
    }

    /** Log-probabilities in place of logits are all below 0, and so would be alpha: far inputs would score lower. */
    @Test
    void aVirtualLogitOfNegativeLogitsCannotBeFitted() {
        FeatureTable negative = TRAIN.select(TRAIN.layout().names());
        Arrays.stream(negative.rows()).forEach(row -> {
            for (int c = 0; c < 4; c++) {
                row[c] -= 100;
            }
        });
        assertThrows(UnfittableException.class, () -> VirtualLogit.fit(negative));
    }

    /** To the rounding of the virtual logit as a float; beyond 15 the probability has few digits left below 1. */
    @Test
    void theScoreIsTheLogOddsOfTheVirtualClass() {
        double[] scores = VirtualLogit.fit(TRAIN).score(TEST);
        double[] energies = new Energy().score(TEST);
        float[][] logits = TEST.block(Layout.LOGITS);
        for (int i = 0; i < scores.length; i++) {
            if (Math.abs(scores[i]) < 15) {
                float[] extended = Arrays.copyOf(logits[i], 5);
                extended[4] = (float) (scores[i] - energies[i]);
                double probability = Softmax.of(extended)[4];
                assertEquals(Math.log(probability / (1 - probability)), scores[i], 1e-5);
            }
        }
    }

    @Test
    void anEmbeddingAtTheMeanHasNoCollapseRatio() {
        float[][] rows = {{2, 0, 1, 1}, {0, 2, -1, -1}};
        Layout layout = new Layout(
                java.util.List.of(new Layout.Block(Layout.LOGITS, 2), new Layout.Block(Layout.EMBEDDING, 2)));
        Detector neco = NeuralCollapseRatio.fit(new FeatureTable(layout, rows, new int[2]));
        float[][] queries = {{5, 0, 0, 0}, {5, 0, 3, 3}, {5, 0, 3, -3}};
        double[] scores = neco.score(new FeatureTable(layout, queries, new int[3]));
        assertEquals(0, scores[0], 1e-300);
        assertEquals(-5, scores[1], 1e-14); // along the only direction of the training rows
        assertEquals(0, scores[2], 1e-14); // across it
    }
}
