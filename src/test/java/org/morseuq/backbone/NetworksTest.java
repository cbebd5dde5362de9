package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworksTest {

    private static final int SIZE = 16;

    private NDManager manager;

    @BeforeEach
    void start() {
        EngineInfo.detect();
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void free() {
        manager.close();
    }

    private Block network(String name) {
        Block network = Networks.create(name, 3);
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 3, SIZE, SIZE));
        Weights.fill(network, 1);
        return network;
    }

    private NDList forward(Block network, NDArray x) {
        return network.forward(new ParameterStore(manager, false), new NDList(x), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "wideresnet16-4", "vgg13"})
    void agreesWithPyTorch(String name) throws IOException {
        JsonNode reference = Fixture.resource("network_reference.json").get(name);
        Block network = network(name);
        long parameters = network.getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
        assertEquals(reference.get("parameters").asLong(), parameters);
        float[] pixels = new float[2 * 3 * SIZE * SIZE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) ((i * 37 % 101) / 50.0 - 1);
        }
        NDList outputs = forward(network, manager.create(pixels, new Shape(2, 3, SIZE, SIZE)));
        assertClose(reference.get("logits"), outputs.get(0));
        assertClose(reference.get("embedding"), outputs.get(1));
        assertClose(reference.get("second"), Layers.spatialMean(outputs.get(2)));
    }

    /** Some 17 layers of sums of up to 4,608 products, each rounded to 6e-8 of its size, against double precision. */
    private static void assertClose(JsonNode expected, NDArray actual) {
        float[] numbers = new float[expected.size()];
        float largest = 0;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) expected.get(i).asDouble();
            largest = Math.max(largest, Math.abs(numbers[i]));
        }
        assertArrayEquals(numbers, actual.toFloatArray(), 2e-5f * largest);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18, 512, 256, 4, 512, 2",
        "wideresnet16-4, 256, 128, 8, 256, 4",
        "vgg13, 512, 512, 2, 512, 1",
        "resnet32, 64, 32, 8, 64, 4"
    })
    void outputsHaveTheShapesThatAreSaid(
            String name, int embedding, int secondChannels, int secondSize, int lastChannels, int lastSize) {
        Block network = network(name);
        Shape input = new Shape(2, 3, SIZE, SIZE);
        Shape[] expected = {
            new Shape(2, 3),
            new Shape(2, embedding),
            new Shape(2, secondChannels, secondSize, secondSize),
            new Shape(2, lastChannels, lastSize, lastSize)
        };
        assertArrayEquals(expected, network.getOutputShapes(new Shape[] {input}));
        NDList outputs = forward(network, manager.ones(input));
        assertEquals(List.of(expected), outputs.stream().map(NDArray::getShape).toList());
    }

    @Test
    void onlyNetworksThatNormaliseAfterTheirConvolutionsAreFolded() {
        for (String name : List.of("resnet8", "resnet18")) {
            assertTrue(
                    Networks.folded(name, network(name), MapStatistic.moments(), manager)
                            .isPresent(),
                    name);
        }
        for (String name : List.of("cnn", "vgg13", "wideresnet16-4")) {
            assertFalse(
                    Networks.folded(name, network(name), MapStatistic.moments(), manager)
                            .isPresent(),
                    name);
        }
    }

    @Test
    void networksAreMadeByName() {
        assertEquals(
                Set.of("cnn", "resnet18", "resnet20", "resnet32", "resnet56", "resnet8", "vgg13", "wideresnet16-4"),
                Networks.names());
        for (String name : List.of("resnet20", "mlp-64", "mlp-32-8", "mlp", "mlp-0", "vgg")) {
            assertEquals(name.matches("resnet20|mlp-64|mlp-32-8"), Networks.knows(name), name);
        }
        Fixture.assertRefused(
                IllegalArgumentException.class, () -> Networks.create("vgg", 10), "unknown network 'vgg'", "resnet8");
        Fixture.assertRefused(IllegalArgumentException.class, () -> Networks.create("resnet8", 1), "got 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 9, 20})
    void otherDepthsOfWideNetworksAreRefused(int depth) {
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> WideResidualNetwork.of(depth, 2, LastLayer.linear(10)));
        assertEquals("depth must be 6n + 4 with n >= 1, got " + depth, thrown.getMessage());
    }
}
