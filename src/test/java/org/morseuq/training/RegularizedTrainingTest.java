package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.morseuq.training.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morseuq.backbone.DifferentiableBackbone;
import org.morseuq.backbone.ImagesInMemory;
import org.morseuq.backbone.LiveArrays;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.complexity.GeometricComplexity;
import org.morseuq.data.Layout;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.store.Safetensors;

/** Regularizers in runs of the trainer. */
final class RegularizedTrainingTest {

    private static final ImagesInMemory FEW = TinyRun.colours("few", 32, 1);

    @TempDir
    private Path folder;

    private static TrainingConfig config(String network, String optimizer, int epochs, String... regularizers) {
        OptimizerConfig settings = Optimizers.defaults(optimizer);
        return new TrainingConfig(network, epochs, 16, Schedule.CONSTANT, settings, List.of(regularizers), 1);
    }

    private static BackboneTrainer trainer(TrainingConfig config, ImagesInMemory images, Path folder)
            throws IOException {
        return new BackboneTrainer(config, images, TinyRun.TEST, 8, folder, "cpu");
    }

    private static void run(TrainingConfig config, ImagesInMemory images, Path folder) throws IOException {
        try (BackboneTrainer trainer = trainer(config, images, folder)) {
            assertEquals(BackboneTrainer.Outcome.FINISHED, trainer.run(TrainingListener.silent(), 1000, () -> false));
        }
    }

    /** Measured on new images by what measures complexity, which shares nothing with the penalty but the engine. */
    private static double complexity(Path folder, String block) throws IOException {
        try (DifferentiableBackbone backbone = DifferentiableBackbone.load(folder, "cpu")) {
            Preprocessing scale = backbone.backbone().preprocessing();
            float[][] points = new float[TinyRun.TEST.size()][backbone.inputs()];
            for (int i = 0; i < points.length; i++) {
                Preprocessing.normalise(TinyRun.TEST.list().get(i).pixels(), scale.table(), points[i], 0);
            }
            int[] columns = backbone.layout().columns(List.of(block));
            return GeometricComplexity.exact()
                    .of(backbone.outputs(columns[0], columns.length), points)
                    .value();
        }
    }

    @Test
    void aPenaltyOnComplexityLowersIt() throws IOException {
        run(config("cnn", "sgd", 8), TinyRun.TRAIN, folder.resolve("plain"));
        double logits = complexity(folder.resolve("plain"), Layout.LOGITS);
        double embedding = complexity(folder.resolve("plain"), Layout.EMBEDDING);
        run(config("cnn", "sgd", 8, "geometric-complexity:1"), TinyRun.TRAIN, folder.resolve("exact"));
        run(config("cnn", "sgd", 8, "geometric-complexity:1:signs=1"), TinyRun.TRAIN, folder.resolve("signs"));
        run(config("cnn", "sgd", 8, "embedding-complexity:1"), TinyRun.TRAIN, folder.resolve("embedding"));
        double exact = complexity(folder.resolve("exact"), Layout.LOGITS);
        double signs = complexity(folder.resolve("signs"), Layout.LOGITS);
        double lower = complexity(folder.resolve("embedding"), Layout.EMBEDDING);
        assertTrue(exact < 0.5 * logits, exact + " against " + logits);
        assertTrue(signs < 0.5 * logits, signs + " against " + logits);
        assertTrue(lower < 0.5 * embedding, lower + " against " + embedding);
    }

