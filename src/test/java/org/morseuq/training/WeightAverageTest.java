package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.Pretrained;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.optimizer.StepReport;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

final class WeightAverageTest {

    private static final int STEPS = TinyRun.EPOCHS * TinyRun.STEPS_PER_EPOCH;

    @TempDir
    private Path folder;

    private static TrainingConfig with(String average) {
        return TinyRun.CONFIG.with(Ingredients.standard().withAverage(average));
    }

    /** Hears the two accuracies at the end. */
    private static final class Accuracies implements TrainingListener {

        private final List<Double> found = new ArrayList<>();
        private double reported;

        @Override
        public void stepped(long step, long steps, double loss) {}

        @Override
        public void finishedEpoch(EpochSummary summary) {
            reported = summary.testAccuracy();
        }

        @Override
        public void diverged(long step, StepReport.Outcome outcome) {}

        @Override
        public void averaged(double last, double average) {
            found.add(last);
            found.add(average);
        }
    }

    private Accuracies run(String average, Path to) throws IOException {
        Accuracies accuracies = new Accuracies();
        try (BackboneTrainer trainer = new BackboneTrainer(with(average), TinyRun.TRAIN, TinyRun.TEST, 8, to, "cpu")) {
            trainer.run(accuracies, 1000, () -> false);
        }
        return accuracies;
    }

    /** Parameters and statistics of a run without an average after each of its steps. */
    private List<Map<String, Tensor>> trajectory() throws IOException {
        Path to = folder.resolve("plain");
        List<Map<String, Tensor>> trajectory = new ArrayList<>();
        try (BackboneTrainer trainer = TinyRun.trainer(to)) {
            for (int step = 1; step <= STEPS; step++) {
                trainer.run(TrainingListener.silent(), 1000, step == STEPS ? () -> false : TinyRun.stopAt(1));
                trajectory.add(
                        Safetensors.read(to.resolve("checkpoint.safetensors")).tensors());
            }
        }
        return trajectory;
    }

