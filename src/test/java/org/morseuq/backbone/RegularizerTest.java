package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.algebra.SymmetricEigen;
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

    private ParametricNetwork normalised() {
        return network(new SequentialBlock()
                .add(Linear.builder().setUnits(5).build())
                .add(BatchNorm.builder().build())
                .add(Activation::tanh)
                .add(Linear.builder().setUnits(CLASSES).build()));
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
        assertDerivatives(tanh(), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"geometric-complexity:0.3:signs=1", "input-gradient:0.3", "loss-gradient:0.3"})
    void throughANormalisationByTheBatchThereIsAGradientButNoHessian(String text) {
        ParametricNetwork network = normalised();
        DeviceVector at = network.parameters().copy();
        DeviceVector v = waves(at, 1.3);
        DeviceVector gradient = at.zeros();
        DeviceVector other = at.zeros();
        try (RecordedObjective objective = bind(network, ENTROPY, 7, text);
                RecordedObjective plain = bind(network, ENTROPY, 7)) {
            objective.gradient(at, gradient);
            double ahead = objective.value(at.copy().add(1e-4, v));
            double behind = objective.value(at.copy().add(-1e-4, v));
            assertEquals(gradient.dot(v), (ahead - behind) / 2e-4, 1e-6 * gradient.norm() * v.norm());
            for (Executable product : List.<Executable>of(
                    () -> objective.hessianProduct(at, v, other), () -> plain.thirdProduct(at, v, v, other))) {
                Fixture.assertRefused(UnsupportedOperationException.class, product, "normalisation by the batch");
            }
            plain.hessianProduct(at, v, other);
        }
    }

    private void assertDerivatives(ParametricNetwork network, String text) {
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
            double[] values = new double[300];
            double[] slopes = new double[300];
            draw(network, Loss.none(), v, values, slopes, name + ":" + probe);
            assertMean(value(network, Loss.none(), 0, name), values);
            assertMean(exact.dot(v), slopes);
        }
    }

    /** The value and the gradient's product with a vector, by seed. */
    private static void draw(
            ParametricNetwork network, Loss loss, Vector v, double[] values, double[] slopes, String regularizer) {
        try (DeviceVector at = network.parameters().copy();
                DeviceVector gradient = at.zeros()) {
            for (int seed = 0; seed < values.length; seed++) {
                try (RecordedObjective objective = bind(network, loss, seed, regularizer)) {
                    values[seed] = objective.gradient(at, gradient);
                    slopes[seed] = gradient.dot(v);
                }
            }
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
        double[] values = new double[1000];
        double[] slopes = new double[1000];
        draw(network, squared, v, values, slopes, "input-noise:0.5");
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

    /**
     * The transfer inequality: of an image x with inputs h_l of the layers, \( \|D f\|^2 \sum_l (1 + \|h_l\|^2) / (\|W_l\|^2
     * \|D h_l\|^2) \le \|\nabla_\theta f\|^2 \), spectral norms in the denominator.
     */
    @Test
    void flatParametersBoundTheComplexity() {
        ParametricNetwork network = tanh();
        double[] theta = network.parameters().copy().toArray();
        double[][] first = matrix(theta, 0, 6, INPUTS);
        double[][] second = matrix(theta, 30, CLASSES, 6);
        float[] all = inputs();
        for (int i = 0; i < IMAGES; i++) {
            float[] x = Arrays.copyOfRange(all, i * INPUTS, (i + 1) * INPUTS);
            double square = 1;
            double hiddenSquare = 1;
            double[][] derivative = new double[6][INPUTS];
            for (int j = 0; j < 6; j++) {
                double h = theta[24 + j];
                for (int k = 0; k < INPUTS; k++) {
                    h += first[j][k] * x[k];
                }
                h = Math.tanh(h);
                hiddenSquare += h * h;
                for (int k = 0; k < INPUTS; k++) {
                    derivative[j][k] = (1 - h * h) * first[j][k];
                }
            }
            for (float number : x) {
                square += (double) number * number;
            }
            double sum = square / top(first) + hiddenSquare / (top(second) * top(derivative));
            double complexity = one(network, x, Loss.none(), "geometric-complexity:1");
            double flatness = 0;
            for (int k = 0; k < CLASSES; k++) {
                Loss output = output(k);
                flatness += one(network, x, output, "loss-gradient:1") - one(network, x, output);
            }
            assertTrue(complexity * sum <= flatness, complexity * sum + " against " + flatness);
        }
    }

    /** One output, affine: \( \|w\|^2 (1 + \|x\|^2) / \|w\|^2 \). */
    @Test
    void anAffineFunctionReachesTheBound() {
        ParametricNetwork network = network(Linear.builder().setUnits(1).build());
        float[] x = Arrays.copyOf(inputs(), INPUTS);
        double square = 1;
        for (float number : x) {
            square += (double) number * number;
        }
        double norm = one(network, x, Loss.none(), "spectral-norm:1");
        double complexity = one(network, x, Loss.none(), "geometric-complexity:1");
        double flatness = one(network, x, output(0), "loss-gradient:1") - one(network, x, output(0));
        assertEquals(flatness, complexity * square / norm, 1e-13);
    }

    private static Loss output(int k) {
        return (outputs, scope) -> outputs.head().get(":, {}", k).sum();
    }

    private static double[][] matrix(double[] theta, int from, int rows, int columns) {
        double[][] matrix = new double[rows][];
        for (int i = 0; i < rows; i++) {
            matrix[i] = Arrays.copyOfRange(theta, from + i * columns, from + (i + 1) * columns);
        }
        return matrix;
    }

    /** The squared spectral norm. */
    private static double top(double[][] matrix) {
        double[][] gram = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                for (int k = 0; k < matrix[0].length; k++) {
                    gram[i][j] += matrix[i][k] * matrix[j][k];
                }
            }
        }
        return Arrays.stream(SymmetricEigen.of(gram).values()).max().orElseThrow();
    }

    private static double one(ParametricNetwork network, float[] x, Loss loss, String... regularizers) {
        List<Regularizer> parsed =
                Arrays.stream(regularizers).map(Regularizers::parse).toList();
        try (RecordedObjective objective = network.on(x, new Shape(1, INPUTS), loss, Mode.EVALUATION, 0, parsed);
                DeviceVector at = network.parameters().copy()) {
            return objective.value(at);
        }
    }

    /** The Jacobian of the whole batch, entry by entry: that is what random signs estimate where images see each other. */
    @Test
    void normalisedByTheBatchItIsTheComplexityOfTheWholeBatch() {
        ParametricNetwork network = normalised();
        double square = 0;
        JniUtils.setGradMode(true);
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = scope.create(inputs(), new Shape(IMAGES, INPUTS)).toType(DataType.FLOAT64, false);
            x.setRequiresGradient(true);
            NDArray y = network.forward(x, scope, Mode.TRAINING).head();
            for (int i = 0; i < IMAGES * CLASSES; i++) {
                double[] unit = new double[IMAGES * CLASSES];
                unit[i] = 1;
                NDList row = network.autograd()
                        .pullback(new NDList(y), new NDList(x), new NDList(scope.create(unit, y.getShape())));
                square += row.head().square().sum().getDouble();
            }
        } finally {
            JniUtils.setGradMode(false);
        }
        for (String probe : List.of("signs=1", "outputs=2")) {
            double[] values = new double[400];
            DeviceVector v = network.parameters().copy();
            draw(network, Loss.none(), v, values, new double[400], "geometric-complexity:1:" + probe);
            assertMean(square / IMAGES, values);
        }
        Fixture.assertRefused(
                IllegalArgumentException.class,
                () -> bind(network, ENTROPY, 0, "geometric-complexity:0.5"),
                "geometric-complexity:0.5:signs=1",
                "normalises by the batch");
        network.require(List.of(Regularizers.parse("geometric-complexity:1")), Mode.EVALUATION);
    }

    @Test
    void whatIsWrittenIsRead() {
        for (String text : List.of(
                "geometric-complexity:0.01",
                "geometric-complexity:0.01:signs=2",
                "embedding-complexity:1.0E-4:outputs=3",
                "input-gradient:2.0",
                "loss-gradient:0.0",
                "squared-weights:5.0E-4",
                "spectral-norm:0.1:rounds=10",
                "input-noise:0.1")) {
            assertEquals(text, Regularizers.parse(text).toString());
            assertEquals(Regularizers.parse(text), Regularizers.parse(text));
        }
        assertEquals(
                "spectral-norm:0.1:rounds=10",
                Regularizers.parse("spectral-norm:1e-1").toString());
        assertEquals(7, Regularizers.names().size());
    }

    @ParameterizedTest
    @CsvSource({
        "dropout:0.1, unknown regularizer 'dropout'",
        "geometric-complexity, NAME:NUMBER",
        "geometric-complexity:much, NAME:NUMBER",
        "geometric-complexity:-1, at least 0",
        "geometric-complexity:NaN, at least 0",
        "geometric-complexity:Infinity, finite",
        "geometric-complexity:1:rounds=3, signs=COUNT",
        "geometric-complexity:1:signs=0, at least 1",
        "geometric-complexity:1:signs=1:outputs=1, NAME:NUMBER",
        "geometric-complexity:1:signs, NAME:NUMBER",
        "squared-weights:1:signs=1, has no option",
        "spectral-norm:1:signs=1, rounds=COUNT",
        "spectral-norm:1:rounds=0, at least 1 round",
    })
    void whatMakesNoSenseIsRefused(String text, String part) {
        Fixture.assertRefused(IllegalArgumentException.class, () -> Regularizers.parse(text), part);
    }

    @Test
    void whatTheNetworkDoesNotHaveIsRefused() {
        ParametricNetwork network = affine();
        Fixture.assertRefused(
                IllegalArgumentException.class,
                () -> value(network, ENTROPY, 0, "embedding-complexity:1"),
                "no embedding");
        Fixture.assertRefused(
                IllegalArgumentException.class,
                () -> value(network, ENTROPY, 0, "geometric-complexity:1:outputs=4"),
                "4 outputs",
                "3");
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
