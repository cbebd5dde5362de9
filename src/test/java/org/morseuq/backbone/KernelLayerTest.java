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
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.head.Kernel;

final class KernelLayerTest {

    private static final int WIDTH = 7;
    private static final int CLASSES = 4;

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(1);
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

    private double[] numbers(int count) {
        return random.doubles(count, -1.5, 1.5).toArray();
    }

    private double[] logits(Classifier classifier, double[] z, double[] modes) {
        return KernelLayer.logits(
                        classifier,
                        manager.create(z, new Shape(z.length / WIDTH, WIDTH)),
                        manager.create(modes, new Shape(CLASSES, WIDTH)))
                .toDoubleArray();
    }

    private static double squaredDistance(double[] a, int i, double[] b, int j, boolean unit) {
        double sum = 0;
        for (int k = 0; k < WIDTH; k++) {
            double u = a[i * WIDTH + k] / (unit ? norm(a, i) : 1);
            double v = b[j * WIDTH + k] / (unit ? norm(b, j) : 1);
            sum += (u - v) * (u - v);
        }
        return sum;
    }

    private static double norm(double[] a, int i) {
        double sum = 0;
        for (int k = 0; k < WIDTH; k++) {
            sum += a[i * WIDTH + k] * a[i * WIDTH + k];
        }
        return Math.sqrt(sum);
    }

    /** The kernels of heads, written independently; the Laplace kernel is within its rate times 2 to the -20, 2e-6 here. */
    @ParameterizedTest
    @CsvSource({"gaussian:0.7", "laplace:2", "cauchy:0.3", "von-mises-fisher:5"})
    void theLogitsAreTheLogarithmsOfTheKernel(String text) {
        Classifier classifier = Classifier.parse(text);
        double[] z = numbers(5 * WIDTH);
        double[] modes = numbers(CLASSES * WIDTH);
        double[] actual = logits(classifier, z, modes);
        Kernel kernel = Kernel.of(classifier.kind().toString(), classifier.rate());
        boolean unit = classifier.kind() == Classifier.Kind.VON_MISES_FISHER;
        for (int i = 0; i < 5; i++) {
            for (int y = 0; y < CLASSES; y++) {
                double expected = -kernel.energy(squaredDistance(z, i, modes, y, unit));
                assertEquals(expected, actual[i * CLASSES + y], 4e-6);
            }
        }
    }

