package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.morseuq.backbone.ParametricNetwork.Mode;

final class MixedPrecisionTest {

    private static final int IMAGES = 32;
    private static final Shape SHAPE = new Shape(IMAGES, 3, 16, 16);
    private static final Loss LOSS =
            Loss.crossEntropy(IntStream.range(0, IMAGES).map(i -> i % 3).toArray());

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

    private ParametricNetwork network(String name, DataType type, Precision precision) {
        Block block = Networks.create(name, 3);
        block.initialize(manager, type, new Shape(1, 3, 16, 16));
        Weights.fill(block, 1);
        return new ParametricNetwork(block, manager, precision);
    }

    private ParametricNetwork network(Precision precision) {
        return network("resnet8", DataType.FLOAT32, precision);
    }

    /** The batch of {@code mixed_reference.py}. */
    private static float[] pixels() {
        float[] pixels = new float[Math.toIntExact(SHAPE.size())];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (((long) i * 37 % 101) / 50.0 - 1);
        }
        return pixels;
    }

    private static float rounded(float x) {
        int bits = Float.floatToIntBits(x);
        return Float.intBitsToFloat((bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000); // to the nearest, ties to even
    }

    @Test
    void roundsToEightBitsAndGradientsPassThrough() {
        SplittableRandom random = new SplittableRandom(1);
        float[] numbers = new float[24];
        float[] cotangents = new float[24];
        for (int i = 0; i < 24; i++) {
            numbers[i] = (float) (random.nextGaussian() * Math.pow(10, i - 12.0));
            cotangents[i] = rounded((float) random.nextGaussian());
        }
        numbers[0] = 1 + 0x1p-8f; // a tie: down to 1
        numbers[1] = 1 + 3 * 0x1p-8f; // and one up
        float[] expected = new float[24];
        for (int i = 0; i < 24; i++) {
            expected[i] = rounded(numbers[i]);
        }
        assertEquals(1, expected[0]);
        BrainFloat type = BrainFloat.in(manager);
        JniUtils.setGradMode(true);
        try {
            NDArray x = manager.create(numbers, new Shape(2, 3, 2, 2));
            x.setRequiresGradient(true);
            NDArray through = type.single(type.round(x, manager), manager);
            assertArrayEquals(expected, through.toFloatArray());
            NDArray sum = through.mul(manager.create(cotangents, x.getShape())).sum();
            NDArray gradient = Autograd.in(manager).gradient(sum, new NDList(x));
            assertEquals(DataType.FLOAT32, gradient.getDataType());
            assertArrayEquals(cotangents, gradient.toFloatArray());
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    /**
     * As far from the true gradient as PyTorch's own mixed precision: rounding errors are random, and another order of sums
     * draws them anew, so within a factor of two. A network that does not round would be far below that.
     */
    @Test
    void theGradientIsAsExactAsThatOfPyTorch() throws IOException {
        JsonNode reference = Fixture.resource("mixed_reference.json");
        Map<Precision, double[]> gradients = new EnumMap<>(Precision.class);
        for (Precision precision : Precision.values()) {
            ParametricNetwork network = network(precision);
            DeviceVector at = network.parameters().copy();
            DeviceVector gradient = at.zeros();
            try (RecordedObjective objective = network.on(pixels(), SHAPE, LOSS, Mode.TRAINING, 0)) {
                double loss = objective.gradient(at, gradient);
                double slack = precision == Precision.MIXED ? 0.01 : 1e-5; // a rounding of 2^-8 of logits near 1
                assertEquals(reference.get("loss").asDouble(), loss, slack);
            }
            gradients.put(precision, gradient.toArray());
        }
        double[] single = gradients.get(Precision.SINGLE);
        double norm = distance(single, new double[single.length]);
        assertEquals(reference.get("norm").asDouble(), norm, 1e-4 * norm);
        double deviation = distance(gradients.get(Precision.MIXED), single) / norm;
        double expected = reference.get("deviation").asDouble();
        assertTrue(deviation < 2 * expected && deviation > expected / 2, deviation + " against " + expected);
    }

    @Test
    void evaluationAndStatisticsAreRoundedOnTheWay() {
        Map<Precision, double[]> logits = new EnumMap<>(Precision.class);
        Map<Precision, double[]> statistics = new EnumMap<>(Precision.class);
        JniUtils.setGradMode(false); // what is recorded outside an objective is not rounded
        for (Precision precision : Precision.values()) {
            ParametricNetwork network = network(precision);
            float[] row = network.forward(manager.create(pixels(), SHAPE), manager, Mode.EVALUATION)
                    .head()
                    .toFloatArray();
            logits.put(
                    precision,
                    IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray());
            DeviceVector into = network.parameters().statistics().orElseThrow().zeros();
            network.addBatchStatistics(pixels(), SHAPE, 1, into);
            statistics.put(precision, into.toArray());
        }
        double off = apart(statistics);
        assertTrue(off > 0 && off < 0x1p-6, "statistics off by " + off); // a mean of numbers that are off by 2^-8
        // Nine layers of maps and kernels off by at most 2^-8 each; rounding to 12 bits would be below the lower limit.
        double apart = apart(logits);
        assertTrue(apart < 9 * 0x1p-8 && apart > 0x1p-12, "logits off by " + apart);
    }

    private static double apart(Map<Precision, double[]> numbers) {
        double[] single = numbers.get(Precision.SINGLE);
        return distance(single, numbers.get(Precision.MIXED)) / distance(single, new double[single.length]);
    }

    /** What is differentiated twice is not rounded: a product with the Hessian is the same to the bit. */
    @Test
    void secondDerivativesAreThoseOfSinglePrecision() {
        Map<Precision, double[]> products = new EnumMap<>(Precision.class);
        for (Precision precision : Precision.values()) {
            ParametricNetwork network = network(precision);
            DeviceVector at = network.parameters().copy();
            DeviceVector product = at.zeros();
            try (RecordedObjective objective = network.on(pixels(), SHAPE, LOSS, Mode.TRAINING, 0)) {
                objective.hessianProduct(at, at, product);
            }
            products.put(precision, product.toArray());
        }
        assertArrayEquals(products.get(Precision.SINGLE), products.get(Precision.MIXED));
    }

    @Test
    void leavesNothingBehind() {
        ParametricNetwork network = network(Precision.MIXED);
        DeviceVector at = network.parameters().copy();
        DeviceVector gradient = at.zeros();
        int before = -1;
        for (int i = 0; i < 5; i++) {
            try (RecordedObjective objective = network.on(pixels(), SHAPE, LOSS, Mode.TRAINING, 0)) {
                objective.gradient(at, gradient);
                objective.value(at);
            }
            if (i == 1) {
                before = LiveArrays.count();
            }
        }
        assertEquals(before, LiveArrays.count());
    }

    @Test
    void networksThatCannotAreRefused() {
        Fixture.assertRefused(
                IllegalArgumentException.class,
                () -> network("cnn", DataType.FLOAT32, Precision.MIXED),
                "bfloat16 is for the networks resnet, wideresnet and vgg");
        Fixture.assertRefused(
                IllegalArgumentException.class,
                () -> network("resnet8", DataType.FLOAT64, Precision.MIXED),
                "with parameters in single precision");
        Fixture.assertRefused(
                IllegalArgumentException.class,
                () -> network(Precision.MIXED)
                        .require(List.of(Regularizers.parse("squared-weights:0.1")), Mode.TRAINING),
                "leave out one of the two");
        Fixture.assertRefused(
                IllegalArgumentException.class, () -> Precision.parse("half"), "'half'", "[float32, bfloat16]");
    }
}
