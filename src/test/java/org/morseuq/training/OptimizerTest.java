package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.morseuq.backbone.LiveArrays;

/** Twenty steps with changing rates, beside PyTorch's; {@code optimizer_reference.py} states the problem. */
final class OptimizerTest {

    private JsonNode reference;
    private NDManager manager;
    private NDManager constants;
    private Map<String, NDArray> parameters;

    @BeforeEach
    void readTheReference() throws IOException {
        try (InputStream in = OptimizerTest.class.getResourceAsStream("optimizer_reference.json")) {
            reference = new ObjectMapper().readTree(in);
        }
        manager = Engine.getEngine("PyTorch").newBaseManager();
        constants = manager.newSubManager();
    }

    @AfterEach
    void free() {
        manager.close();
    }

    private void start(DataType type) {
        parameters = new LinkedHashMap<>();
        for (String name : List.of("matrix", "vector")) {
            NDArray array = constant(reference.get("starts").get(name), type);
            array.setRequiresGradient(true);
            parameters.put(name, array);
        }
    }

    private NDArray constant(JsonNode node, DataType type) {
        ObjectMapper json = new ObjectMapper();
        NDArray array = node.get(0).isArray()
                ? constants.create(flat(json.convertValue(node, double[][].class)), new Shape(2, 3))
                : constants.create(json.convertValue(node, double[].class));
        return array.toType(type, true);
    }

    private static double[] flat(double[][] rows) {
        return java.util.Arrays.stream(rows)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }

    private void gradient(DataType type) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = scope.create(0.0).toType(type, false);
            NDArray half = constants
                    .create(0.5)
                    .toType(type, true); // a Java number in the graph may be gone when it is asked for
            NDArray quarter = constants.create(0.25).toType(type, true);
            for (Map.Entry<String, NDArray> entry : parameters.entrySet()) {
                NDArray w = entry.getValue();
                NDArray c = constant(reference.get("curvatures").get(entry.getKey()), type);
                NDArray away = constant(reference.get("targets").get(entry.getKey()), type)
                        .sub(w);
                NDArray square = scope.ones(w.getShape(), type).mul(w).square();
                loss = loss.add(away.square().mul(c).sum().mul(half))
                        .add(square.square().sum().mul(quarter));
            }
            collector.backward(loss);
        }
    }

    private void assertFollows(String path, DataType type, DoubleConsumer step, double tolerance) {
        for (int k = 0; k < 20; k++) {
            gradient(type);
            step.accept(reference.get("rates").get(k).asDouble());
            int at = 0;
            for (NDArray parameter : parameters.values()) {
                try (NDArray exact = parameter.toType(DataType.FLOAT64, true)) {
                    for (double value : exact.toDoubleArray()) {
                        double expected = reference.get(path).get(k).get(at++).asDouble();
                        assertEquals(expected, value, tolerance, path + ", step " + k + ", number " + at);
                    }
                }
            }
            assertEquals(8, at);
        }
    }

    @Test
    void adamFollowsPyTorchInSinglePrecision() {
        start(DataType.FLOAT32);
        Adam adam = new Adam(List.copyOf(parameters.values()), manager);
        assertFollows("adam", DataType.FLOAT32, adam::step, 1e-5); // as above
    }

    @Test
    void adamFollowsPyTorchInDoublePrecision() {
        start(DataType.FLOAT64);
        Adam adam = new Adam(List.copyOf(parameters.values()), manager);
        assertFollows("adam", DataType.FLOAT64, adam::step, 1e-12); // as above, with roundings of 1e-16
    }

    @Test
    void stepsLeaveNoArraysBehind() {
        start(DataType.FLOAT32);
        Adam adam = new Adam(List.copyOf(parameters.values()), manager);
        gradient(DataType.FLOAT32);
        int before = LiveArrays.count();
        for (int k = 0; k < 50; k++) {
            adam.step(1e-3);
        }
        assertEquals(before, LiveArrays.count());
    }
}
