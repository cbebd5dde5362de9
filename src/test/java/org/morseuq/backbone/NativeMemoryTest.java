package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.morseuq.backbone.Fixture.assertClose;
import static org.morseuq.backbone.Fixture.extract;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A frozen network records nothing and keeps nothing. */
final class NativeMemoryTest {

    @TempDir
    private Path folder;

    /** A fixture, or the network that this project would have trained. */
    private Backbone open(String form) throws IOException {
        if (!form.startsWith("folder")) {
            return Fixture.load(form);
        }
        try (Model model = Model.newInstance("resnet8", "PyTorch")) {
            Classifier classifier =
                    Classifier.parse(form.equals("folder") ? "linear" : form.substring("folder ".length()));
            Block block = Networks.create("resnet8", 3, classifier);
            block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 3, 8, 8));
            TrainedNetwork.write(
                    folder,
                    "resnet8",
                    block,
                    List.of("a", "b", "c"),
                    new Preprocessing(8, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)));
        }
        return Backbone.load(folder, "cpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logits", "multi", "method", "folder", "folder laplace", "folder von-mises-fisher"})
    void noPassLeavesAnArrayBehind(String form) throws IOException {
        ImagesInMemory images = ImagesInMemory.patterns(6, 8);
        try (Backbone backbone = open(form)) {
            extract(backbone, images, 4);
            int before = LiveArrays.count();
            for (int pass = 0; pass < 100; pass++) {
                extract(backbone, images, 4);
            }
            assertEquals(before, LiveArrays.count());
        }
    }

    @Test
    void closingFreesEverything() throws IOException {
        open("folder").close();
        int before = LiveArrays.count();
        try (Backbone backbone = open("folder")) {
            assertTrue(LiveArrays.count() > before, "the count sees the parameters");
            extract(backbone, ImagesInMemory.patterns(6, 8), 4);
        }
        assertEquals(before, LiveArrays.count());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theProcessDoesNotGrow() throws IOException {
        ImagesInMemory images = ImagesInMemory.patterns(1024, 8);
        try (Backbone backbone = Fixture.load("multi")) {
            for (int pass = 0; pass < 60; pass++) { // until the heap has taken its place
                extract(backbone, images, 1024);
            }
            // A leak grows in every hundred passes; a heap that takes more room, or a compiler at work, does so now and
            // then. A batch of images has 0.75 MiB, its larger map 1 MiB: 100 of either would be 75 or 100 MiB.
            long least = Long.MAX_VALUE;
            for (int hundred = 0; hundred < 3 && least >= 40 << 10; hundred++) {
                long before = residentKilobytes();
                for (int pass = 0; pass < 100; pass++) {
                    extract(backbone, images, 1024);
                }
                least = Math.min(least, residentKilobytes() - before);
            }
            assertTrue(least < 40 << 10, "grew by at least " + least + " KiB in each hundred passes");
        }
    }

    private static long residentKilobytes() throws IOException {
        System.gc(); // a heap that is about to be collected is not a leak
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void noParameterOfATorchScriptNetworkRequiresAGradient() throws IOException {
        try (Backbone backbone = Fixture.load("multi")) {
            PtSymbolBlock block = (PtSymbolBlock) backbone.model().getBlock();
            try (NDManager scope = backbone.model().getNDManager().newSubManager()) {
                NDList parameters = JniUtils.moduleGetParams(block, (PtNDManager) scope);
                assertEquals(8, parameters.size()); // weights and biases of four layers
                for (NDArray parameter : parameters) {
                    assertFalse(JniUtils.requiresGrad((PtNDArray) parameter));
                }
            }
        }
    }

    @Test
    void noParameterOfATrainedNetworkRequiresAGradient() throws IOException {
        try (Backbone backbone = open("folder")) {
            extract(backbone, ImagesInMemory.patterns(4, 8), 4);
            List<NDArray> kept = backbone.model().getNDManager().getManagedArrays();
            assertEquals(
                    29, kept.size()); // nine folded convolutions, each a weight, its view and a bias; one layer of two
            for (NDArray array : kept) {
                assertFalse(JniUtils.requiresGrad((PtNDArray) array));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"multi", "method", "folder"})
    void anotherThreadRecordsNoGradientAndGetsTheSameNumbers(String form) throws Exception {
        ImagesInMemory images = ImagesInMemory.patterns(6, 8);
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (Backbone backbone = open(form)) {
            float[][] here = extract(backbone, images, 4).rows();
            int before = LiveArrays.count();
            boolean recorded = worker.submit(() -> {
                        JniUtils.setGradMode(true); // as every thread starts but the one that started the engine
                        assertClose(here, extract(backbone, images, 4).rows(), 0);
                        return requiresGradient(backbone);
                    })
                    .get(1, TimeUnit.MINUTES);
            assertFalse(recorded);
            assertEquals(before, LiveArrays.count());
        } finally {
            worker.shutdown();
        }
    }

    /** Whether a forward pass on this thread, with recording allowed, has anything to record. */
    private static boolean requiresGradient(Backbone backbone) {
        Model model = backbone.model();
        JniUtils.setGradMode(true);
        try (NDManager scope = model.getNDManager().newSubManager()) {
            NDArray x = scope.ones(new Shape(1, 3, 8, 8));
            NDList outputs =
                    model.getBlock().forward(new ParameterStore(model.getNDManager(), false), new NDList(x), false);
            return outputs.stream().anyMatch(output -> JniUtils.requiresGrad((PtNDArray) output));
        } finally {
            JniUtils.setGradMode(false);
        }
    }
}
