package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two classes told apart by brightness: a few steps are enough. */
final class OptimizerStudyTest {

    private final Examples train = images(60, 1);
    private final Examples test = images(40, 2);

    private static Examples images(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] pixels = new float[count][3 * 8 * 8];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 2;
            for (int j = 0; j < pixels[i].length; j++) {
                pixels[i][j] = (float) (2 * labels[i] - 1 + 0.5 * random.nextGaussian());
            }
        }
        return new Examples(pixels, labels, List.of(3, 8, 8), 2);
    }

    private static OptimizerStudy study(String optimizer, Double... rates) {
        return new OptimizerStudy(
                "tiny",
                OptimizerStudy.KIND,
                "cnn",
                40,
                20,
                40,
                Map.of(optimizer, List.of(rates)),
                List.of(new OptimizerStudy.Budget(8, 48)),
                2,
                4,
                0.1,
                null,
                null);
    }

    private List<OptimizerStudy.Run> runs(OptimizerStudy study) {
        String name = study.optimizers().keySet().iterator().next();
        return study.runs(name, study.batches().get(0), train, test, () -> {});
    }

    @Test
    void aRunCostsWhatItMayAndLearns() {
        List<OptimizerStudy.Run> euler = runs(study("sgd", 0.1));
        assertEquals(2, euler.size());
        OptimizerStudy.Point end = euler.get(0).way().get(euler.get(0).way().size() - 1);
        assertEquals(48, end.steps());
        assertEquals(48, end.gradients());
        assertTrue(euler.get(0).finished() && euler.get(0).accuracy() > 0.9, euler.toString());
        List<OptimizerStudy.Run> rk4 = runs(study("rk4", 0.1));
        assertEquals(12, rk4.get(0).way().get(rk4.get(0).way().size() - 1).steps());
        // A drift-adjusted step needs a gradient and a Hessian product, which counts as two.
        List<OptimizerStudy.Run> dal = runs(study("dal", 0.3));
        assertEquals(16, dal.get(0).way().get(dal.get(0).way().size() - 1).steps());
    }

    @Test
    void theSameSeedsGiveTheSameRuns() {
        assertEquals(runs(study("momentum", 0.01)), runs(study("momentum", 0.01)));
    }

    @Test
    void theRateIsTheOneThatHeldOutImagesPrefer() {
        assertEquals(0.1, runs(study("sgd", 1e20, 0.1)).get(0).learningRate());
    }

    @Test
    void aRunThatDivergesEndsThereAndSaysSo() {
        OptimizerStudy.Run run = runs(study("sgd", 1e20)).get(0);
        assertFalse(run.finished());
        assertEquals(48, run.way().get(run.way().size() - 1).gradients());
    }

    @Test
    void unknownOptimizersAndMissingImagesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> study("magic", 0.1));
        OptimizerStudy study = study("sgd", 0.1);
        assertThrows(
                IllegalArgumentException.class,
                () -> study.runs("sgd", study.batches().get(0), images(59, 1), test, () -> {}));
    }
}
