package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.morseuq.training.Refusals.assertRefused;
import static org.morseuq.training.TinyRun.CONFIG;
import static org.morseuq.training.TinyRun.TEST;
import static org.morseuq.training.TinyRun.TRAIN;

import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.data.ImageSet;
import org.morseuq.optimizer.StepReport;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;

/** A run that was stopped, killed or moved ends with the same numbers, bit for bit, as one that was not. */
final class ResumeTest {

    @TempDir
    private static Path uninterrupted;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runWithoutAStop() throws IOException {
        TinyRun.whole(uninterrupted);
    }

    private void assertSameAsUninterrupted() throws IOException {
        Safetensors expected = Safetensors.read(uninterrupted.resolve("checkpoint.safetensors"));
        Safetensors actual = Safetensors.read(folder.resolve("checkpoint.safetensors"));
        assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
        assertEquals(47 + 1, actual.tensors().size()); // all arrays of the network, and a momentum
        assertEquals(
                expected.metadata().get("optimizer.steps"), actual.metadata().get("optimizer.steps"));
        for (String name : expected.tensors().keySet()) {
            assertArrayEquals(
                    expected.tensors().get(name).values(),
                    actual.tensors().get(name).values(),
                    name);
        }
        assertEquals(TinyRun.log(uninterrupted), TinyRun.log(folder));
        assertEquals(
                Files.readString(uninterrupted.resolve("steps.csv")), Files.readString(folder.resolve("steps.csv")));
        assertArrayEquals(
                Files.readAllBytes(uninterrupted.resolve("resnet8-0000.params")),
                Files.readAllBytes(folder.resolve("resnet8-0000.params")));
        assertArrayEquals(
                Files.readAllBytes(uninterrupted.resolve("network.json")),
                Files.readAllBytes(folder.resolve("network.json")));
    }

