package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.ImagesInMemory;
import org.morseuq.backbone.LiveArrays;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.optimizer.StepReport;

final class BackboneTrainerTest {

    @TempDir
    private Path folder;

    /** Keeps all it hears, and how many arrays were alive after every step. */
    private static final class Recorder implements TrainingListener {
        private final List<Long> steps = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();
        private final List<Integer> arrays = new ArrayList<>();
        private final List<EpochSummary> epochs = new ArrayList<>();

        @Override
        public void stepped(long step, long of, double loss) {
            assertEquals(TinyRun.EPOCHS * TinyRun.STEPS_PER_EPOCH, of);
            steps.add(step);
            losses.add(loss);
            arrays.add(LiveArrays.count());
        }

        @Override
        public void finishedEpoch(EpochSummary summary) {
            epochs.add(summary);
        }

        @Override
        public void diverged(long step, StepReport.Outcome outcome) {
            throw new AssertionError("diverged at step " + step);
        }
    }

    private Recorder run() throws IOException {
        Recorder recorder = new Recorder();
        try (BackboneTrainer trainer = TinyRun.trainer(folder)) {
            assertEquals(BackboneTrainer.Outcome.FINISHED, trainer.run(recorder, 1000, () -> false));
        }
        return recorder;
    }

    @Test
    void learnsColoursInAFewEpochs() throws IOException {
        Recorder recorder = run();
        List<TrainingListener.EpochSummary> epochs = recorder.epochs;
        assertEquals(TinyRun.EPOCHS, epochs.size());
        // At the start three classes cost log 3 = 1.1 nats or more; a third of the images is right by chance.
        assertTrue(epochs.get(2).trainLoss() < 0.5 * epochs.get(0).trainLoss(), epochs.toString());
        assertTrue(epochs.get(2).testAccuracy() > 0.8, epochs.toString());
        assertTrue(epochs.get(2).trainAccuracy() > 0.8, epochs.toString());
    }

    @Test
    void theListenerHearsEveryStepAndTheMeansOfEveryEpoch() throws IOException {
        Recorder recorder = run();
        int steps = TinyRun.EPOCHS * TinyRun.STEPS_PER_EPOCH;
        assertEquals(steps, recorder.steps.size());
        assertEquals(1, recorder.steps.get(0));
        assertEquals(steps, recorder.steps.get(steps - 1));
        for (int e = 0; e < TinyRun.EPOCHS; e++) {
            TrainingListener.EpochSummary summary = recorder.epochs.get(e);
            int last = (e + 1) * TinyRun.STEPS_PER_EPOCH - 1;
            double mean = recorder.losses.subList(e * TinyRun.STEPS_PER_EPOCH, last + 1).stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow();
            assertEquals(e + 1, summary.epoch());
            assertEquals(mean, summary.trainLoss(), 1e-12); // the same six numbers added in double
            assertEquals(0.05 * Schedule.ONE_CYCLE.fraction((double) last / steps), summary.learningRate());
            assertTrue(summary.seconds() > 0);
        }
    }

    @Test
    void noStepLeavesAnArrayBehind() throws IOException {
        List<Integer> arrays = run().arrays;
        assertEquals(Set.of(arrays.get(0)), Set.copyOf(arrays));
    }

    @Test
    void closingFreesEverything() throws IOException {
        run();
        int before = LiveArrays.count();
        run();
        assertEquals(before, LiveArrays.count());
    }

