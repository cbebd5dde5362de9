package org.morseuq.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.Divergence;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.IdentityMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.head.ResidualMap;
import org.morseuq.head.SoftmaxMap;
import org.morseuq.head.SquaredMahalanobis;
import org.morseuq.head.ThresholdPolicy;
import org.morseuq.head.UnitNormMap;
import org.morseuq.head.Verdict;
import org.morseuq.training.HeadRecipe;

/** An exported head says in ONNX Runtime, and in the engine, what it says here. */
final class HeadExportTest {

    /** Some hundred float32 operations of order one. */
    private static final double ROUNDING = 1e-5;

    private static final Layout LAYOUT = new Layout(List.of(
            new Layout.Block(Layout.EMBEDDING, 5),
            new Layout.Block(Layout.LOGITS, 3),
            new Layout.Block("inner1.mean", 4)));

    private static final Manifest.Origin ORIGIN = new Manifest.Origin(
            "0.1.0",
            "by-hand",
            7,
            new Manifest.BackboneEntry("none.pt", "00", 32, List.of(0.5, 0.5, 0.5), List.of(0.1, 0.2, 0.3)),
            List.of("cat", "dog", "Äffchen"),
            List.of(),
            Map.of());

    @TempDir
    private Path folder;

    /** Three classes, apart in every block, as much as one is wide. */
    private static FeatureTable table(int n, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[n][12];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
            for (int j = 0; j < 12; j++) {
                rows[i][j] = (float) (random.nextGaussian() + (j % 4 == labels[i] ? 2 : 0));
            }
        }
        return new FeatureTable(LAYOUT, rows, labels);
    }

    private static AffineMap affine(int inputs, int outputs, long seed) {
        Random random = new Random(seed);
        float[][] weights = new float[outputs][inputs];
        for (float[] row : weights) {
            for (int j = 0; j < inputs; j++) {
                row[j] = (float) (random.nextGaussian() / Math.sqrt(inputs));
            }
        }
        float[] bias = new float[outputs];
        for (int k = 0; k < outputs; k++) {
            bias[k] = 0.1f * k - 0.2f;
        }
        return new AffineMap(weights, bias);
    }

    private static float[][] targets(int count, int width, long seed) {
        return affine(width, count, seed).weights();
    }

    private static Expert expert(String block, FeatureMap map, int targets, Kernel kernel) {
        return new Expert(List.of(block), map, targets(targets, map.outputs(), 5), kernel);
    }

    private static FeatureMap perceptron(ActivationMap.Function function) {
        return affine(5, 6, 1).then(new ActivationMap(function, 6)).then(affine(6, 4, 2));
    }

    private static Expert laplaceOnLogits() {
        return new Expert(
                List.of(Layout.LOGITS),
                new IdentityMap(3),
                new float[][] {{20, 0, 0}, {0, 20, 0}, {0, 0, 20}},
                new Kernel.Laplace(0.3));
    }

    private static Expert mahalanobis() {
        float[][] factor = {{1.5f, 0, 0, 0}, {0.3f, 0.7f, 0, 0}, {-0.2f, 0.1f, 2, 0}, {0.5f, -0.4f, 0.3f, 0.2f}};
        return new Expert(
                List.of("inner1.mean"),
                new IdentityMap(4),
                targets(3, 4, 8),
                new SquaredMahalanobis(factor),
                new Kernel.Cauchy(0.2));
    }

    private static Expert kullbackLeibler(Kernel kernel) {
        return new Expert(
                List.of(Layout.LOGITS),
                new SoftmaxMap(3),
                new float[][] {{1, 0, 0}, {0.2f, 0.5f, 0.3f}, {0, 0.5f, 0.5f}},
                new Divergence.KullbackLeibler(),
                kernel);
    }

    static Stream<List<Expert>> heads() {
        return Stream.of(
                List.of(laplaceOnLogits()),
                List.of(laplaceOnLogits(), expert(Layout.EMBEDDING, affine(5, 5, 3), 3, new Kernel.Gaussian(0.4))),
                List.of(expert(Layout.EMBEDDING, new UnitNormMap(5).then(affine(5, 5, 3)), 3, new Kernel.Cauchy(2))),
                List.of(expert(Layout.EMBEDDING, perceptron(ActivationMap.Function.RELU), 1, new Kernel.Gaussian(2))),
                List.of(
                        expert(Layout.EMBEDDING, perceptron(ActivationMap.Function.TANH), 1, new Kernel.Laplace(2)),
                        expert("inner1.mean", new IdentityMap(4), 3, new Kernel.StudentT(0.7, 2.5))),
                List.of(expert(
                        Layout.EMBEDDING,
                        new ResidualMap(affine(5, 3, 1)
                                        .then(new ActivationMap(ActivationMap.Function.RELU, 3))
                                        .then(affine(3, 5, 2)))
                                .then(new UnitNormMap(5)),
                        3,
                        new Kernel.VonMisesFisher(4))),
                List.of(expert("inner1.mean", affine(4, 7, 6), 3, new Kernel.Exponential(0.3)), mahalanobis()),
                List.of(kullbackLeibler(new Kernel.Exponential(1)), mahalanobis()),
                List.of(kullbackLeibler(new Kernel.Laplace(1.5))));
    }

    private static MorseDetector detector(List<Expert> experts, Pooling pooling) {
        return MorseDetector.calibrate(
                new MorseNetwork(LAYOUT, experts, pooling), table(300, 1), table(299, 2), 0.1, ORIGIN);
    }

    private static void assertAgree(MorseDetector detector, float[][] rows, Runtimes.Result result) {
        assertEquals(rows.length, result.energy().length);
        int flagged = 0;
        for (int i = 0; i < rows.length; i++) {
            Verdict expected = detector.assess(rows[i]);
            double energy = expected.energy();
            double rounding = ROUNDING * (1 + Math.abs(energy));
            String row = "row " + i + ": " + expected;
            assertEquals(energy, result.energy()[i], rounding, row);
            // As many ranks off as there are calibration scores within rounding.
            double most = detector.threshold().pValue(energy - rounding, expected.label());
            double least = detector.threshold().pValue(energy + rounding, expected.label());
            assertTrue(result.pValue()[i] <= most + 1e-7 && result.pValue()[i] >= least - 1e-7, row);
            if (Math.abs(energy - detector.threshold().at(expected.label())) > rounding) {
                assertEquals(expected.flagged(), result.flagged()[i], row);
            }
            assertEquals(expected.label(), result.label()[i], row);
            double[] classEnergies = detector.network().classEnergies(rows[i]);
            for (int y = 0; y < classEnergies.length; y++) {
                assertEquals(classEnergies[y], result.classEnergies()[i][y], ROUNDING * (1 + classEnergies[y]), row);
            }
            assertTrue(classEnergies[(int) result.mode()[i]] <= classEnergies[expected.mode()] + rounding, row);
            assertEquals(
                    1, result.temperature()[i] / expected.temperature(), 2 * rounding, row); // an exponential of it
            assertEquals(expected.probabilities().length, result.probabilities()[i].length);
            for (int c = 0; c < expected.probabilities().length; c++) {
                assertEquals(expected.probabilities()[c], result.probabilities()[i][c], ROUNDING, row);
            }
            flagged += result.flagged()[i] ? 1 : 0;
        }
        assertTrue(flagged > 0 && flagged < rows.length, flagged + " of " + rows.length);
    }

    /** Near and far from the modes. */
    private static float[][] rows() {
        float[][] rows = table(200, 3).rows();
        for (int i = 150; i < 200; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] *= 4;
            }
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("heads")
    void everyHeadAgreesInBothRuntimes(List<Expert> experts) throws Exception {
        for (Pooling pooling : Pooling.values()) {
            MorseDetector detector = detector(experts, pooling);
            assertAgree(detector, rows(), Runtimes.onnx(detector, rows()));
            assertAgree(detector, rows(), Runtimes.torchScript(detector, rows()));
        }
    }

    static Stream<String> recipes() {
        return HeadRecipe.names().stream();
    }

    /** Against rows that have the signs turned, where no class is. */
    @ParameterizedTest
    @MethodSource("recipes")
    void everyFittedHeadAgreesInBothRuntimes(String recipe) throws Exception {
        FeatureTable train = table(300, 1);
        float[][] mirrored = table(150, 4).rows();
        for (float[] row : mirrored) {
            for (int j = 0; j < row.length; j++) {
                row[j] = -row[j];
            }
        }
        FeatureTable reference =
                new FeatureTable(LAYOUT, mirrored, table(150, 4).labels());
        MorseNetwork network = HeadRecipe.named(recipe).fit(train, reference, 1, loss -> {});
        MorseDetector detector = MorseDetector.calibrate(network, train, table(299, 2), 0.1, ORIGIN);
        float[][] rows = new FeatureTable(LAYOUT, rows(), table(200, 3).labels())
                .select(network.layout().names())
                .rows();
        assertAgree(detector, rows, Runtimes.onnx(detector, rows));
        assertAgree(detector, rows, Runtimes.torchScript(detector, rows));
    }

    @ParameterizedTest
    @ValueSource(strings = {"by-class:0.1", "quantile:0.8", "fixed:7.5"})
    void everyPolicyAgrees(String policy) throws Exception {
        MorseDetector detector = detector(
                        List.of(laplaceOnLogits(), expert("inner1.mean", affine(4, 7, 6), 3, new Kernel.Gaussian(0.3))),
                        Pooling.MAX)
                .with(ThresholdPolicy.parse(policy));
        assertAgree(detector, rows(), Runtimes.onnx(detector, rows()));
        assertAgree(detector, rows(), Runtimes.torchScript(detector, rows()));
    }

    @Test
    void theShippedHeadAgreesOnTheShippedFeatures() throws Exception {
        Path shipped = Path.of("pretrained", "cifar10-resnet20");
        MorseDetector detector = MorseDetector.load(shipped.resolve("balanced-product.morse"));
        List<String> names = detector.layout().names();
        for (String set : List.of("cifar10-test", "textures")) {
            float[][] all = FeatureFile.read(shipped.resolve("features/" + set + ".safetensors"))
                    .select(names)
                    .rows();
            float[][] rows = Arrays.copyOf(all, 500);
            assertAgree(detector, rows, Runtimes.onnx(detector, rows));
            assertAgree(detector, rows, Runtimes.torchScript(detector, rows));
        }
    }

    /** Whole numbers, of which no operation rounds: so equal scores tie in every arithmetic, and many do. */
    @Test
    void tiesCountAsInTheLibrary() throws Exception {
        Random random = new Random(4);
        float[][] rows = new float[400][12];
        int[] labels = new int[400];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = i % 3;
            for (int j = 0; j < 12; j++) {
                rows[i][j] = random.nextInt(3);
            }
        }
        FeatureTable table = new FeatureTable(LAYOUT, rows, labels);
        Expert expert = new Expert(
                List.of("inner1.mean"),
                new IdentityMap(4),
                new float[][] {{0, 0, 0, 0}, {1, 1, 1, 1}, {2, 0, 2, 0}},
                new Kernel.Gaussian(2));
        MorseNetwork network = new MorseNetwork(LAYOUT, List.of(expert), Pooling.MAX);
        MorseDetector detector = MorseDetector.calibrate(network, table, table, 0.1, ORIGIN);
        assertTrue(Arrays.stream(detector.calibration().scores()).distinct().count() < 10);
        for (Runtimes.Result result : List.of(Runtimes.onnx(detector, rows), Runtimes.torchScript(detector, rows))) {
            for (int i = 0; i < rows.length; i++) {
                Verdict verdict = detector.assess(rows[i]);
                assertEquals((float) verdict.energy(), result.energy()[i]);
                assertEquals((float) verdict.pValue(), result.pValue()[i]);
                assertEquals(verdict.flagged(), result.flagged()[i]);
                assertEquals(verdict.label(), result.label()[i], "the first of equal logits");
                assertEquals(verdict.mode(), result.mode()[i], "the first of equal energies");
            }
        }
    }

    @Test
    void whatIsNoNumberIsFlagged() throws Exception {
        MorseDetector detector = detector(
                List.of(laplaceOnLogits(), expert(Layout.EMBEDDING, new UnitNormMap(5), 3, new Kernel.Gaussian(1))),
                Pooling.SUM);
        float[][] rows = table(3, 3).rows();
        rows[0][0] = Float.NaN;
        rows[1][1] = Float.POSITIVE_INFINITY;
        rows[2][6] = Float.NEGATIVE_INFINITY;
        float least = (float) (1 / (detector.calibration().size() + 1.0));
        for (Runtimes.Result result : List.of(Runtimes.onnx(detector, rows), Runtimes.torchScript(detector, rows))) {
            assertArrayEquals(new boolean[] {true, true, true}, result.flagged());
            assertArrayEquals(new float[] {least, least, least}, result.pValue());
        }
    }

    /** A softmax that is 0 in floats where a target is not is infinitely far from it, in whatever arithmetic. */
    @Test
    void infiniteEnergiesStayInfinite() throws Exception {
        MorseDetector detector = detector(List.of(kullbackLeibler(new Kernel.Exponential(1))), Pooling.SUM);
        float[][] rows = table(2, 3).rows();
        rows[0][5] = -500;
        rows[0][6] = 0;
        rows[0][7] = 0;
        rows[1][5] = 500;
        rows[1][6] = 0;
        rows[1][7] = 0;
        for (Runtimes.Result result : List.of(Runtimes.onnx(detector, rows), Runtimes.torchScript(detector, rows))) {
            for (int i = 0; i < 2; i++) {
                double[] expected = detector.network().classEnergies(rows[i]);
                for (int y = 0; y < 3; y++) {
                    assertEquals((float) expected[y], result.classEnergies()[i][y], 1e-5f);
                }
                assertEquals(detector.assess(rows[i]).energy(), result.energy()[i], 1e-5);
            }
            assertEquals(Float.POSITIVE_INFINITY, result.classEnergies()[0][0]);
            assertEquals(Float.POSITIVE_INFINITY, result.classEnergies()[1][1]);
        }
    }

    @Test
    void equalDetectorsGiveEqualBytes() throws IOException {
        MorseDetector detector = detector(List.of(laplaceOnLogits(), mahalanobis()), Pooling.MAX);
        detector.save(folder.resolve("one.morse"));
        MorseDetector again = MorseDetector.load(folder.resolve("one.morse"));
        for (String name : List.of("head.onnx", "head.pt")) {
            HeadExport.write(detector, folder.resolve(name));
            HeadExport.write(again, folder.resolve("again." + name));
            assertEquals(-1, Files.mismatch(folder.resolve(name), folder.resolve("again." + name)));
            HeadExport.write(detector.withFalseAlarm(0.2), folder.resolve("other." + name));
            assertTrue(Files.mismatch(folder.resolve(name), folder.resolve("other." + name)) >= 0);
        }
    }

    @Test
    void anotherEndingIsRefusedAndWritesNothing() {
        MorseDetector detector = detector(List.of(laplaceOnLogits()), Pooling.MAX);
        Path file = folder.resolve("head.tflite");
        Exception thrown = assertThrows(IllegalArgumentException.class, () -> HeadExport.write(detector, file));
        assertEquals(file + ": the name must end in .onnx or .pt", thrown.getMessage());
        assertFalse(Files.exists(file));
    }
}
