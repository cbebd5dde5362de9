package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morseuq.backbone.ImagesInMemory;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.optimizer.StepReport;
import org.morseuq.store.Safetensors;

/** Every optimizer that has a name trains a network, and goes on after an interruption as if there had been none. */
final class NamedOptimizerTest {

    private static final int STEPS = 3;
    private static final ImagesInMemory FEW = TinyRun.colours("few", STEPS * 16, 1);

    @TempDir
    private Path folder;

    static Stream<String> names() {
        return Optimizers.names().stream();
    }

    private static BackboneTrainer trainer(OptimizerConfig optimizer, Path folder) throws IOException {
        TrainingConfig config = new TrainingConfig("resnet8", 1, 16, Schedule.CONSTANT, optimizer, 1);
        return new BackboneTrainer(config, FEW, TinyRun.TEST, 8, folder, "cpu");
    }

    @ParameterizedTest
    @MethodSource("names")
    void resumedIsUninterrupted(String name) throws IOException {
        OptimizerConfig optimizer = Optimizers.defaults(name);
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        try (BackboneTrainer trainer = trainer(optimizer, whole)) {
            assertEquals(BackboneTrainer.Outcome.FINISHED, trainer.run(TrainingListener.silent(), 1000, () -> false));
        }
        try (BackboneTrainer trainer = trainer(optimizer, parts)) {
            trainer.run(TrainingListener.silent(), 1000, TinyRun.stopAt(2));
        }
        try (BackboneTrainer trainer = trainer(optimizer, parts)) {
            assertTrue(trainer.resume());
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
        Safetensors expected = Safetensors.read(whole.resolve("checkpoint.safetensors"));
        Safetensors actual = Safetensors.read(parts.resolve("checkpoint.safetensors"));
        assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
        expected.tensors()
                .forEach((key, tensor) -> assertArrayEquals(
                        tensor.values(), actual.tensors().get(key).values(), key));
        List<String> steps = Files.readAllLines(whole.resolve("steps.csv"));
        assertEquals(1 + STEPS, steps.size());
        assertEquals(steps, Files.readAllLines(parts.resolve("steps.csv")));
    }

    @Test
    void aRunThatDivergesStopsAndLeavesTheLastCheckpointAlone() throws IOException {
        OptimizerConfig wild = Optimizers.defaults("sgd").withLearningRate(1e30);
        List<String> heard = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepped(long step, long steps, double loss) {
                heard.add("stepped " + step);
            }

            @Override
            public void finishedEpoch(EpochSummary summary) {
                heard.add("finished");
            }

            @Override
            public void diverged(long step, StepReport.Outcome outcome) {
                heard.add("diverged " + step);
                assertFalse(outcome == StepReport.Outcome.TAKEN);
            }
        };
        try (BackboneTrainer trainer = trainer(wild, folder)) {
            assertEquals(BackboneTrainer.Outcome.DIVERGED, trainer.run(listener, 1e-9, () -> false));
        }
        int taken = heard.size() - 1;
        assertEquals("diverged " + (taken + 1), heard.get(taken));
        Safetensors checkpoint = Safetensors.read(folder.resolve("checkpoint.safetensors"));
        assertEquals(Integer.toString(taken), checkpoint.metadata().get("step"));
        assertEquals(1 + taken, Files.readAllLines(folder.resolve("steps.csv")).size());
        assertFalse(Files.exists(folder.resolve("network.json")));
    }

    @Test
    void theLogOfStepsCountsEvaluationsAndLeavesOutWhatWasNotMeasured() throws IOException {
        try (BackboneTrainer trainer = trainer(Optimizers.defaults("rk4-dalr"), folder)) {
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
        List<String> lines = Files.readAllLines(folder.resolve("steps.csv"));
        assertEquals(
                "step,loss,step_size,gradient_norm,direction_norm,drift_norm,gradients,hessian_products", lines.get(0));
        String[] cells = lines.get(1).split(",", -1);
        assertEquals("1", cells[0]);
        assertTrue(Double.parseDouble(cells[5]) > 0);
        assertEquals("4", cells[6]);
        assertEquals("1", cells[7]);
        Path other = folder.resolve("other");
        try (BackboneTrainer trainer = trainer(Optimizers.defaults("adam"), other)) {
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
        assertTrue(Files.readAllLines(other.resolve("steps.csv")).get(1).endsWith(",,1,0"));
    }
}