    /** The mean of some points of a trajectory. */
    private static double mean(List<Map<String, Tensor>> trajectory, String name, int i, double[] weights) {
        double sum = 0;
        double all = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * trajectory.get(k).get("parameter/" + name).values()[i];
            all += weights[k];
        }
        return sum / all;
    }

    /** Sums of 18 numbers in single precision: 18 roundings of 6e-8. */
    @Test
    void theMovingAverageIsTheWeightedMeanOfAllSteps() throws IOException {
        Path to = folder.resolve("ema");
        run("ema:0.8", to);
        double[] weights = new double[STEPS];
        for (int k = 0; k < STEPS; k++) {
            weights[k] = Math.pow(0.8, STEPS - 1 - k);
        }
        List<Map<String, Tensor>> trajectory = trajectory();
        Pretrained.read(to).numbers().forEach((name, numbers) -> {
            for (int i = 0; i < numbers.length; i++) {
                double expected = mean(trajectory, name, i, weights);
                assertEquals(expected, numbers[i], 2e-6 * Math.max(1, Math.abs(expected)), name);
            }
        });
    }

    @Test
    void theEqualMeanIsThatOfTheEndsOfTheLastEpochs() throws IOException {
        Path to = folder.resolve("swa");
        run("swa:0.4", to); // of 3 epochs the first is before
        double[] weights = new double[STEPS];
        weights[2 * TinyRun.STEPS_PER_EPOCH - 1] = 1;
        weights[STEPS - 1] = 1;
        List<Map<String, Tensor>> trajectory = trajectory();
        int statistics = 0;
        for (Map.Entry<String, float[]> entry : Pretrained.read(to).numbers().entrySet()) {
            boolean kept = entry.getKey().contains("running");
            float[] numbers = entry.getValue();
            double apart = 0;
            for (int i = 0; i < numbers.length; i++) {
                apart = Math.max(apart, Math.abs(mean(trajectory, entry.getKey(), i, weights) - numbers[i]));
            }
            if (kept) {
                statistics++;
                assertTrue(apart > 1e-4, entry.getKey()); // taken anew
            } else {
                assertEquals(0, apart, 1e-6, entry.getKey());
            }
        }
        assertTrue(statistics > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ema:0.7", "swa:0.4"})
    void theNetworkThatIsWrittenHasTheAccuracyThatIsReported(String average) throws IOException {
        Accuracies accuracies = run(average, folder);
        assertEquals(2, accuracies.found.size());
        assertEquals(accuracies.reported, accuracies.found.get(1));
        FeatureTable table;
        try (Backbone backbone = Backbone.load(folder, "cpu")) {
            table = backbone.extract(TinyRun.TEST, 16, done -> {});
        }
        int[] columns = table.layout().columns(List.of(Layout.LOGITS));
        int correct = 0;
        for (int i = 0; i < table.labels().length; i++) {
            int best = 0;
            for (int c = 1; c < 3; c++) {
                best = table.rows()[i][columns[c]] > table.rows()[i][columns[best]] ? c : best;
            }
            correct += best == table.labels()[i] ? 1 : 0;
        }
        assertEquals((double) correct / table.labels().length, accuracies.reported, 1e-12);
    }

    /** The average is looked at after every epoch, and the run goes on as if it had not been. */
    @ParameterizedTest
    @ValueSource(strings = {"ema:0.7", "swa:0.1"})
    void averagingChangesNothingInTheTraining(String average) throws IOException {
        Path plain = folder.resolve("plain");
        Path averaged = folder.resolve("averaged");
        TinyRun.whole(plain);
        run(average, averaged);
        Map<String, Tensor> expected =
                Safetensors.read(plain.resolve("checkpoint.safetensors")).tensors();
        Map<String, Tensor> actual =
                Safetensors.read(averaged.resolve("checkpoint.safetensors")).tensors();
        expected.forEach((name, tensor) ->
                assertArrayEquals(tensor.values(), actual.get(name).values(), name));
        assertEquals(expected.size() + 2, actual.size());
        assertNotEquals(
                -1,
                Arrays.mismatch(
                        Files.readAllBytes(plain.resolve("resnet8-0000.params")),
                        Files.readAllBytes(averaged.resolve("resnet8-0000.params"))));
    }

    /** Stopped within an epoch, at its end, and before the first step. */
    @ParameterizedTest
    @CsvSource({
        "linear, label-smoothing:0.1, none, float32",
        "linear, logit-norm:0.04, none, float32",
        "gaussian, morse:1, none, float32",
        "von-mises-fisher, cross-entropy, ema:0.9, float32",
        "linear, cross-entropy, swa:0.3, float32",
        "linear, cross-entropy, none, bfloat16",
        "gaussian, morse:1, swa:0.3, bfloat16"
    })
    void aRunOfOtherIngredientsIsResumedBitForBit(String classifier, String loss, String average, String precision)
            throws IOException {
        TrainingConfig config = TinyRun.CONFIG.with(Ingredients.standard()
                .withClassifier(classifier)
                .withLoss(loss)
                .withAverage(average)
                .withPrecision(precision));
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        part(config, whole, STEPS + 1);
        for (int steps : new int[] {0, 8, 4, STEPS}) {
            part(config, parts, steps);
        }
        assertArrayEquals(
                Files.readAllBytes(whole.resolve("resnet8-0000.params")),
                Files.readAllBytes(parts.resolve("resnet8-0000.params")));
        assertEquals(TinyRun.log(whole), TinyRun.log(parts));
    }

    private static void part(TrainingConfig config, Path to, int steps) throws IOException {
        try (BackboneTrainer trainer = new BackboneTrainer(config, TinyRun.TRAIN, TinyRun.TEST, 8, to, "cpu")) {
            trainer.resume();
            trainer.run(TrainingListener.silent(), 1000, TinyRun.stopAt(steps));
        }
    }

    @Test
    void sharesAreThoseOfAMean() {
        Averaging equal = Averaging.parse("swa:0.75");
        assertArrayEquals(
                new double[] {0, 1, 1.0 / 5},
                new double[] {equal.ofEpoch(15, 20), equal.ofEpoch(16, 20), equal.ofEpoch(20, 20)});
        assertEquals(1, equal.ofEpoch(1, 1)); // the last epoch always counts
        assertEquals(1, Averaging.parse("ema:0.999").ofStep(1), 1e-12);
        assertEquals(0.001, Averaging.parse("ema:0.999").ofStep(100_000), 1e-12);
        assertEquals(0, Averaging.parse("none").ofStep(1));
        assertEquals("ema:0.999", Averaging.parse("ema:0.999").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mean | known are [none, ema, swa]",
                "ema | an average is none, ema:0.999 or swa:0.75",
                "none:1 | an average is none, ema:0.999 or swa:0.75",
                "ema:1 | from 0 to below 1, got 1.0",
                "swa:-1 | the part of the run before swa",
                "swa:x | takes a number, got 'x'"
            })
    void refusesWhatIsNoAverage(String text, String sentence) {
        String message = assertThrows(IllegalArgumentException.class, () -> Ingredients.standard()
                        .withAverage(text))
                .getMessage();
        assertTrue(message.contains(sentence), message);
    }
}
