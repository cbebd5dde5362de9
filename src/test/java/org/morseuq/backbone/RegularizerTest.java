package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.backbone.ParametricNetwork.Mode;
import org.morseuq.function.Vector;
import org.morseuq.optimizer.GradientRegularised;

/** Terms of regularizers and their derivatives, in double precision. */
final class RegularizerTest {

    private static final int IMAGES = 5;
    private static final int INPUTS = 4;
    private static final int CLASSES = 3;
    private static final Loss ENTROPY = Loss.crossEntropy(new int[] {0, 1, 2, 0, 1});

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

    private ParametricNetwork network(Block block) {
        block.initialize(manager, DataType.FLOAT64, new Shape(1, INPUTS));
        ParametricNetwork network = new ParametricNetwork(block, manager);
        try (DeviceVector at = waves(network.parameters().copy(), 0.7)) {
            network.parameters().set(at);
        }
        return network;
    }

    private ParametricNetwork affine() {
        return network(Linear.builder().setUnits(CLASSES).build());
    }

    /** Logits and, as embedding, the hidden layer. */
    private ParametricNetwork tanh() {
        return network(new TanhNetwork(6, CLASSES));
    }

    private static float[] inputs() {
        float[] x = new float[IMAGES * INPUTS];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(1 + i * i);
        }
        return x;
    }

    private static RecordedObjective bind(ParametricNetwork network, Loss loss, long seed, String... regularizers) {
        return network.on(
                inputs(),
                new Shape(IMAGES, INPUTS),
                loss,
                Mode.TRAINING,
                seed,
                Arrays.stream(regularizers).map(Regularizers::parse).toList());
    }

    private static DeviceVector waves(DeviceVector like, double frequency) {
        double[] numbers = new double[Math.toIntExact(like.size())];
        Arrays.setAll(numbers, i -> Math.cos(frequency * (i + 1)));
        return like.zeros().setArray(numbers);
    }

    private static double distance(Vector a, Vector b) {
        return a.copy().add(-1, b).norm();
    }

    private double value(ParametricNetwork network, Loss loss, long seed, String... regularizers) {
        try (RecordedObjective objective = bind(network, loss, seed, regularizers);
                DeviceVector at = network.parameters().copy()) {
            return objective.value(at);
        }
    }

    private DeviceVector gradient(ParametricNetwork network, Loss loss, long seed, String... regularizers) {
        try (RecordedObjective objective = bind(network, loss, seed, regularizers);
                DeviceVector at = network.parameters().copy()) {
            DeviceVector gradient = at.zeros();
            objective.gradient(at, gradient);
            return gradient;
        }
    }

    /** Central differences with s = 1e-4: s^2 of a third derivative more and 1e-16 / s, both below 1e-6 of the vectors here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "geometric-complexity:0.3",
                "geometric-complexity:0.3:signs=2",
                "geometric-complexity:0.3:outputs=2",
                "embedding-complexity:0.3",
                "embedding-complexity:0.3:signs=1",
                "input-gradient:0.3",
                "loss-gradient:0.3",
                "squared-weights:0.3",
                "spectral-norm:0.3",
                "spectral-norm:0.3:rounds=1",
                "input-noise:0.3"
            })
    void gradientsAndHessiansAreThoseOfTheValue(String text) {
        ParametricNetwork network = tanh();
        DeviceVector at = network.parameters().copy();
        DeviceVector v = waves(at, 1.3);
        DeviceVector gradient = at.zeros();
        DeviceVector product = at.zeros();
        DeviceVector after = at.zeros();
        DeviceVector before = at.zeros();
        try (RecordedObjective objective = bind(network, ENTROPY, 7, text)) {
            double value = objective.gradientAndDrift(at, gradient, after);
            objective.hessianProduct(at, gradient, before);
            assertEquals(0, distance(after, before), 1e-12 * before.norm()); // one record
            objective.hessianProduct(at, v, product);
            Vector ahead = at.copy().add(1e-4, v);
            Vector behind = at.copy().add(-1e-4, v);
            double slope = (objective.gradient(ahead, after) - objective.gradient(behind, before)) / 2e-4;
            assertEquals(gradient.dot(v), slope, 1e-6 * gradient.norm() * v.norm());
            assertEquals(0, distance(product, after.add(-1, before).scale(0.5e4)), 1e-6 * product.norm());
            assertEquals(value, objective.value(at), 1e-14); // the same draws at every evaluation
        }
        assertNotEquals(value(network, ENTROPY, 7), value(network, ENTROPY, 7, text), 1e-3, "and it does something");
    }

    /** Sums of up to 576 products, three passes deep, as for the derivatives of the residual network. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "geometric-complexity",
                "embedding-complexity",
                "input-gradient",
                "loss-gradient",
                "squared-weights",
                "spectral-norm"
            })
    void termsOfARectifierNetworkAreThoseOfPyTorch(String name) throws IOException {
        JsonNode reference = Fixture.resource("regularizer_reference.json").get(name);
        Block block = Networks.create("cnn", 3);
        block.initialize(manager, DataType.FLOAT64, new Shape(1, 3, 8, 8));
        Weights.fill(block, 1);
        ParametricNetwork network = new ParametricNetwork(block, manager);
        DeviceVector at = network.parameters().copy();
        float[] pixels = new float[6 * 3 * 8 * 8];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) ((i * 37 % 101) / 50.0 - 1);
        }
        // The second singular value of a layer is 0.982 of the first: 800 rounds leave 0.982^1600 = 2e-13.
        Regularizer regularizer = Regularizers.parse(name + ":1" + (name.equals("spectral-norm") ? ":rounds=800" : ""));
        Loss entropy = Loss.crossEntropy(new int[] {0, 1, 2, 0, 1, 2});
        Shape shape = new Shape(6, 3, 8, 8);
        DeviceVector gradient = at.zeros();
        DeviceVector product = at.zeros();
        DeviceVector plain = at.zeros();
        DeviceVector plainProduct = at.zeros();
        double value;
        try (RecordedObjective both = network.on(pixels, shape, entropy, Mode.TRAINING, 0, List.of(regularizer));
                RecordedObjective alone = network.on(pixels, shape, entropy, Mode.TRAINING, 0)) {
            value = both.gradient(at, gradient) - alone.gradient(at, plain);
            both.hessianProduct(at, waves(at, 1), product);
            alone.hessianProduct(at, waves(at, 1), plainProduct);
        }
        assertEquals(reference.get("value").asDouble(), value, 1e-10 * value);
        assertVector(reference.get("gradient"), gradient.add(-1, plain));
        assertVector(reference.get("product"), product.add(-1, plainProduct));
    }

    private static void assertVector(JsonNode expected, Vector actual) {
        double norm = expected.get("norm").asDouble();
        assertEquals(norm, actual.norm(), 1e-9 * norm);
        double[] numbers = actual.toArray();
        for (int i = 0; i * 499 < numbers.length; i++) {
            assertEquals(expected.get("numbers").get(i).asDouble(), numbers[i * 499], 1e-9 * norm, "sample " + i);
        }
    }

    @Test
    void anAffineNetworkHasTheComplexityOfItsMatrix() {
        ParametricNetwork network = affine();
        double[] theta = network.parameters().copy().toArray();
        double[] weights = Arrays.copyOf(theta, CLASSES * INPUTS);
        double square = Arrays.stream(weights).map(w -> w * w).sum();
        double[] expected = new double[theta.length]; // nothing by the bias
        for (int i = 0; i < weights.length; i++) {
            expected[i] = 2 * weights[i];
        }
        for (String text : List.of("geometric-complexity:1", "geometric-complexity:1:outputs=3", "squared-weights:1")) {
            assertEquals(square, value(network, Loss.none(), 0, text), 1e-13, text);
            assertArrayEquals(expected, gradient(network, Loss.none(), 0, text).toArray(), 1e-13, text);
        }
    }

    /** One draw a batch: the mean over seeds lies within three of its standard errors, as does its gradient along a vector. */
    @ParameterizedTest
    @ValueSource(strings = {"signs=1", "signs=3", "outputs=1", "outputs=2"})
    void estimatesAreUnbiased(String probe) {
        ParametricNetwork network = tanh();
        for (String name : List.of("geometric-complexity:1", "embedding-complexity:1")) {
            DeviceVector exact = gradient(network, Loss.none(), 0, name);
            DeviceVector v = waves(exact, 1.3);
            double[] values = new double[400];
            double[] slopes = new double[400];
            for (int seed = 0; seed < values.length; seed++) {
                values[seed] = value(network, Loss.none(), seed, name + ":" + probe);
                try (DeviceVector gradient = gradient(network, Loss.none(), seed, name + ":" + probe)) {
                    slopes[seed] = gradient.dot(v);
                }
            }
            assertMean(value(network, Loss.none(), 0, name), values);
            assertMean(exact.dot(v), slopes);
        }
    }

    private static void assertMean(double expected, double[] draws) {
        double mean = Arrays.stream(draws).average().orElseThrow();
        double variance = Arrays.stream(draws).map(d -> (d - mean) * (d - mean)).sum() / (draws.length - 1.0);
        double error = Math.sqrt(variance / draws.length);
        assertTrue(error > 0, "draws differ");
        assertEquals(expected, mean, 3 * error);
    }

    /** A squared error of an affine network: s^2 times the squared norm of its matrix, and its derivative by the matrix. */
    @Test
    void noiseOnInputsAddsTheComplexityOnAverage() {
        ParametricNetwork network = affine();
        Loss squared =
                (outputs, scope) -> outputs.head().square().sum(new int[] {1}).mean();
        DeviceVector expected =
                gradient(network, squared, 0).add(0.25, gradient(network, Loss.none(), 0, "geometric-complexity:1"));
        DeviceVector v = waves(expected, 1.3);
        double[] values = new double[2000];
        double[] slopes = new double[2000];
        for (int seed = 0; seed < values.length; seed++) {
            values[seed] = value(network, squared, seed, "input-noise:0.5");
            try (DeviceVector gradient = gradient(network, squared, seed, "input-noise:0.5")) {
                slopes[seed] = gradient.dot(v);
            }
        }
        assertMean(
                value(network, squared, 0) + 0.25 * value(network, Loss.none(), 0, "geometric-complexity:1"), values);
        assertMean(expected.dot(v), slopes);
    }

    @Test
    void theSquaredGradientOfTheLossIsThatOfTheOptimizers() {
        ParametricNetwork network = tanh();
        DeviceVector at = network.parameters().copy();
        DeviceVector one = at.zeros();
        DeviceVector other = at.zeros();
        try (RecordedObjective alone = bind(network, ENTROPY, 0);
                RecordedObjective term = bind(network, ENTROPY, 0, "loss-gradient:0.3")) {
            GradientRegularised wrapped = new GradientRegularised(alone, 0.3);
            assertEquals(wrapped.gradient(at, one), term.gradient(at, other), 1e-14);
            assertEquals(0, distance(one, other), 1e-13 * one.norm());
            wrapped.hessianProduct(at, waves(at, 2), one);
            term.hessianProduct(at, waves(at, 2), other);
            assertEquals(0, distance(one, other), 1e-12 * one.norm()); // roundings of passes in another order
        }
    }

    @Test
    void theInputGradientOfAnAffineNetworkIsItsMatrixTimesTheErrors() {
        ParametricNetwork network = affine();
        double[] theta = network.parameters().copy().toArray();
        float[] x = inputs();
        int[] labels = {0, 1, 2, 0, 1};
        double sum = 0;
        for (int i = 0; i < IMAGES; i++) {
            double[] errors = new double[CLASSES];
            double total = 0;
            for (int k = 0; k < CLASSES; k++) {
                double logit = theta[CLASSES * INPUTS + k];
                for (int j = 0; j < INPUTS; j++) {
                    logit += theta[k * INPUTS + j] * x[i * INPUTS + j];
                }
                errors[k] = Math.exp(logit);
                total += errors[k];
            }
            for (int j = 0; j < INPUTS; j++) {
                double slope = 0;
                for (int k = 0; k < CLASSES; k++) {
                    slope += (errors[k] / total - (k == labels[i] ? 1 : 0)) * theta[k * INPUTS + j];
                }
                sum += slope * slope / IMAGES;
            }
        }
        double plain = value(network, ENTROPY, 0);
        assertEquals(sum, value(network, ENTROPY, 0, "input-gradient:1") - plain, 1e-13);
    }

    /** W = 3 u v' + w z' with orthogonal unit vectors. */
    @Test
    void theSpectralNormOfAKnownMatrixAndItsGradient() {
        ParametricNetwork network = affine();
        double[] u = {0.6, 0.8, 0};
        double[] w = {0.8, -0.6, 0};
        double[] v = {0.5, 0.5, 0.5, 0.5};
        double[] z = {0.5, -0.5, 0.5, -0.5};
        double[] theta = new double[CLASSES * INPUTS + CLASSES];
        double[] expected = new double[theta.length];
        for (int k = 0; k < CLASSES; k++) {
            for (int j = 0; j < INPUTS; j++) {
                theta[k * INPUTS + j] = 3 * u[k] * v[j] + w[k] * z[j];
                expected[k * INPUTS + j] = 2 * 3 * u[k] * v[j];
            }
        }
        network.parameters().set(network.parameters().copy().setArray(theta));
        // The share of z falls by 9 in a round: 20 rounds leave 1e-19 of it, and of its derivative.
        assertEquals(9, value(network, Loss.none(), 0, "spectral-norm:1:rounds=20"), 1e-13);
        assertArrayEquals(
                expected,
                gradient(network, Loss.none(), 0, "spectral-norm:1:rounds=20").toArray(),
                1e-12);
        double early = value(network, Loss.none(), 0, "spectral-norm:1:rounds=1");
        assertTrue(early > 1 && early < 9, "from below: " + early);
        network.parameters().set(network.parameters().copy().fill(0));
        assertEquals(0, value(network, Loss.none(), 0, "spectral-norm:1"));
        assertEquals(0, gradient(network, Loss.none(), 0, "spectral-norm:1").norm());
    }

    @Test
    void termsAddUpAndAWeightOfZeroIsNone() {
        ParametricNetwork network = tanh();
        String[] all = {"geometric-complexity:0.1:signs=1", "loss-gradient:0.2", "squared-weights:0.3"};
        double plain = value(network, ENTROPY, 3);
        double sum = plain;
        for (String one : all) {
            sum += value(network, ENTROPY, 3, one) - plain;
        }
        assertEquals(sum, value(network, ENTROPY, 3, all), 1e-14);
        assertEquals(plain, value(network, ENTROPY, 3, "geometric-complexity:0", "input-noise:0"));
    }

    @Test
    void evaluationsLeaveNoArrayBehind() {
        ParametricNetwork network = tanh();
        String[] all = {
            "geometric-complexity:0.1",
            "embedding-complexity:0.1:signs=1",
            "input-gradient:0.1",
            "loss-gradient:0.1",
            "squared-weights:0.1",
            "spectral-norm:0.1",
            "input-noise:0.1"
        };
        DeviceVector at = network.parameters().copy();
        DeviceVector g = at.zeros();
        DeviceVector hg = at.zeros();
        int before = LiveArrays.count();
        for (int i = 0; i < 3; i++) {
            try (RecordedObjective objective = bind(network, ENTROPY, i, all)) {
                objective.value(at);
                objective.gradient(at, g);
                objective.gradientAndDrift(at, g, hg);
            }
            assertEquals(before, LiveArrays.count());
        }
    }
}
