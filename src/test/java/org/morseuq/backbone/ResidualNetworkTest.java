package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResidualNetworkTest {

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

    private Block initialised(String name, int classes, int size) {
        Block network = Networks.create(name, classes);
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 3, size, size));
        return network;
    }

    private NDList forward(Block network, NDArray x, boolean training) {
        return network.forward(new ParameterStore(manager, false), new NDList(x), training);
    }

    @ParameterizedTest
    @CsvSource({"resnet8, 3, 8", "resnet8, 10, 32", "resnet20, 7, 16"})
    void outputsHaveTheShapesOfTheDocumentation(String name, int classes, int size) {
        Block network = initialised(name, classes, size);
        Shape[] expected = {
            new Shape(2, classes),
            new Shape(2, 64),
            new Shape(2, 32, size / 2, size / 2),
            new Shape(2, 64, size / 4, size / 4)
        };
        NDList outputs = forward(network, manager.ones(new Shape(2, 3, size, size)), false);
        assertEquals(List.of(expected), outputs.stream().map(NDArray::getShape).toList());
        assertArrayEquals(expected, network.getOutputShapes(new Shape[] {new Shape(2, 3, size, size)}));
    }

    @Test
    void agreesWithPyTorch() throws IOException {
        JsonNode reference = Fixture.resource("residual_reference.json");
        Block network = initialised("resnet8", 3, 8);
        Weights.fill(network, 1);
        float[] pixels = new float[2 * 3 * 8 * 8];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) ((i * 37 % 101) / 50.0 - 1);
        }
        NDList outputs = forward(network, manager.create(pixels, new Shape(2, 3, 8, 8)), false);
        int output = 0;
        for (String name : List.of("logits", "embedding", "second", "third")) {
            float[] actual = outputs.get(output++).toFloatArray();
            float[] expected = floats(reference.get(name));
            float largest = 0;
            for (float value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            // Nine layers of sums of up to 576 products, each rounded to 6e-8 of its size.
            assertArrayEquals(expected, actual, 1e-5f * largest, name);
        }
    }

    private static float[] floats(JsonNode node) {
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) node.get(i).asDouble();
        }
        return values;
    }

    @Test
    void theEmbeddingIsTheSpatialMeanOfTheThirdStage() {
        Block network = initialised("resnet8", 3, 16);
        Weights.fill(network, 3);
        NDArray x = manager.randomNormal(new Shape(2, 3, 16, 16));
        NDList outputs = forward(network, x, false);
        float[] map = outputs.get(3).toFloatArray();
        float[] embedding = outputs.get(1).toFloatArray();
        for (int k = 0; k < embedding.length; k++) {
            double sum = 0;
            for (int p = 0; p < 16; p++) {
                sum += map[k * 16 + p];
            }
            assertEquals(sum / 16, embedding[k], 1e-5 * Math.max(1, embedding[k])); // 16 sums in float32
        }
    }

    @Test
    void trainingNormalisesByTheBatchAndMovesTheRunningStatistics() {
        Block network = initialised("resnet8", 3, 8);
        NDArray x = manager.randomNormal(new Shape(4, 3, 8, 8)).add(2);
        float[] before = running(network);
        float[] evaluated = forward(network, x, false).head().toFloatArray();
        assertArrayEquals(before, running(network), "evaluation leaves them");
        float[] trained = forward(network, x, true).head().toFloatArray();
        assertFalse(Arrays.equals(evaluated, trained));
        assertFalse(Arrays.equals(before, running(network)));
    }

    private static float[] running(Block network) {
        return network.getParameters().values().stream()
                .filter(parameter -> parameter.getType() == Parameter.Type.RUNNING_MEAN)
                .findFirst()
                .orElseThrow()
                .getArray()
                .toFloatArray();
    }

    @ParameterizedTest
    @CsvSource({"resnet20, 272474", "resnet32, 466906", "resnet56, 855770"})
    void hasTheParametersOfThePaperAndOfTheProjectionShortcuts(String name, long expected) {
        // Convolutions 3*16*9 + 2n*16*16*9 + (16+(2n-1)*32)*32*9 + (32+(2n-1)*64)*64*9, shortcuts 16*32 + 32*64, two
        // numbers for each normalised channel, and 650 in the last layer, for depth 6n + 2.
        long sum = initialised(name, 10, 32).getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
        int n = (Integer.parseInt(name.substring(6)) - 2) / 6;
        long convolutions = 3 * 16 * 9
                + 2L * n * 16 * 16 * 9
                + (16 + (2L * n - 1) * 32) * 32 * 9
                + (32 + (2L * n - 1) * 64) * 64 * 9;
        long normalised = 2 * (16 + 2L * n * 16 + 2L * n * 32 + 32 + 2L * n * 64 + 64);
        assertEquals(convolutions + 16 * 32 + 32 * 64 + normalised + 650, sum);
        assertEquals(expected, sum);
    }

    @ParameterizedTest
    @ValueSource(ints = {-4, 0, 2, 7, 9, 18, 21})
    void otherDepthsAreRefused(int depth) {
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> ResidualNetwork.ofDepth(depth, LastLayer.linear(10)));
        assertEquals("depth must be 6n + 2 with n >= 1, got " + depth, thrown.getMessage());
    }
}
