package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.backbone.LiveArrays;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.optimizer.StepReport;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

/** The sharpness of the loss that a trainer writes beside its steps. */
final class SharpnessTest {

    private static final OptimizerConfig SGD = Optimizers.defaults("sgd");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void watchEverySecondStep() throws IOException {
        whole(SGD, "watched", 2);
    }

    private static BackboneTrainer trainer(OptimizerConfig optimizer, String name, int every) throws IOException {
        TrainingConfig config = new TrainingConfig("resnet8", 1, 16, Schedule.COSINE, optimizer, 1);
        BackboneTrainer trainer =
                new BackboneTrainer(config, TinyRun.TRAIN, TinyRun.TEST, 8, folder.resolve(name), "cpu");
        trainer.measureSharpness(every);
        return trainer;
    }

    private static void whole(OptimizerConfig optimizer, String name, int every) throws IOException {
        try (BackboneTrainer trainer = trainer(optimizer, name, every)) {
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
    }

    private static void twoSteps(OptimizerConfig optimizer, String name, TrainingListener listener) throws IOException {
        try (BackboneTrainer trainer = trainer(optimizer, name, 1)) {
            trainer.run(listener, 1000, TinyRun.stopAt(2));
        }
    }

    private static List<String> lines(String name, String file) throws IOException {
        return Files.readAllLines(folder.resolve(name).resolve(file));
    }

    private static double cell(String line, int column) {
        return Double.parseDouble(line.split(",", -1)[column]);
    }

    private static Map<String, Tensor> tensors(String name) throws IOException {
        return Safetensors.read(folder.resolve(name).resolve("checkpoint.safetensors"))
                .tensors();
    }

    @Test
    void measuringChangesNothingElse() throws IOException {
        whole(SGD, "alone", 0);
        Map<String, Tensor> watched = tensors("watched");
        tensors("alone")
                .forEach((key, tensor) ->
                        assertArrayEquals(tensor.values(), watched.get(key).values(), key));
        assertEquals(lines("alone", "steps.csv"), lines("watched", "steps.csv"));
        assertFalse(Files.exists(folder.resolve("alone/sharpness.csv")));
    }

    @Test
    void everySoManyStepsItIsBesideTwoOverTheStep() throws IOException {
        List<String> sharpness = lines("watched", "sharpness.csv");
        assertEquals("step,sharpness,threshold,residual,along_gradient,products", sharpness.get(0));
        assertEquals(1 + 3, sharpness.size());
        for (int i = 1; i <= 3; i++) {
            String line = sharpness.get(i);
            assertEquals(2 * i - 1, cell(line, 0));
            assertEquals(2 / cell(lines("watched", "steps.csv").get(2 * i - 1), 2), cell(line, 2));
            assertTrue(cell(line, 1) > 0, line);
            assertTrue(cell(line, 4) >= 0 && cell(line, 4) <= 1, line);
            assertTrue(cell(line, 5) <= 20, line);
        }
    }

    @Test
    void itIsThatOfTheLossBeforeTheStep() throws IOException {
        twoSteps(SGD, "long", TrainingListener.silent());
        twoSteps(SGD.withLearningRate(0.01), "short", TrainingListener.silent());
        String far = lines("long", "sharpness.csv").get(1);
        String near = lines("short", "sharpness.csv").get(1);
        assertEquals(cell(far, 1), cell(near, 1));
        assertNotEquals(cell(far, 2), cell(near, 2));
        assertNotEquals(
                cell(lines("long", "sharpness.csv").get(2), 1),
                cell(lines("short", "sharpness.csv").get(2), 1));
    }

    @Test
    void resumedIsUninterrupted() throws IOException {
        try (BackboneTrainer trainer = trainer(SGD, "parts", 2)) {
            trainer.run(TrainingListener.silent(), 1000, TinyRun.stopAt(3));
        }
        try (BackboneTrainer trainer = trainer(SGD, "parts", 2)) {
            assertTrue(trainer.resume());
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
        assertEquals(lines("watched", "sharpness.csv"), lines("parts", "sharpness.csv"));
    }

    @Test
    void noMeasurementLeavesAnArrayBehind() throws IOException {
        List<Integer> arrays = new ArrayList<>();
        TrainingListener counter = new TrainingListener() {
            @Override
            public void stepped(long step, long steps, double loss) {
                arrays.add(LiveArrays.count());
            }

            @Override
            public void finishedEpoch(EpochSummary summary) {}

            @Override
            public void diverged(long step, StepReport.Outcome outcome) {}
        };
        twoSteps(SGD, "counted", counter);
        assertEquals(2, arrays.size());
        assertEquals(arrays.get(0), arrays.get(1));
    }

    @Test
    void aNegativeIntervalIsRefused() {
        Refusals.assertRefused(IllegalArgumentException.class, () -> trainer(SGD, "run", -1), "-1");
    }
}
