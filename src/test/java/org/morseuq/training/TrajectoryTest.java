package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morseuq.backbone.DeviceVector;
import org.morseuq.backbone.Loss;
import org.morseuq.backbone.ParametricNetwork;
import org.morseuq.backbone.RecordedObjective;
import org.morseuq.optimizer.Optimizer;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.optimizer.StepReport;

/** A hundred steps on a network of the engine, beside PyTorch's; {@code trajectory_reference.py} states the problem. */
final class TrajectoryTest {

    private static float[] inputs(int batch) {
        float[] x = new float[30];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(31 * batch + i + 1);
        }
        return x;
    }

    private static int[] labels(int batch) {
        int[] labels = new int[5];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (batch + i) % 3;
        }
        return labels;
    }

    private static DeviceVector start(ParametricNetwork network) {
        DeviceVector x = network.parameters().copy();
        double[] numbers = new double[Math.toIntExact(x.size())];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = Math.cos(k + 1) / 2;
        }
        return x.setArray(numbers);
    }

    private static Optimizer optimizer(String name, JsonNode settings, DeviceVector x) {
        return Optimizers.recipe(Optimizers.defaults(name)
                        .withLearningRate(settings.get("learning_rate").asDouble())
                        .withWeightDecay(settings.get("weight_decay").asDouble()))
                .on(x);
    }

    /**
     * Double precision: the inputs pass through single precision here, and are off by 3e-8; the problem is smooth and
     * contracts. Single precision: 100 steps, each with some ten roundings of 6e-8, which
     * RMSProp enlarges by dividing by roots that begin at 0.
     */
    @ParameterizedTest
    @CsvSource({
        "sgd, FLOAT64, 1e-6",
        "momentum, FLOAT64, 1e-6",
        "nesterov, FLOAT64, 1e-6",
        "adam, FLOAT64, 1e-6",
        "adamw, FLOAT64, 1e-6",
        "adagrad, FLOAT64, 1e-6",
        "rmsprop, FLOAT64, 1e-6",
        "sgd, FLOAT32, 1e-5",
        "momentum, FLOAT32, 1e-5",
        "nesterov, FLOAT32, 1e-5",
        "adam, FLOAT32, 1e-5",
        "adamw, FLOAT32, 1e-5",
        "adagrad, FLOAT32, 1e-5",
        "rmsprop, FLOAT32, 1e-4"
    })
    void followsPyTorch(String name, DataType type, double tolerance) throws IOException {
        JsonNode reference;
        try (InputStream in = TrajectoryTest.class.getResourceAsStream("trajectory_reference.json")) {
            reference = new ObjectMapper().readTree(in).get(name);
        }
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            Block block = new SequentialBlock()
                    .add(Linear.builder().setUnits(8).build())
                    .add(Activation::tanh)
                    .add(Linear.builder().setUnits(3).build());
            block.initialize(manager, type, new Shape(1, 6));
            ParametricNetwork network = new ParametricNetwork(block, manager);
            DeviceVector x = start(network);
            try (Optimizer optimizer = optimizer(name, reference, x)) {
                for (int t = 0; t < 100; t++) {
                    try (RecordedObjective batch = network.on(
                            inputs(t % 4),
                            new Shape(5, 6),
                            Loss.crossEntropy(labels(t % 4)),
                            ParametricNetwork.Mode.TRAINING,
                            0)) {
                        StepReport report = optimizer.step(batch, x);
                        assertEquals(reference.get("losses").get(t).asDouble(), report.loss(), tolerance, "step " + t);
                    }
                }
            }
            double[] expected = new ObjectMapper().convertValue(reference.get("parameters"), double[].class);
            assertArrayEquals(expected, x.toArray(), tolerance, name);
        }
    }
}