    /** In single precision, where a difference of squares would be off: entries of some hundreds, whose squares have no tenths. */
    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "laplace", "cauchy"})
    void theDensityIsOneOnTheModesAndNowhereMore(String text) {
        Classifier classifier = Classifier.parse(text);
        NDArray modes = manager.create(numbers(CLASSES * WIDTH), new Shape(CLASSES, WIDTH))
                .toType(DataType.FLOAT32, true)
                .mul(300);
        float[] on = KernelLayer.logits(classifier, modes, modes).toFloatArray();
        float[] near =
                KernelLayer.logits(classifier, modes.mul(1.000001f), modes).toFloatArray();
        for (int y = 0; y < CLASSES; y++) {
            assertEquals(0f, on[y * CLASSES + y] + 0f); // a zero of either sign
        }
        for (float logit : near) {
            assertTrue(logit <= 0);
        }
    }

    /** Directions are rounded to 6e-8, their distances' squares to 1e-13 of a rate of 32. */
    @Test
    void theDensityOfTheVonMisesFisherKernelIsOneAlongTheModes() {
        double[] modes = numbers(CLASSES * WIDTH);
        NDArray single = manager.create(modes, new Shape(CLASSES, WIDTH)).toType(DataType.FLOAT32, true);
        float[] on = KernelLayer.logits(Classifier.parse("von-mises-fisher"), single.mul(3.7f), single)
                .toFloatArray();
        for (int y = 0; y < CLASSES; y++) {
            assertEquals(0, on[y * CLASSES + y], 1e-11);
            assertTrue(on[y * CLASSES + y] <= 0);
        }
    }

    /**
     * Against central differences in double precision, with steps of 1e-6 and third derivatives of some tens: 1e-9 and the rounding of
     * logits of some tens, 1e-14 / 1e-6. Both by the embedding and by the modes.
     */
    @ParameterizedTest
    @ValueSource(strings = {"gaussian:0.7", "laplace:2", "cauchy:0.3", "von-mises-fisher:5"})
    void theGradientIsThatOfDifferences(String text) {
        Classifier classifier = Classifier.parse(text);
        double[] at = numbers((2 + CLASSES) * WIDTH);
        double[] weights = numbers(2 * CLASSES);
        double[] gradient = gradient(classifier, at, weights);
        for (int k = 0; k < at.length; k++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[k] += 1e-6;
            down[k] -= 1e-6;
            double difference = (weighted(classifier, up, weights) - weighted(classifier, down, weights)) / 2e-6;
            assertEquals(difference, gradient[k], 1e-6);
        }
    }

    private double weighted(Classifier classifier, double[] at, double[] weights) {
        double[] logits =
                logits(classifier, Arrays.copyOf(at, 2 * WIDTH), Arrays.copyOfRange(at, 2 * WIDTH, at.length));
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * logits[i];
        }
        return sum;
    }

    private double[] gradient(Classifier classifier, double[] at, double[] weights) {
        NDArray z = manager.create(Arrays.copyOf(at, 2 * WIDTH), new Shape(2, WIDTH));
        NDArray modes = manager.create(Arrays.copyOfRange(at, 2 * WIDTH, at.length), new Shape(CLASSES, WIDTH));
        JniUtils.attachGradient((PtNDArray) z, true);
        JniUtils.attachGradient((PtNDArray) modes, true);
        JniUtils.setGradMode(true);
        try {
            NDArray sum = KernelLayer.logits(classifier, z, modes)
                    .mul(manager.create(weights, new Shape(2, CLASSES)))
                    .sum();
            return Autograd.in(manager).gradient(sum, new NDList(z, modes)).toDoubleArray();
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "laplace", "cauchy", "von-mises-fisher"})
    void onAModeAndAtAnEmbeddingOfZeroTheGradientIsFinite(String text) {
        double[] at = new double[(2 + CLASSES) * WIDTH]; // the first embedding is 0, and so is a mode
        double[] modes = numbers(3 * WIDTH);
        System.arraycopy(modes, 0, at, 3 * WIDTH, modes.length);
        System.arraycopy(modes, 0, at, WIDTH, WIDTH); // the second is on a mode
        for (double part : gradient(Classifier.parse(text), at, numbers(2 * CLASSES))) {
            assertTrue(Double.isFinite(part));
        }
    }

    @ParameterizedTest
    @CsvSource({"cnn, laplace:3", "resnet8, gaussian", "mlp-9-6, cauchy", "wideresnet16-4, von-mises-fisher:8"})
    void aNetworkIsWrittenAndReadWithItsClassifier(String name, String classifier) throws IOException {
        Block block = Networks.create(name, CLASSES, Classifier.parse(classifier));
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 8, 8));
        Weights.fill(block, 3);
        Preprocessing halves = new Preprocessing(8, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
        TrainedNetwork.write(folder, name, block, List.of("a", "b", "c", "d"), halves);
        try (Backbone backbone = BackboneFile.load(folder, "cpu", true, MapStatistic.moments());
                NDManager scope = manager.newSubManager()) {
            NDArray x = scope.randomNormal(new Shape(3, 3, 8, 8));
            Block read = backbone.model().getBlock();
            assertEquals(Classifier.parse(classifier), Classifier.of(read));
            NDList expected = block.forward(new ParameterStore(manager, false), new NDList(x), false);
            NDList actual =
                    read.forward(new ParameterStore(backbone.model().getNDManager(), false), new NDList(x), false);
            assertArrayEquals(expected.head().toFloatArray(), actual.head().toFloatArray());
            NDArray modes = modes(block);
            assertArrayEquals(
                    KernelLayer.logits(Classifier.parse(classifier), expected.get(1), modes)
                            .toFloatArray(),
                    expected.head().toFloatArray());
        }
        try (Backbone backbone = Backbone.load(folder, "cpu")) { // folded, where there is such a form
            assertEquals(Classifier.parse(classifier), backbone.classifier());
            assertTrue(backbone.toString().contains(Classifier.parse(classifier).toString()), backbone.toString());
            assertTrue(
                    backbone.arithmetic().endsWith(Classifier.parse(classifier).toString()));
        }
        Pretrained pretrained = Pretrained.read(folder);
        assertEquals(Classifier.parse(classifier), pretrained.classifier());
        assertEquals(block.getParameters().size(), pretrained.numbers().size());
    }

    private static NDArray modes(Block block) {
        for (Pair<String, Parameter> named : block.getParameters()) {
            if (named.getKey().endsWith(KernelLayer.MODES)) {
                return named.getValue().getArray();
            }
        }
        throw new AssertionError("no modes");
    }

    @Test
    void readsItsOwnWords() {
        for (String name : Classifier.names()) {
            Classifier classifier = Classifier.parse(name);
            assertEquals(classifier, Classifier.parse(classifier.toString()));
            assertEquals(!name.equals("linear"), classifier.distanceAware());
        }
        assertEquals(10, Classifier.parse("laplace").rate());
        assertFalse(Classifier.linear().distanceAware());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cosine | known are linear, gaussian",
                "gaussian:x | must be a number, got 'x'",
                "gaussian:0 | above 0 and finite",
                "linear:2 | has no rate"
            })
    void refusesWhatIsNone(String text, String sentence) {
        String message = assertThrows(IllegalArgumentException.class, () -> Classifier.parse(text))
                .getMessage();
        assertTrue(message.contains(sentence), message);
    }
}