    @Test
    void theFolderHoldsTheNetworkTheLogAndTheCheckpoint() throws IOException {
        Recorder recorder = run();
        Set<String> names = new TreeSet<>();
        try (var files = Files.list(folder)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        assertEquals(
                Set.of(
                        "checkpoint.safetensors",
                        "log.csv",
                        "log.json",
                        "network.json",
                        "resnet8-0000.params",
                        "steps.csv"),
                names);
        List<String> log = Files.readAllLines(folder.resolve("log.csv"));
        assertEquals("epoch,learning_rate,train_loss,train_accuracy,test_accuracy,seconds", log.get(0));
        assertEquals(1 + TinyRun.EPOCHS, log.size());
        JsonNode json = new ObjectMapper().readTree(folder.resolve("log.json").toFile());
        assertEquals(TinyRun.EPOCHS, json.size());
        for (int e = 0; e < TinyRun.EPOCHS; e++) {
            String[] cells = log.get(e + 1).split(",", -1);
            assertEquals(Integer.toString(e + 1), cells[0]);
            assertEquals(recorder.epochs.get(e).trainLoss(), Double.parseDouble(cells[2]), 0.5e-5); // five digits
            assertEquals(recorder.epochs.get(e).testAccuracy(), Double.parseDouble(cells[4]), 0.5e-5);
            for (int c = 0; c < cells.length; c++) {
                String name = log.get(0).split(",", -1)[c];
                assertEquals(Double.parseDouble(cells[c]), json.get(e).get(name).doubleValue());
            }
        }
    }

    @Test
    void theWrittenNetworkHasTheAccuracyOfTheLog() throws IOException {
        Recorder recorder = run();
        try (Backbone backbone = Backbone.load(folder, "cpu")) {
            assertEquals(TinyRun.TRAIN.classes(), backbone.classes());
            FeatureTable table = backbone.extract(TinyRun.TEST, 16, done -> {});
            float[][] logits = table.block("logits");
            int right = 0;
            for (int i = 0; i < logits.length; i++) {
                int best = 0;
                for (int c = 1; c < 3; c++) {
                    best = logits[i][c] > logits[i][best] ? c : best;
                }
                right += best == table.labels()[i] ? 1 : 0;
            }
            assertEquals(recorder.epochs.get(2).testAccuracy(), right / 45.0);
        }
    }

    @Test
    void theStatisticsOfTheTrainingImagesBecomeThePreprocessing() throws IOException {
        // Two thirds of the samples of a channel are uniform on 0..149, one third on 100..249.
        double mean = (2 * 74.5 + 174.5) / 3 / 255;
        double std = Math.sqrt((150 * 150 - 1) / 12.0 + 2 / 9.0 * 100 * 100) / 255;
        run();
        try (Backbone backbone = Backbone.load(folder, "cpu")) {
            for (int c = 0; c < 3; c++) {
                // 6,144 samples: the mean has a deviation of 0.25 / 78; four of them.
                assertEquals(mean, backbone.preprocessing().mean().get(c), 0.013);
                assertEquals(std, backbone.preprocessing().std().get(c), 0.013);
            }
            assertEquals(8, backbone.preprocessing().size());
        }
    }

    @Test
    void whatCannotBeTrainedIsRefused() throws IOException {
        List<Image> unlabelled = new ArrayList<>(TinyRun.TRAIN.list());
        Image third = unlabelled.get(3);
        unlabelled.set(3, new Image(third.id(), Image.UNLABELLED, 8, 8, third.pixels()));
        ImagesInMemory without = new ImagesInMemory("without", TinyRun.TRAIN.classes(), unlabelled);
        Refusals.assertRefused(
                IllegalArgumentException.class,
                () -> new BackboneTrainer(TinyRun.CONFIG, without, TinyRun.TEST, 8, folder, "cpu"),
                "image 3 of without",
                "-1");
        ImagesInMemory few = TinyRun.colours("few", 15, 1);
        Refusals.assertRefused(
                IllegalArgumentException.class,
                () -> new BackboneTrainer(TinyRun.CONFIG, few, TinyRun.TEST, 8, folder, "cpu"),
                "16",
                "15");
        TrainingConfig unknown = new TrainingConfig("vgg", 1, 16, 0.1, Schedule.COSINE, 0, 0, 0);
        int before = LiveArrays.count();
        Refusals.assertRefused(
                IllegalArgumentException.class,
                () -> new BackboneTrainer(unknown, TinyRun.TRAIN, TinyRun.TEST, 8, folder, "cpu"),
                "vgg");
        assertEquals(before, LiveArrays.count());
    }
}