    /** One more part of a run by a new trainer; stops before the given step from now, if that comes. */
    private BackboneTrainer.Outcome part(int steps) throws IOException {
        try (BackboneTrainer trainer = TinyRun.trainer(folder)) {
            assertEquals(Files.exists(folder.resolve("checkpoint.safetensors")), trainer.resume());
            return trainer.run(TrainingListener.silent(), 1000, TinyRun.stopAt(steps));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5", "6", "17", "2 2 9"})
    void stoppedBeforeTheseStepsAndResumedByNewTrainers(String stops) throws IOException {
        for (String stop : stops.split(" ", -1)) {
            assertEquals(BackboneTrainer.Outcome.STOPPED, part(Integer.parseInt(stop)));
            assertFalse(Files.exists(folder.resolve("network.json")));
        }
        assertEquals(BackboneTrainer.Outcome.FINISHED, part(Integer.MAX_VALUE));
        assertSameAsUninterrupted();
    }

    @Test
    void stoppedAndContinuedByTheSameTrainer() throws IOException {
        try (BackboneTrainer trainer = TinyRun.trainer(folder)) {
            for (int stop : new int[] {3, 4, 6}) {
                assertEquals(
                        BackboneTrainer.Outcome.STOPPED,
                        trainer.run(TrainingListener.silent(), 1000, TinyRun.stopAt(stop)));
            }
            assertEquals(BackboneTrainer.Outcome.FINISHED, trainer.run(TrainingListener.silent(), 1000, () -> false));
        }
        assertSameAsUninterrupted();
    }

    @Test
    void savingAfterEveryStepChangesNothing() throws IOException {
        try (BackboneTrainer trainer = TinyRun.trainer(folder)) {
            trainer.run(TrainingListener.silent(), 1e-9, () -> false);
        }
        assertSameAsUninterrupted();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void killedWithoutAWord(int step) throws IOException {
        TrainingListener killer = new TrainingListener() {
            @Override
            public void stepped(long done, long of, double loss) {
                if (done == step) {
                    throw new IllegalStateException("the light goes out");
                }
            }

            @Override
            public void finishedEpoch(EpochSummary summary) {}

            @Override
            public void diverged(long at, StepReport.Outcome outcome) {}
        };
        try (BackboneTrainer trainer = TinyRun.trainer(folder)) {
            assertThrows(IllegalStateException.class, () -> trainer.run(killer, 1000, () -> false));
        }
        part(Integer.MAX_VALUE);
        assertSameAsUninterrupted();
    }

    @Test
    void killedBetweenTheLogAndTheCheckpointOfAnEpoch() throws IOException {
        TrainingListener killer = new TrainingListener() {
            @Override
            public void stepped(long done, long of, double loss) {}

            @Override
            public void finishedEpoch(EpochSummary summary) { // called after the log is written
                if (summary.epoch() == 2) {
                    throw new IllegalStateException("the light goes out");
                }
            }

            @Override
            public void diverged(long at, StepReport.Outcome outcome) {}
        };
        try (BackboneTrainer trainer = TinyRun.trainer(folder)) {
            assertThrows(IllegalStateException.class, () -> trainer.run(killer, 1000, () -> false));
        }
        assertEquals(3, TinyRun.log(folder).size(), "the log is ahead of the checkpoint");
        part(Integer.MAX_VALUE);
        assertSameAsUninterrupted();
    }

    @Test
    void killedWhileACheckpointWasWritten() throws IOException {
        part(8);
        Path checkpoint = folder.resolve("checkpoint.safetensors");
        byte[] half = Arrays.copyOf(Files.readAllBytes(checkpoint), 1000);
        Files.write(folder.resolve("checkpoint.safetensors.part"), half);
        part(Integer.MAX_VALUE);
        assertSameAsUninterrupted();
        assertFalse(Files.exists(folder.resolve("checkpoint.safetensors.part")));
    }

    @Test
    void anotherThreadGivesTheSameNumbers() throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try {
            worker.submit(() -> {
                        JniUtils.setGradMode(true); // as every thread starts but the one that started the engine
                        TinyRun.whole(folder);
                        return true;
                    })
                    .get(1, TimeUnit.MINUTES);
        } finally {
            worker.shutdown();
        }
        assertSameAsUninterrupted();
    }

    @Test
    void aFinishedRunStaysAsItIs() throws IOException {
        TinyRun.whole(folder);
        assertEquals(BackboneTrainer.Outcome.FINISHED, part(0));
        assertSameAsUninterrupted();
        try (var files = Files.list(folder)) {
            assertEquals(6, files.count());
        }
    }

    @Test
    void anotherSeedGivesAnotherNetwork() throws IOException {
        try (BackboneTrainer trainer = new BackboneTrainer(TinyRun.config(2), TRAIN, TEST, 8, folder, "cpu")) {
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
        assertNotEquals(TinyRun.log(uninterrupted), TinyRun.log(folder));
    }

    @Test
    void theCheckpointNamesItsRunInWordsThatEveryProcessRepeats() throws IOException {
        String identity = Safetensors.read(uninterrupted.resolve("checkpoint.safetensors"))
                .metadata()
                .get("identity");
        assertEquals(
                "{\"config\":{\"network\":\"resnet8\",\"epochs\":3,\"batch_size\":16,\"schedule\":\"ONE_CYCLE\","
                        + "\"optimizer\":{\"name\":\"nesterov\",\"learning_rate\":0.05,\"momentum\":0.9,"
                        + "\"power\":0.0,\"cap\":\"Infinity\",\"infimum\":0.0,\"weight_decay\":1.0E-4,"
                        + "\"schedule\":{\"warm_up\":0,\"steps\":1,\"shape\":\"FLAT\"},\"window\":1},"
                        + "\"regularizers\":[],\"seed\":1},"
                        + "\"images\":\"" + TRAIN.digest() + "\",\"size\":8}",
                identity);
    }

    private void assertRunIsRefused(TrainingConfig config, ImageSet images, int size) throws IOException {
        try (BackboneTrainer trainer = new BackboneTrainer(config, images, TEST, size, uninterrupted, "cpu")) {
            assertRefused(
                    MalformedFileException.class,
                    trainer::resume,
                    uninterrupted.resolve("checkpoint.safetensors"),
                    "another run");
        }
    }

    @Test
    void aCheckpointOfAnotherRunIsRefused() throws IOException {
        assertRunIsRefused(TinyRun.config(2), TRAIN, 8);
        assertRunIsRefused(CONFIG, TinyRun.colours("others", 96, 3), 8);
        assertRunIsRefused(CONFIG, TRAIN, 16);
    }

    @Test
    void aDamagedCheckpointIsRefused() throws IOException {
        part(8);
        Path checkpoint = folder.resolve("checkpoint.safetensors");
        byte[] bytes = Files.readAllBytes(checkpoint);
        try (BackboneTrainer trainer = TinyRun.trainer(folder)) {
            for (int length : new int[] {0, 5, 100, bytes.length / 2, bytes.length - 1}) {
                Files.write(checkpoint, Arrays.copyOf(bytes, length));
                assertRefused(MalformedFileException.class, trainer::resume, checkpoint);
            }
            Files.write(checkpoint, bytes);
            assertTrue(trainer.resume());
        }
    }
}
