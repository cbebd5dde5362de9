package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.morseuq.training.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.function.ArrayVector;
import org.morseuq.head.ThresholdPolicy;
import org.morseuq.optimizer.IterationOrder;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.optimizer.OrderedDescent;
import org.morseuq.store.Safetensors;

/** Training that takes the batches of every window newest first. */
final class BackwardTrainingTest {

    private static final int EPOCHS = 2;
    private static final OptimizerConfig FOUR =
            Optimizers.defaults("backward-sgd").withWindow(4);

    @TempDir
    private Path folder;

    private static BackboneTrainer trainer(OptimizerConfig optimizer, Path folder) throws IOException {
        TrainingConfig config = new TrainingConfig("resnet8", EPOCHS, 16, Schedule.COSINE, optimizer, 1);
        return new BackboneTrainer(config, TinyRun.TRAIN, TinyRun.TEST, 8, folder, "cpu");
    }

    private Path whole(OptimizerConfig optimizer, String name) throws IOException {
        Path run = folder.resolve(name);
        try (BackboneTrainer trainer = trainer(optimizer, run)) {
            assertEquals(BackboneTrainer.Outcome.FINISHED, trainer.run(TrainingListener.silent(), 1000, () -> false));
        }
        return run;
    }

    private static void assertSame(Path expected, Path actual) throws IOException {
        Map<String, float[]> parameters = parameters(actual);
        parameters(expected).forEach((key, values) -> assertArrayEquals(values, parameters.get(key), key));
        assertEquals(steps(expected), steps(actual));
        assertEquals(TinyRun.log(expected), TinyRun.log(actual));
    }

    private static Map<String, float[]> parameters(Path run) throws IOException {
        Map<String, float[]> values = new java.util.LinkedHashMap<>();
        Safetensors.read(run.resolve("checkpoint.safetensors"))
                .tensors()
                .forEach((key, tensor) -> values.put(key, tensor.values()));
        return values;
    }

    private static List<String> steps(Path run) throws IOException {
        return Files.readAllLines(run.resolve("steps.csv"));
    }

    private static List<String> losses(Path run) throws IOException {
        return steps(run).stream().skip(1).map(line -> line.split(",", -1)[1]).toList();
    }

    private static int[] order(int window, int steps) {
        BatchWindows windows = new BatchWindows(window, steps);
        return IntStream.range(0, steps).map(windows::batch).toArray();
    }

    @Test
    void theNewestBatchOfAWindowComesFirst() {
        assertArrayEquals(new int[] {3, 2, 1, 0, 7, 6, 5, 4, 9, 8}, order(4, 10));
        assertArrayEquals(new int[] {0, 1, 2, 3}, order(1, 4));
        assertArrayEquals(new int[] {3, 2, 1, 0}, order(4, 4));
        assertArrayEquals(new int[] {2, 1, 0}, order(10, 3)); // no window is longer than an epoch
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "3, 9", "4, 10", "7, 8"})
    void theOrderIsThatOfWindowedIterates(int window, int steps) {
        TreeSet<Integer> ends = new TreeSet<>(List.of(steps));
        for (int end = window; end < steps; end += window) {
            ends.add(end);
        }
        List<Integer> met = new ArrayList<>();
        IterationOrder order = new IterationOrder(List.copyOf(ends), false);
        try (OrderedDescent run = new OrderedDescent((batch, at) -> met.add(batch - 1), order, ArrayVector.of(0))) {
            while (!run.finished()) {
                run.advance();
            }
        }
        assertEquals(met, Arrays.stream(order(window, steps)).boxed().toList());
    }

    @Test
    void aStepMeetsTheBatchThatTheWindowNames() throws IOException {
        // Steps of 1e-30 g change no weight in single precision, so a loss is that of its batch and tells which one it
        // was.
        List<String> forward = losses(whole(Optimizers.defaults("sgd").withLearningRate(1e-30), "sgd"));
        assertEquals(2 * 6, new TreeSet<>(forward).size());
        List<String> backward = losses(whole(FOUR.withLearningRate(1e-30), "backward"));
        int[] hand = {3, 2, 1, 0, 5, 4, 9, 8, 7, 6, 11, 10};
        assertEquals(Arrays.stream(hand).mapToObj(forward::get).toList(), backward);
    }

    @Test
    void aWindowOfOneIsGradientDescentToTheBit() throws IOException {
        Path sgd = whole(Optimizers.defaults("sgd"), "sgd");
        assertSame(sgd, whole(FOUR.withWindow(1), "one"));
        assertFalse(losses(sgd).equals(losses(whole(FOUR, "four"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2", "5", "9", "1 2 4"}) // in the middle of a long window, of a short one, of the next epoch
    void resumedInsideAWindowIsUninterrupted(String stops) throws IOException {
        Path expected = whole(FOUR, "whole");
        Path parts = folder.resolve("parts");
        for (String stop : stops.split(" ", -1)) {
            try (BackboneTrainer trainer = trainer(FOUR, parts)) {
                trainer.resume();
                assertEquals(
                        BackboneTrainer.Outcome.STOPPED,
                        trainer.run(TrainingListener.silent(), 1000, TinyRun.stopAt(Integer.parseInt(stop))));
            }
        }
        try (BackboneTrainer trainer = trainer(FOUR, parts)) {
            assertTrue(trainer.resume());
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
        assertSame(expected, parts);
    }

    @Test
    void whatHasNoBatchesToReverseRefusesIt() {
        DetectorFit fit = new DetectorFit(HeadRecipe.DEFAULT, 10, 10, new ThresholdPolicy.FalseAlarm(0.05), 0, "test");
        assertRefused(
                IllegalArgumentException.class, () -> fit.withOptimizer(Optional.of(FOUR)), "backward-sgd", "use sgd");
        fit.withOptimizer(Optional.of(FOUR.withWindow(1)));
        Map<String, List<Double>> rates = Map.of("backward-sgd", List.of(0.1));
        List<OptimizerStudy.Budget> budgets = List.of(new OptimizerStudy.Budget(16, 10));
        assertRefused(
                IllegalArgumentException.class,
                () -> new OptimizerStudy(
                        "none", OptimizerStudy.KIND, "resnet8", 96, 10, 10, rates, budgets, 2, 2, 0.1, null, null),
                "backward-sgd",
                "windows");
    }
}