    /** Of all names, with terms and noise: every one trains, or aims at a loss of 0 and says so. */
    @Test
    void everyOptimizerTakesRegularizersOrSaysWhyNot() throws IOException {
        Set<String> refused = new TreeSet<>();
        for (String name : Optimizers.names()) {
            String[] some = {"geometric-complexity:0.01:signs=1", "loss-gradient:0.01", "input-noise:0.1"};
            try {
                TrainingConfig config = config("cnn", name, 1, some);
                run(config, FEW, folder.resolve(name));
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().contains(name + " aims at the least loss 0"), e.getMessage());
                refused.add(name);
            }
        }
        assertEquals(Set.of("clr", "clr-capped", "polyak"), refused);
        run(config("cnn", "clr", 1, "input-noise:0.1", "squared-weights:0"), FEW, folder.resolve("noise"));
    }

    @ParameterizedTest
    @CsvSource({
        "cnn, rk4-full, embedding-complexity:0.01:outputs=2, input-noise:0.1",
        "cnn, dalr, geometric-complexity:0.01, spectral-norm:0.001",
        "resnet8, adamw, geometric-complexity:0.001:signs=1, input-gradient:0.01",
    })
    void resumedIsUninterrupted(String network, String optimizer, String one, String other) throws IOException {
        TrainingConfig config = config(network, optimizer, 2, one, other);
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        run(config, FEW, whole);
        try (BackboneTrainer trainer = trainer(config, FEW, parts)) {
            trainer.run(TrainingListener.silent(), 1000, TinyRun.stopAt(3));
        }
        try (BackboneTrainer trainer = trainer(config(network, optimizer, 2, one), FEW, parts)) {
            assertRefused(org.morseuq.store.MalformedFileException.class, trainer::resume, other);
        }
        try (BackboneTrainer trainer = trainer(config, FEW, parts)) {
            assertTrue(trainer.resume());
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
        Safetensors expected = Safetensors.read(whole.resolve("checkpoint.safetensors"));
        Safetensors actual = Safetensors.read(parts.resolve("checkpoint.safetensors"));
        expected.tensors()
                .forEach((key, tensor) -> assertArrayEquals(
                        tensor.values(), actual.tensors().get(key).values(), key));
        assertEquals(Files.readAllLines(whole.resolve("steps.csv")), Files.readAllLines(parts.resolve("steps.csv")));
    }

    @Test
    void stepsTellTheWholeLossAndEpochsTheCrossEntropy() throws IOException {
        run(config("cnn", "sgd", 1), FEW, folder.resolve("plain"));
        run(config("cnn", "sgd", 1, "squared-weights:1e-12"), FEW, folder.resolve("tiny"));
        run(config("cnn", "sgd", 1, "squared-weights:0.001"), FEW, folder.resolve("more"));
        assertEquals(TinyRun.log(folder.resolve("plain")), TinyRun.log(folder.resolve("tiny")));
        double plain = firstLoss("plain");
        // He's start: 32 + 2 * 64 + 2 * 32 + 2 * 3 units have squared weights of about 2 each, less by a few percent.
        assertEquals(0.002 * (16 + 32 + 64 + 3), firstLoss("more") - plain, 0.03);
    }

    private double firstLoss(String name) throws IOException {
        return Double.parseDouble(Files.readAllLines(folder.resolve(name).resolve("steps.csv"))
                .get(1)
                .split(",", -1)[1]);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertRefused(
                IllegalArgumentException.class,
                () -> config("cnn", "sgd", 1, "input-noise:0.1", "input-noise:0.2"),
                "input-noise is named twice");
        assertRefused(IllegalArgumentException.class, () -> config("cnn", "sgd", 1, "dropout:0.1"), "dropout");
        int before = LiveArrays.count();
        assertRefused(
                IllegalArgumentException.class,
                () -> trainer(config("resnet8", "sgd", 1, "geometric-complexity:0.1"), FEW, folder),
                "normalises by the batch");
        String estimated = "geometric-complexity:0.1:signs=1";
        assertRefused(
                IllegalArgumentException.class,
                () -> trainer(config("resnet8", "dal", 1, estimated), FEW, folder),
                "dal takes products with the Hessian",
                estimated);
        assertRefused(
                IllegalArgumentException.class,
                () -> {
                    try (BackboneTrainer trainer = trainer(config("resnet8", "sgd", 1, estimated), FEW, folder)) {
                        trainer.measureSharpness(1);
                    }
                },
                "sharpness takes products with the Hessian");
        assertEquals(before, LiveArrays.count());
    }
}
