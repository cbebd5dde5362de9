package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.backbone.ParametricNetwork.Mode;
import org.morseuq.function.Vector;

final class ParametricNetworkTest {

    private static final Shape SHAPE = new Shape(6, 3, 8, 8);
    private static final Loss LOSS = Loss.crossEntropy(new int[] {0, 1, 2, 0, 1, 2});

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

    private ParametricNetwork residual(String name, DataType type) {
        Block block = Networks.create(name, 3);
        block.initialize(manager, type, new Shape(1, 3, 8, 8));
        Weights.fill(block, 1);
        return new ParametricNetwork(block, manager);
    }

    /** The batch of {@code derivative_reference.py}. */
    private static float[] pixels() {
        float[] pixels = new float[6 * 3 * 8 * 8];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) ((i * 37 % 101) / 50.0 - 1);
        }
        return pixels;
    }

    private static RecordedObjective bind(ParametricNetwork network, Mode mode) {
        return network.on(pixels(), SHAPE, LOSS, mode, 0);
    }

    private static DeviceVector cosines(DeviceVector like) {
        double[] numbers = new double[Math.toIntExact(like.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.cos(i + 1);
        }
        return like.zeros().setArray(numbers);
    }

    private static void assertVector(JsonNode expected, double[] actual, double tolerance, String what) {
        double norm = expected.get("norm").asDouble();
        double sum = 0;
        for (double value : actual) {
            sum += value * value;
        }
        assertEquals(norm, Math.sqrt(sum), tolerance * norm, what);
        JsonNode numbers = expected.get("numbers");
        assertEquals((actual.length - 1) / 1499 + 1, numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            assertEquals(numbers.get(i).asDouble(), actual[i * 1499], tolerance * norm, what + ", sample " + i);
        }
    }

    /**
     * Double precision: twenty layers of sums of up to 576 products, backwards up to three times, where every pass enlarges
     * what was lost before. Single precision: as much with roundings of 6e-8, and a unit of which the rectifier sees the
     * other sign moves the whole product.
     */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void derivativesOfAResidualNetworkAreThoseOfPyTorch(DataType type) throws IOException {
        double tolerance = type == DataType.FLOAT64 ? 1e-9 : 1e-3;
        JsonNode reference = Fixture.resource("derivative_reference.json");
        ParametricNetwork network = residual("resnet20", type);
        DeviceVector at = network.parameters().copy();
        DeviceVector into = at.zeros();
        try (RecordedObjective objective = bind(network, Mode.TRAINING)) {
            assertEquals(reference.get("loss").asDouble(), objective.value(at), tolerance);
            assertEquals(reference.get("loss").asDouble(), objective.gradient(at, into), tolerance);
            assertVector(reference.get("gradient"), into.toArray(), tolerance, "gradient");
            assertVector(
                    reference.get("statistics"),
                    network.parameters().statistics().orElseThrow().toArray(),
                    Math.max(tolerance, 1e-7), // the engine takes the momentum 0.9 in single precision
                    "statistics");
            objective.hessianProduct(at, cosines(at), into);
            assertVector(reference.get("product"), into.toArray(), tolerance, "product");
            DeviceVector gradient = at.zeros();
            assertEquals(reference.get("loss").asDouble(), objective.gradientAndDrift(at, gradient, into), tolerance);
            assertVector(reference.get("gradient"), gradient.toArray(), tolerance, "gradient");
            assertVector(reference.get("drift"), into.toArray(), tolerance, "drift");
        }
    }

    @Test
    void thirdDerivativesAreThoseOfPyTorch() throws IOException {
        JsonNode reference = Fixture.resource("derivative_reference.json");
        ParametricNetwork network = residual("resnet20", DataType.FLOAT64);
        DeviceVector at = network.parameters().copy();
        DeviceVector into = at.zeros();
        DeviceVector direction = cosines(at);
        try (RecordedObjective objective = bind(network, Mode.EVALUATION)) {
            objective.thirdProduct(at, direction, direction, into);
            assertVector(reference.get("third"), into.toArray(), 1e-9, "third"); // as above
        }
    }

    @Test
    void jacobianNormsAndTheirGradientAreThoseOfPyTorch() throws IOException {
        JsonNode reference = Fixture.resource("derivative_reference.json");
        ParametricNetwork network = residual("resnet20", DataType.FLOAT64);
        try (NDManager scope = manager.newSubManager()) {
            JniUtils.setGradMode(true);
            NDArray x = scope.create(pixels(), SHAPE).toType(DataType.FLOAT64, false);
            x.setRequiresGradient(true);
            NDArray logits = network.forward(x, scope, Mode.EVALUATION).head();
            NDArray norms = network.autograd().recordedSquaredJacobianNorms(logits, x);
            double[] expected = new double[6];
            for (int i = 0; i < 6; i++) {
                expected[i] = reference.get("norms").get(i).asDouble();
            }
            assertArrayEquals(expected, norms.toDoubleArray(), 1e-8);
            assertArrayEquals(
                    expected, network.autograd().squaredJacobianNorms(logits, x).toDoubleArray(), 1e-8);
            NDArray penalty = network.autograd()
                    .gradient(norms.mean(), network.parameters().parts());
            assertVector(reference.get("penalty"), penalty.toDoubleArray(), 1e-9, "penalty");
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    @Test
    void onlyTheFirstGradientOfABatchMovesTheRunningStatistics() {
        ParametricNetwork network = residual("resnet8", DataType.FLOAT64);
        DeviceVector statistics = network.parameters().statistics().orElseThrow();
        DeviceVector at = network.parameters().copy();
        DeviceVector into = at.zeros();
        double[] before = statistics.toArray();
        try (RecordedObjective objective = bind(network, Mode.TRAINING)) {
            double value = objective.value(at);
            objective.hessianProduct(at, at, into);
            assertArrayEquals(before, statistics.toArray(), 0);
            assertEquals(value, objective.gradient(at, into), 0);
            double[] after = statistics.toArray();
            assertNotEquals(before[0], after[0]);
            at.add(-0.01, into);
            objective.gradient(at, into);
            objective.gradientAndDrift(at, into, at.zeros());
            assertArrayEquals(after, statistics.toArray(), 0);
        }
        try (RecordedObjective objective = bind(network, Mode.EVALUATION)) {
            double[] kept = statistics.toArray();
            objective.gradient(at, into);
            assertArrayEquals(kept, statistics.toArray(), 0);
        }
    }

    /** A step keeps 0.9 of the running statistics, as a single precision number, 0.9 + 2e-8, and adds 0.1 of the batch's. */
    @Test
    void theStatisticsOfABatchAreWhatAStepAdds() {
        ParametricNetwork network = residual("resnet8", DataType.FLOAT64);
        DeviceVector running = network.parameters().statistics().orElseThrow();
        DeviceVector into = running.zeros().fill(1);
        double[] before = running.toArray();
        try (RecordedObjective objective = bind(network, Mode.TRAINING)) {
            DeviceVector at = network.parameters().copy();
            objective.gradient(at, at.zeros());
        }
        double[] after = running.toArray();
        network.addBatchStatistics(pixels(), SHAPE, 0.25, into);
        double[] actual = into.toArray();
        for (int i = 0; i < actual.length; i++) {
            double batch = (after[i] - 0.9 * before[i]) / 0.1;
            assertEquals(1 + 0.25 * batch, actual[i], 1e-6 * Math.max(1, Math.abs(batch)));
        }
    }

    /**
     * Against central differences of the gradient in double precision, with steps of 1e-6: 1e-9 from third derivatives up to
     * some thousands, and rounding of 1e-16 / 1e-6.
     */
    @ParameterizedTest
    @ValueSource(strings = {"gaussian:0.5", "laplace:2", "cauchy", "von-mises-fisher:4"})
    void distanceAwareClassifiersHaveSecondDerivativesToo(String classifier) {
        Block block = Networks.create("mlp-9-6", 3, Classifier.parse(classifier));
        block.initialize(manager, DataType.FLOAT64, new Shape(1, 3, 8, 8));
        Weights.fill(block, 2);
        ParametricNetwork network = new ParametricNetwork(block, manager);
        DeviceVector at = network.parameters().copy();
        DeviceVector v = cosines(at).scale(0.1);
        DeviceVector product = at.zeros();
        DeviceVector up = at.zeros();
        DeviceVector down = at.zeros();
        try (RecordedObjective objective = bind(network, Mode.TRAINING)) {
            objective.hessianProduct(at, v, product);
            double below = objective.gradient(at.zeros().set(at).add(-1e-6, v), down);
            double above = objective.gradient(at.zeros().set(at).add(1e-6, v), up);
            double slope = objective.gradient(at, at.zeros());
            assertNotEquals(below, above);
            assertTrue(Double.isFinite(slope));
            assertEquals(up.add(1, down).dot(v) / 2, (above - below) / 2e-6, 1e-6);
            up.add(-2, down);
        }
        double[] actual = product.toArray();
        double[] difference = up.toArray();
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            assertEquals(difference[i] / 2e-6, actual[i], 1e-5);
            largest = Math.max(largest, Math.abs(actual[i]));
        }
        assertTrue(largest > 1e-3);
    }

    @Test
    void aProductIsTakenWhereThePointIsNow() {
        ParametricNetwork network = residual("resnet8", DataType.FLOAT64);
        DeviceVector at = network.parameters().copy();
        DeviceVector v = cosines(at);
        DeviceVector first = at.zeros();
        DeviceVector second = at.zeros();
        try (RecordedObjective objective = bind(network, Mode.EVALUATION);
                RecordedObjective other = bind(network, Mode.EVALUATION)) {
            objective.hessianProduct(at, v, first);
            objective.hessianProduct(at, v, second); // from the record
            assertArrayEquals(first.toArray(), second.toArray(), 0);
            Vector elsewhere = at.copy().add(1e-3, v);
            other.value(elsewhere); // moves the network below the record
            objective.hessianProduct(at, v, second);
            assertArrayEquals(first.toArray(), second.toArray(), 0);
            at.add(1e-3, v);
            objective.hessianProduct(at, v, second);
            objective.hessianProduct(elsewhere, v, first);
            assertArrayEquals(first.toArray(), second.toArray(), 0);
            assertNotEquals(0, first.add(-1, second).fill(1).dot(v)); // and it is no zero
        }
    }

    @Test
    void theNetworkComputesWithTheVectorsMemory() {
        ParametricNetwork network = residual("resnet8", DataType.FLOAT32);
        DeviceVector at = network.parameters().copy();
        network.parameters().set(at.scale(0.5));
        double[] numbers = at.toArray();
        int i = 0;
        for (NDArray part : network.parameters().parts()) {
            for (float value : part.toFloatArray()) {
                assertEquals(numbers[i++], value);
            }
        }
        assertEquals(numbers.length, i);
        ParameterVector.Window last =
                network.parameters().windows().get(network.parameters().parts().size() - 1);
        assertEquals(numbers.length, last.end());
        assertEquals(3, last.end() - last.begin());
    }

    @Test
    void aBatchDropsTheSameUnitsAtEveryEvaluation() {
        Block block = new SequentialBlock()
                .add(Linear.builder().setUnits(40).build())
                .add(Dropout.builder().optRate(0.5f).build())
                .add(Linear.builder().setUnits(3).build());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 5));
        ParametricNetwork network = new ParametricNetwork(block, manager);
        DeviceVector at = network.parameters().copy();
        DeviceVector into = at.zeros();
        float[] x = {1, 2, 3, 4, 5, -1, 2, -3, 4, -5};
        Loss loss = Loss.crossEntropy(new int[] {0, 2});
        double[] values = new double[3];
        for (int seed = 0; seed < 3; seed++) {
            try (RecordedObjective objective = network.on(x, new Shape(2, 5), loss, Mode.TRAINING, seed)) {
                values[seed] = objective.value(at);
                for (int again = 0; again < 3; again++) {
                    assertEquals(values[seed], objective.gradient(at, into), 0);
                }
                assertEquals(values[seed], objective.gradientAndDrift(at, into, at.zeros()), 0);
            }
        }
        assertNotEquals(values[0], values[1]);
        assertNotEquals(values[1], values[2]);
    }

    @Test
    void aTorchScriptNetworkIsDifferentiatedInEvaluationMode() throws IOException {
        try (Backbone backbone = BackboneFile.load(Fixture.path("logits.pt"), "cpu", true, MapStatistic.moments())) {
            ParametricNetwork network = new ParametricNetwork(
                    backbone.model().getBlock(), backbone.model().getNDManager());
            int size = backbone.preprocessing().size();
            float[] x = new float[2 * 3 * size * size];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) Math.sin(i);
            }
            Shape shape = new Shape(2, 3, size, size);
            Loss loss = Loss.crossEntropy(new int[] {0, 1});
            Fixture.assertRefused(
                    IllegalArgumentException.class, () -> network.on(x, shape, loss, Mode.TRAINING, 0), "TorchScript");
            DeviceVector at = network.parameters().copy();
            DeviceVector gradient = at.zeros();
            try (RecordedObjective objective = network.on(x, shape, loss, Mode.EVALUATION, 0)) {
                objective.gradient(at, gradient);
                double slope = gradient.dot(gradient) / gradient.norm();
                double h = 1e-3 / gradient.norm();
                Vector before = at.copy().add(-h, gradient);
                Vector after = at.copy().add(h, gradient);
                double difference = (objective.value(after) - objective.value(before)) / 2e-3;
                // Losses of order one, rounded to 6e-8, at points two thousandths apart; kinks of the rectifier.
                assertEquals(slope, difference, 1e-3 * slope);
            }
        }
    }
}
