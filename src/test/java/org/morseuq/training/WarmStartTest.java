package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.Classifier;
import org.morseuq.backbone.ImagesInMemory;
import org.morseuq.backbone.Pretrained;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

final class WarmStartTest {

    @TempDir
    private Path folder;

    private static TrainingConfig with(String classifier) {
        return TinyRun.CONFIG.with(Ingredients.standard().withClassifier(classifier));
    }

    private Path trained(String classifier) throws IOException {
        Path to = folder.resolve("first-" + classifier);
        try (BackboneTrainer trainer =
                new BackboneTrainer(with(classifier), TinyRun.TRAIN, TinyRun.TEST, 8, to, "cpu")) {
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
        return to;
    }

    /** What a run saves that is stopped before its first step. */
    private Map<String, Tensor> start(String classifier, Pretrained from) throws IOException {
        Path to = folder.resolve("second-" + classifier);
        try (BackboneTrainer trainer =
                new BackboneTrainer(with(classifier), TinyRun.TRAIN, TinyRun.TEST, 8, to, "cpu", Optional.of(from))) {
            assertEquals(BackboneTrainer.Outcome.STOPPED, trainer.run(TrainingListener.silent(), 1000, () -> true));
        }
        return Safetensors.read(to.resolve("checkpoint.safetensors")).tensors();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "laplace"})
    void theSameNetworkStartsWithAllItsNumbers(String classifier) throws IOException {
        Pretrained from = Pretrained.read(trained(classifier));
        Map<String, Tensor> start = start(classifier, from);
        from.numbers()
                .forEach((name, numbers) -> assertArrayEquals(
                        numbers, start.get("parameter/" + name).values(), name));
    }

    @Test
    void modesStartAtTheMeansOfTheEmbeddings() throws IOException {
        Path first = trained("linear");
        Map<String, Tensor> start = start("gaussian", Pretrained.read(first));
        FeatureTable table;
        try (Backbone backbone = Backbone.load(first, "cpu")) {
            table = backbone.extract(TinyRun.TRAIN, 32, done -> {});
        }
        int[] columns = table.layout().columns(List.of(Layout.EMBEDDING));
        double[] means = new double[3 * columns.length];
        for (int i = 0; i < table.labels().length; i++) {
            for (int j = 0; j < columns.length; j++) {
                means[table.labels()[i] * columns.length + j] += table.rows()[i][columns[j]] / 32; // of each colour
            }
        }
        float[] modes = start.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(WarmStart.MODES))
                .findFirst()
                .orElseThrow()
                .getValue()
                .values();
        assertEquals(means.length, modes.length);
        for (int i = 0; i < modes.length; i++) { // the other sum is over a network whose normalisations are folded away
            assertEquals(means[i], modes[i], 1e-4 * Math.max(1, Math.abs(means[i])));
        }
    }

    @Test
    void aLinearLayerStartsWithTheNearestMode() throws IOException {
        Pretrained from = Pretrained.read(trained("gaussian"));
        Map<String, Tensor> start = start("linear", from);
        float[] modes = from.numbers().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(WarmStart.MODES))
                .findFirst()
                .orElseThrow()
                .getValue();
        assertTrue(start.values().stream().anyMatch(tensor -> Arrays.equals(modes, tensor.values())));
        double square = 0;
        for (int j = 0; j < modes.length / 3; j++) {
            square += (double) modes[j] * modes[j];
        }
        float bias = (float) (-square / 2);
        assertTrue(
                start.values().stream().anyMatch(tensor -> tensor.values().length == 3 && tensor.values()[0] == bias));
    }

    @Test
    void aRunThatStartsWarmIsResumedBitForBitAndOnlyFromTheSameStart() throws IOException {
        Pretrained from = Pretrained.read(trained("linear"));
        TrainingConfig config = TinyRun.CONFIG.with(
                Ingredients.standard().withClassifier("laplace").withLoss("morse:0.5"));
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        try (BackboneTrainer trainer =
                new BackboneTrainer(config, TinyRun.TRAIN, TinyRun.TEST, 8, whole, "cpu", Optional.of(from))) {
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
        try (BackboneTrainer trainer =
                new BackboneTrainer(config, TinyRun.TRAIN, TinyRun.TEST, 8, parts, "cpu", Optional.of(from))) {
            trainer.run(TrainingListener.silent(), 1000, TinyRun.stopAt(8));
        }
        try (BackboneTrainer trainer =
                new BackboneTrainer(config, TinyRun.TRAIN, TinyRun.TEST, 8, parts, "cpu", Optional.of(from))) {
            assertTrue(trainer.resume());
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
        assertArrayEquals(
                Files.readAllBytes(whole.resolve("resnet8-0000.params")),
                Files.readAllBytes(parts.resolve("resnet8-0000.params")));
        assertEquals(Classifier.parse("laplace"), Pretrained.read(parts).classifier());
        try (BackboneTrainer cold = new BackboneTrainer(config, TinyRun.TRAIN, TinyRun.TEST, 8, parts, "cpu")) {
            String message = assertThrows(IOException.class, cold::resume).getMessage();
            assertTrue(message.contains("belongs to another run"), message);
        }
    }

    @Test
    void refusesAnotherNetworkOtherClassesAndAnotherSize() throws IOException {
        Pretrained from = Pretrained.read(trained("linear"));
        refuses("is a resnet8, the run trains a cnn", from, "cnn", TinyRun.TRAIN, 8);
        refuses("takes images of 8 pixels, the run has 16", from, "resnet8", TinyRun.TRAIN, 16);
        ImagesInMemory others = new ImagesInMemory("others", List.of("a", "b", "c"), TinyRun.colourImages("a", 16, 1));
        refuses("knows the classes [red, green, blue], the images have [a, b, c]", from, "resnet8", others, 8);
        String message = assertThrows(IllegalArgumentException.class, () -> Pretrained.read(folder))
                .getMessage();
        assertTrue(message.contains("there is no network.json in it"), message);
    }

    private void refuses(String sentence, Pretrained from, String network, ImagesInMemory train, int size) {
        TrainingConfig config = new TrainingConfig(network, 1, 16, 0.1, Schedule.COSINE, 0, 0, 0);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new BackboneTrainer(config, train, TinyRun.TEST, size, folder, "cpu", Optional.of(from)))
                .getMessage();
        assertTrue(message.contains(sentence), message);
    }
}
