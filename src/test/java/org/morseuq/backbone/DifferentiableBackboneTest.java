package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pullbacks through frozen networks: right, repeatable, and without a trace. */
final class DifferentiableBackboneTest {

    private static final Preprocessing HALVES = new Preprocessing(8, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));

    @TempDir
    private Path folder;

    /** A fixture, or a network as this project trains them, with uneven running statistics. */
    private DifferentiableBackbone open(String form) throws IOException {
        if (!form.equals("folder")) {
            return DifferentiableBackbone.load(Fixture.path(form + ".pt"), "cpu");
        }
        try (Model model = Model.newInstance("resnet8", "PyTorch")) {
            Block block = Networks.create("resnet8", 3);
            block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 3, 8, 8));
            Weights.fill(block, 1);
            TrainedNetwork.write(folder, "resnet8", block, List.of("a", "b", "c"), HALVES);
        }
        return DifferentiableBackbone.load(folder, "cpu");
    }

    /** The first images of the pattern on the network's scale. */
    private static float[][] images(DifferentiableBackbone network, int count) {
        float[][] images = new float[count][network.inputs()];
        for (int i = 0; i < count; i++) {
            Preprocessing.normalise(
                    ImagesInMemory.patterns(count, 8).list().get(i).pixels(),
                    network.backbone().preprocessing().table(),
                    images[i],
                    0);
        }
        return images;
    }

    private static float[] cosines(int width) {
        float[] v = new float[width];
        for (int j = 0; j < width; j++) {
            v[j] = (float) Math.cos(j + 1);
        }
        return v;
    }

    private static double norm(float[] v) {
        double sum = 0;
        for (float a : v) {
            sum += (double) a * a;
        }
        return Math.sqrt(sum);
    }

    /** PyTorch's numbers are in double precision; float sums over 64 positions and a few channels are off by some 1e-6. */
    @ParameterizedTest
    @ValueSource(strings = {"logits", "pair", "multi", "map", "point", "method"})
    void pullbacksAreThoseOfPyTorch(String form) throws IOException {
        var expected = Fixture.resource("pullback_reference.json").get(form);
        try (DifferentiableBackbone network = open(form)) {
            float[] pulled = network.pullback(images(network, 1)[0], row -> cosines(row.length));
            assertEquals(expected.size(), pulled.length);
            for (int i = 0; i < pulled.length; i++) {
                assertEquals(expected.get(i).asDouble(), pulled[i], 1e-5 * norm(pulled), "pixel " + i);
            }
        }
    }

    /** The same of a network in the engine's blocks, by {@code residual_reference.py}; its 20 layers add up to some 1e-5. */
    @Test
    void pullbacksThroughBlocksAreThoseOfPyTorch() throws IOException {
        var expected = Fixture.resource("residual_reference.json").get("pullback");
        try (DifferentiableBackbone network = open("folder")) {
            float[] image = new float[192];
            for (int i = 0; i < image.length; i++) {
                image[i] = (float) (i * 37 % 101 / 50.0 - 1);
            }
            float[] pulled = network.pullback(image, row -> cosines(row.length));
            for (int i = 0; i < pulled.length; i++) {
                assertEquals(expected.get(i).asDouble(), pulled[i], 1e-4 * norm(pulled), "pixel " + i);
            }
        }
    }

    /**
     * Along random directions: with a step of 2^-9 the rounding of a sum of 20 numbers of order 1 is some 2^-22 / 2^-9, or
     * 1e-4, and a unit that changes sides adds the more the fewer there are; the slope is of the order of the norm.
     */
    @ParameterizedTest
    @ValueSource(strings = {"mean,std", "mean,std,max"})
    void pullbacksAgreeWithCentralDifferences(String statistics) throws IOException {
        Random random = new Random(3);
        try (DifferentiableBackbone network =
                DifferentiableBackbone.load(Fixture.path("multi.pt"), "cpu", MapStatistic.parse(statistics))) {
            float[] image = images(network, 1)[0];
            float[] pulled = network.pullback(image, row -> cosines(row.length));
            for (int trial = 0; trial < 5; trial++) {
                double[] direction = random.doubles(image.length, -1, 1).toArray();
                double along = 0;
                for (int i = 0; i < image.length; i++) {
                    along += direction[i] * pulled[i];
                }
                double h = 0x1p-9;
                double difference = (sum(network, image, direction, h) - sum(network, image, direction, -h)) / (2 * h);
                assertEquals(difference, along, 0.01 * norm(pulled), "direction " + trial);
            }
        }
    }

    /** A share jumps, or stays as it is: nothing flows back through it, and what flows through the others is what it was. */
    @Test
    void theShareOfActivePositionsHasNoDerivative() throws IOException {
        try (DifferentiableBackbone network =
                DifferentiableBackbone.load(Fixture.path("multi.pt"), "cpu", MapStatistic.parse("mean,active"))) {
            float[] image = images(network, 1)[0];
            float[][] pulled = new float[3][];
            for (int k = 0; k < 3; k++) {
                float[] covector = new float[network.outputs()];
                for (String name : network.layout().names()) {
                    boolean active = name.endsWith(".active");
                    for (int column : network.layout().columns(List.of(name))) {
                        covector[column] =
                                k == 2 || active == (k == 1) ? 1 : 0; // without the shares, the shares alone, all
                    }
                }
                pulled[k] = network.pullback(image, row -> covector);
            }
            assertArrayEquals(new float[image.length], pulled[1]);
            assertArrayEquals(pulled[0], pulled[2], 1e-6f * (float) norm(pulled[0]));
            assertTrue(norm(pulled[0]) > 0);
        }
    }

    private static double sum(DifferentiableBackbone network, float[] image, double[] direction, double h) {
        float[] moved = image.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (h * direction[i]);
        }
        double[] sum = new double[1];
        network.pullback(moved, row -> {
            float[] v = cosines(row.length);
            for (int j = 0; j < v.length; j++) {
                sum[0] += (double) v[j] * row[j];
            }
            return v;
        });
        return sum[0];
    }

    /** Rows of a network in training mode would differ by the statistics of the batch, and move the running ones. */
    @ParameterizedTest
    @ValueSource(strings = {"logits", "multi", "method", "folder"})
    void rowsAreThoseOfTheFrozenNetworkBeforeAndAfter(String form) throws IOException {
        ImagesInMemory images = ImagesInMemory.patterns(4, 8);
        try (DifferentiableBackbone network = open(form)) {
            float[][] before = Fixture.extract(network.backbone(), images, 4).rows();
            float[][][] seen = new float[1][][];
            float[][] pulled = network.pullback(images(network, 4), rows -> {
                seen[0] = rows;
                return new float[][] {
                    cosines(rows[0].length), cosines(rows[0].length), new float[rows[0].length], cosines(rows[0].length)
                };
            });
            Fixture.assertClose(before, seen[0], 1e-5); // another kernel may sum in another order
            Fixture.assertClose(
                    before, Fixture.extract(network.backbone(), images, 4).rows(), 0);
            assertEquals(0, norm(pulled[2]), "a zero covector is pulled back to zero");
            float[] alone = network.pullback(images(network, 4)[3], row -> cosines(row.length));
            assertArrayEquals(alone, pulled[3], (float) (1e-5 * norm(alone)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"logits", "multi", "method", "folder"})
    void noPullbackLeavesAnArrayBehind(String form) throws IOException {
        try (DifferentiableBackbone network = open(form)) {
            float[] image = images(network, 1)[0];
            float[] first = network.pullback(image, row -> cosines(row.length));
            int before = LiveArrays.count();
            for (int call = 0; call < 100; call++) {
                network.pullback(image, row -> cosines(row.length));
            }
            assertEquals(before, LiveArrays.count());
            // Gradients would add up if anything of the record were kept.
            assertArrayEquals(first, network.pullback(image, row -> cosines(row.length)), 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"multi", "folder"})
    void noParameterAsksForAGradient(String form) throws IOException {
        try (DifferentiableBackbone network = open(form)) {
            network.pullback(images(network, 1)[0], row -> cosines(row.length));
            for (var named : network.backbone().model().getBlock().getParameters()) {
                assertFalse(JniUtils.requiresGrad((PtNDArray) named.getValue().getArray()), named.getKey());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"multi", "folder"})
    void anotherThreadGetsTheSameNumbersAndKeepsItsMode(String form) throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (DifferentiableBackbone network = open(form)) {
            float[] image = images(network, 1)[0];
            float[] here = network.pullback(image, row -> cosines(row.length));
            boolean mode = worker.submit(() -> {
                        JniUtils.setGradMode(false);
                        assertArrayEquals(here, network.pullback(image, row -> cosines(row.length)), 0);
                        return JniUtils.isGradMode();
                    })
                    .get(1, TimeUnit.MINUTES);
            assertFalse(mode);
        } finally {
            worker.shutdown();
        }
    }

    @Test
    void aFailureInBetweenLeavesTheNextCallInOrder() throws IOException {
        try (DifferentiableBackbone network = open("multi")) {
            float[] image = images(network, 1)[0];
            float[] first = network.pullback(image, row -> cosines(row.length));
            int before = LiveArrays.count();
            assertThrows(
                    IllegalStateException.class,
                    () -> network.pullback(image, row -> {
                        throw new IllegalStateException("no covector");
                    }));
            assertEquals(before, LiveArrays.count());
            assertArrayEquals(first, network.pullback(image, row -> cosines(row.length)), 0);
        }
    }

    /** A map that is the same everywhere has deviation 0, where the length has no derivative; 0 is taken. */
    @Test
    void aConstantImageHasAFinitePullback() throws IOException {
        try (DifferentiableBackbone network = open("map")) {
            float[] pulled = network.pullback(new float[network.inputs()], row -> cosines(row.length));
            assertTrue(Double.isFinite(norm(pulled)) && norm(pulled) > 0);
        }
    }

    @Test
    void imagesOfAnotherSizeAreRefused() throws IOException {
        try (DifferentiableBackbone network = open("pair")) {
            assertEquals(192, network.inputs());
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> network.pullback(new float[191], row -> row));
            assertEquals("image 0 has 191 numbers, the network takes 192", refused.getMessage());
        }
    }
}
