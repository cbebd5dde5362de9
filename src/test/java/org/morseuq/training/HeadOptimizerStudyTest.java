package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/** Rows on two small balls far apart: the Gaussian of all of them has most of its mass elsewhere. */
final class HeadOptimizerStudyTest {

    private final FeatureTable train = table(60, 1);
    private final FeatureTable test = table(30, 2);

    private static FeatureTable table(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][6];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 2;
            rows[i][labels[i]] = 1;
            for (int j = 2; j < 6; j++) {
                rows[i][j] = (float) (4 * labels[i] - 2 + 0.1 * random.nextGaussian());
            }
        }
        Layout layout = new Layout(List.of(new Layout.Block("logits", 2), new Layout.Block("embedding", 4)));
        return new FeatureTable(layout, rows, labels);
    }

    private static HeadOptimizerStudy study(String optimizer, Double... rates) {
        return new HeadOptimizerStudy(
                "tiny",
                HeadOptimizerStudy.KIND,
                "gaussian",
                40,
                20,
                30,
                30,
                Map.of(optimizer, List.of(rates)),
                List.of(new OptimizerStudy.Budget(10, 48)),
                List.of(optimizer),
                2,
                4,
                0.1);
    }

    private List<HeadOptimizerStudy.Run> runs(HeadOptimizerStudy study) {
        String name = study.optimizers().keySet().iterator().next();
        return study.runs(
                name,
                study.batches().get(0),
                train,
                test,
                network -> network.experts().size(),
                () -> {});
    }

    @Test
    void aRunCostsWhatItMayAndLearns() {
        HeadOptimizerStudy.Run adam = runs(study("adam", 0.003)).get(0);
        assertEquals(48, adam.last().steps());
        assertEquals(48, adam.last().gradients());
        assertEquals(5, adam.way().size());
        // A constant head has a loss of 1 at least, and the start is not better than that.
        assertTrue(adam.way().get(0).loss() > 1 && adam.last().loss() < 0.9, adam.toString());
        assertEquals(1, adam.last().measured());
        HeadOptimizerStudy.Run full = runs(study("rk4-full", 0.01)).get(0);
        assertEquals(8, full.last().steps()); // four gradients and a Hessian product, which counts as two
    }

    @Test
    void theSameSeedsGiveTheSameRuns() {
        assertEquals(runs(study("rk4", 0.01)), runs(study("rk4", 0.01)));
    }

    @Test
    void theRateIsTheOneThatHeldOutRowsPrefer() {
        assertEquals(0.003, runs(study("adam", 1e20, 0.003)).get(0).learningRate());
    }

    @Test
    void aRunThatDivergesEndsThereAndKeepsTheLossItHad() {
        HeadOptimizerStudy.Run run = runs(study("sgd", 1e30)).get(0);
        assertFalse(run.finished());
        assertEquals(48, run.last().gradients());
        assertTrue(Double.isFinite(run.last().loss()), run.toString());
    }

    @Test
    void whatCannotFitAHeadAndMissingRowsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> study("backward-sgd", 0.1));
        HeadOptimizerStudy study = study("sgd", 0.1);
        assertThrows(
                IllegalArgumentException.class,
                () -> study.runs("sgd", study.batches().get(0), table(59, 1), test, network -> 0, () -> {}));
    }
}
