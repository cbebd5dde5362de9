package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.Optimizers;

/** Runs in mixed precision: they learn as others do, and have what is said of them. */
final class MixedTrainingTest {

    private static final Ingredients MIXED = Ingredients.standard().withPrecision("bfloat16");

    @TempDir
    private Path folder;

    private BackboneTrainer trainer(TrainingConfig config, String to) throws IOException {
        return new BackboneTrainer(config, TinyRun.TRAIN, TinyRun.TEST, 8, folder.resolve(to), "cpu");
    }

    private List<String> epochs(TrainingConfig config, String to) throws IOException {
        try (BackboneTrainer trainer = trainer(config, to)) {
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
        return Files.readAllLines(folder.resolve(to).resolve("log.csv"));
    }

    private static double loss(List<String> log, int epoch) {
        return Double.parseDouble(log.get(epoch).split(",", -1)[2]);
    }

    /**
     * The first epoch starts from the same numbers. Six noisy steps bring the mean losses apart by less than they fall, and not
     * by nothing.
     */
    @Test
    void theLossFallsAsInSinglePrecision() throws IOException {
        List<String> single = epochs(TinyRun.CONFIG, "single");
        List<String> mixed = epochs(TinyRun.CONFIG.with(MIXED), "mixed");
        double fall = loss(single, 1) - loss(single, TinyRun.EPOCHS);
        assertTrue(fall > 0, "nothing is learned");
        for (int epoch = 1; epoch <= TinyRun.EPOCHS; epoch++) {
            double apart = Math.abs(loss(single, epoch) - loss(mixed, epoch));
            assertTrue(apart > 0 && apart < fall / 2, "epoch " + epoch + ": " + apart + " of " + fall);
        }
        assertEquals("bfloat16", MIXED.summary());
    }

    @Test
    void whatTakesSecondDerivativesIsRefused() throws IOException {
        OptimizerConfig drift = Optimizers.defaults("dal");
        TrainingConfig adjusted = new TrainingConfig("resnet8", 1, 16, Schedule.CONSTANT, drift, 0).with(MIXED);
        assertRefused(
                "dal takes products with the Hessian, which are those of a network in float32",
                () -> trainer(adjusted, "a"));
        TrainingConfig simple = new TrainingConfig(
                        "resnet8",
                        1,
                        16,
                        Schedule.CONSTANT,
                        Optimizers.defaults("sgd"),
                        List.of("squared-weights:0.1"),
                        0)
                .with(MIXED);
        assertRefused("regularizers are derivatives of a network in float32", () -> trainer(simple, "b"));
        try (BackboneTrainer trainer = trainer(TinyRun.CONFIG.with(MIXED), "c")) {
            assertRefused("sharpness takes products with the Hessian", () -> trainer.measureSharpness(1));
        }
    }

    private static void assertRefused(String sentence, Executable what) {
        String message = assertThrows(IllegalArgumentException.class, what).getMessage();
        assertTrue(message.contains(sentence), message);
    }
}
