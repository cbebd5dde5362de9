package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.morseuq.backbone.Fixture.assertClose;
import static org.morseuq.backbone.Fixture.assertRefused;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morseuq.data.Image;
import org.morseuq.store.Digest;
import org.morseuq.store.MalformedFileException;

final class TrainedNetworkTest {

    private static final Preprocessing PREPROCESSING =
            new Preprocessing(8, List.of(0.5, 0.4, 0.3), List.of(0.25, 0.2, 0.3));

    @TempDir
    private Path folder;

    private NDManager manager;
    private Block live;

    @BeforeEach
    void aNetworkWithUnevenStatistics() {
        EngineInfo.detect();
        manager = NDManager.newBaseManager("PyTorch");
        live = network(1);
    }

    private Block network(int seed) {
        Block block = Networks.create("resnet8", 3);
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 8, 8));
        Weights.fill(block, seed);
        return block;
    }

    @AfterEach
    void free() {
        manager.close();
    }

    private void write(Block block) throws IOException {
        TrainedNetwork.write(folder, "resnet8", block, List.of("a", "b", "c"), PREPROCESSING);
    }

    private float[] logits(Block block, List<Image> images) {
        float[] pixels = new float[images.size() * 3 * 64];
        for (int i = 0; i < images.size(); i++) {
            Preprocessing.normalise(images.get(i).pixels(), PREPROCESSING.table(), pixels, i * 3 * 64);
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = scope.create(pixels, new Shape(images.size(), 3, 8, 8));
            return block.forward(new ParameterStore(manager, false), new NDList(x), false)
                    .head()
                    .toFloatArray();
        }
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
        }
        return flat;
    }

    private float[] written(ImagesInMemory images) throws IOException {
        try (Backbone backbone = Backbone.load(folder, "cpu")) {
            return flat(Fixture.extract(backbone, images, images.size()).block("logits"));
        }
    }

    /** Folding the normalisations rounds in other places: nine layers of sums of up to 576 products, 6e-8 each. */
    private static void assertRounded(float[] expected, float[] actual) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertArrayEquals(expected, actual, 1e-5f * largest);
    }

    @Test
    void comesBackWithTheLogitsOfTheLiveNetworkInEvaluationMode() throws IOException {
        ImagesInMemory images = ImagesInMemory.patterns(5, 8);
        float[] expected = logits(live, images.list());
        write(live);
        assertRounded(expected, written(images));
        assertArrayEquals(expected, logits(live, images.list()), 0, "writing leaves the network as it was");
        try (Backbone backbone = Backbone.load(folder, "cpu")) {
            assertEquals(List.of("a", "b", "c"), backbone.classes());
            assertEquals(PREPROCESSING, backbone.preprocessing());
            assertEquals(
                    "logits[3] embedding[64] inner1.mean[32] inner1.std[32] inner1.max[32] inner1.active[32]"
                            + " inner2.mean[64] inner2.std[64] inner2.max[64] inner2.active[64]",
                    backbone.layout().toString());
            assertEquals(Digest.ofFile(folder.resolve("resnet8-0000.params")), backbone.digest());
        }
    }

    @Test
    void writingAgainReplacesTheNetwork() throws IOException {
        ImagesInMemory images = ImagesInMemory.patterns(5, 8);
        Block other = network(2);
        write(live);
        write(other);
        float[] expected = logits(other, images.list());
        assertFalse(Arrays.equals(expected, logits(live, images.list())));
        assertRounded(expected, written(images));
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count(), "no parameters of the network before are left");
        }
    }

    @Test
    void theEmbeddingIsTheMeanOfTheLastStage() throws IOException {
        write(live);
        try (Backbone backbone = Backbone.load(folder, "cpu")) {
            var table = Fixture.extract(backbone, ImagesInMemory.patterns(5, 8), 5);
            assertClose(table.block("inner2.mean"), table.block("embedding"), 1e-6); // the same mean in another order
        }
    }

    @Test
    void otherParametersThanDescribedAreRefused() throws IOException {
        write(live);
        Path parameters = folder.resolve("resnet8-0000.params");
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[bytes.length / 2] ^= 1;
        Files.write(parameters, bytes);
        assertRefused(
                MalformedFileException.class,
                () -> Backbone.load(folder, "cpu"),
                parameters,
                "digest",
                Digest.ofFile(parameters));
        Files.delete(parameters);
        assertRefused(NoSuchFileException.class, () -> Backbone.load(folder, "cpu"), parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet8-0000.params, ../other.params, same folder",
        "'\"resnet8\"', '\"resnet9\"', resnet9",
        "'\"resnet8\"', '\"resnet20\"', resnet20",
        "'\"a\", \"b\", \"c\"', '\"a\", \"b\"', 2 classes",
        "'\"a\", \"b\", \"c\"', '\"a\"', 1",
        "preprocessing, preprocess, preprocess",
        "'\"size\" : 8', '\"size\" : 0', size"
    })
    void aDescriptionThatDoesNotFitIsRefused(String found, String instead, String reason) throws IOException {
        write(live);
        Path description = folder.resolve(TrainedNetwork.FILE);
        String text = Files.readString(description);
        assertEquals(2, text.split(java.util.regex.Pattern.quote(found), -1).length, text);
        Files.writeString(description, text.replace(found, instead));
        assertRefused(MalformedFileException.class, () -> Backbone.load(folder, "cpu"), folder, reason);
    }

    @ParameterizedTest
    @CsvSource({"network", "classes", "preprocessing", "parameters", "sha256"})
    void aDescriptionThatLacksAPartIsRefused(String part) throws IOException {
        write(live);
        Path description = folder.resolve(TrainedNetwork.FILE);
        var json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(description.toFile());
        ((com.fasterxml.jackson.databind.node.ObjectNode) json).remove(part);
        Files.writeString(description, json.toString());
        assertRefused(MalformedFileException.class, () -> Backbone.load(folder, "cpu"), description, part);
    }
}
