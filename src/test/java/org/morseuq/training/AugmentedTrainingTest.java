package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.optimizer.StepReport;
import org.morseuq.store.MalformedFileException;

/** Runs whose images are changed more than usual. */
final class AugmentedTrainingTest {

    private static final int STEPS = 2 * TinyRun.STEPS_PER_EPOCH;

    @TempDir
    private Path folder;

    private static BackboneTrainer trainer(Path to, String words) throws IOException {
        TrainingConfig config = new TrainingConfig("mlp-8", 2, 16, 0.05, Schedule.WARM_UP_COSINE, 0.9, 0, 1)
                .with(Ingredients.standard().withAugmentations(List.of(words.split(",", -1))));
        return new BackboneTrainer(config, TinyRun.TRAIN, TinyRun.TEST, 8, to, "cpu");
    }

    private static byte[] parameters(Path of) throws IOException {
        return Files.readAllBytes(of.resolve("mlp-8-0000.params"));
    }

    private static boolean batchesThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("batches"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cutout:3", "randaugment:2:9", "crop,flip,pixmix,mixup:0.4"})
    void aRunInThreePartsSeesTheSameImagesAsOneInOne(String words) throws IOException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        try (BackboneTrainer trainer = trainer(whole, words)) {
            assertEquals(BackboneTrainer.Outcome.FINISHED, trainer.run(TrainingListener.silent(), 1000, () -> false));
        }
        for (int steps : new int[] {4, 5, STEPS}) {
            try (BackboneTrainer trainer = trainer(parts, words)) {
                trainer.resume();
                trainer.run(TrainingListener.silent(), 1000, TinyRun.stopAt(steps));
            }
        }
        assertArrayEquals(parameters(whole), parameters(parts));
        assertEquals(TinyRun.log(whole), TinyRun.log(parts));
        assertFalse(batchesThread());

        Path usual = folder.resolve("usual");
        try (BackboneTrainer trainer = trainer(usual, "crop,flip")) {
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
        assertFalse(Arrays.equals(parameters(whole), parameters(usual)));
    }

    @Test
    void aRunIsNotContinuedWithOtherImages() throws IOException {
        try (BackboneTrainer trainer = trainer(folder, "crop,flip")) {
            trainer.run(TrainingListener.silent(), 1000, TinyRun.stopAt(3));
        }
        try (BackboneTrainer trainer = trainer(folder, "crop,flip,cutout:2")) {
            assertThrows(MalformedFileException.class, trainer::resume);
        }
    }

    @Test
    void aRunThatFailsLeavesNoThreadBehind() throws IOException {
        TrainingListener failing = new TrainingListener() {
            @Override
            public void stepped(long step, long of, double loss) {
                throw new IllegalStateException("enough");
            }

            @Override
            public void finishedEpoch(EpochSummary summary) {}

            @Override
            public void diverged(long step, StepReport.Outcome outcome) {}
        };
        try (BackboneTrainer trainer = trainer(folder, "crop")) {
            assertThrows(IllegalStateException.class, () -> trainer.run(failing, 1000, () -> false));
        }
        assertFalse(batchesThread());
    }
}
