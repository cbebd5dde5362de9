package org.morseuq.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.DifferentiableBackbone;
import org.morseuq.backbone.ImagesInMemory;
import org.morseuq.backbone.LiveArrays;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;
import org.morseuq.serving.VerdictTranslator;
import org.morseuq.store.MalformedFileException;

/** A network in an ONNX file is a backbone as any other. */
final class OnnxBackboneTest {

    private static final long SEED = 3;

    /** Sums of 192 float32 products of order one. */
    private static final double ROUNDING = 1e-5;

    private static final ImagesInMemory IMAGES = ImagesInMemory.patterns(23, 8);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.write(folder.resolve("net.onnx"), OnnxNetwork.bytes(SEED));
        Files.writeString(
                folder.resolve("net.onnx.json"),
                "{\"size\": 8, \"mean\": [0.5, 0.45, 0.4], \"std\": [0.25, 0.2, 0.3]}");
    }

    @Test
    void givesItsOutputsAsRows() throws IOException {
        try (Backbone backbone = Backbone.load(file, "cpu")) {
            assertEquals(
                    "logits[3] embedding[5] inner1.mean[3] inner1.std[3] inner1.max[3] inner1.active[3]",
                    backbone.layout().toString());
            FeatureTable table = backbone.extract(IMAGES, 5, done -> {});
            for (int i = 0; i < IMAGES.size(); i++) {
                float[] pixels = pixels(backbone.preprocessing(), IMAGES.list().get(i));
                float[] expected = OnnxNetwork.row(pixels, SEED);
                for (int j = 0; j < expected.length; j++) {
                    assertEquals(expected[j], table.rows()[i][j], ROUNDING);
                }
                for (int c = 0; c < 3; c++) { // the map is twice the image
                    double mean = 0;
                    double squares = 0;
                    double most = 2 * pixels[64 * c];
                    double active = 0;
                    for (int p = 64 * c; p < 64 * (c + 1); p++) {
                        mean += 2 * pixels[p] / 64;
                    }
                    for (int p = 64 * c; p < 64 * (c + 1); p++) {
                        squares += (2 * pixels[p] - mean) * (2 * pixels[p] - mean) / 63;
                        most = Math.max(most, 2 * pixels[p]);
                        active += pixels[p] > 0 ? 1 / 64d : 0;
                    }
                    assertEquals(mean, table.rows()[i][8 + c], ROUNDING);
                    assertEquals(Math.sqrt(squares), table.rows()[i][11 + c], ROUNDING);
                    assertEquals(most, table.rows()[i][14 + c], ROUNDING);
                    assertEquals(active, table.rows()[i][17 + c]);
                }
            }
        }
    }

    @Test
    void servesVerdictsToDjl() throws Exception {
        MorseDetector detector = WithoutEngineTest.detector();
        try (Backbone backbone = Backbone.load(file, "cpu");
                Predictor<Image, Verdict> predictor = backbone.newPredictor(VerdictTranslator.ofPixels(detector))) {
            for (Image image : IMAGES.list()) {
                float[] row = OnnxNetwork.row(pixels(backbone.preprocessing(), image), SEED);
                assertEquals(
                        detector.assess(row).energy(), predictor.predict(image).energy(), ROUNDING);
            }
        }
    }

    @Test
    void noPassLeavesAnArrayBehind() throws IOException {
        try (Backbone backbone = Backbone.load(file, "cpu")) {
            backbone.extract(IMAGES, 5, done -> {});
            int before = LiveArrays.count();
            for (int pass = 0; pass < 20; pass++) {
                backbone.extract(IMAGES, 5, done -> {});
            }
            assertEquals(before, LiveArrays.count());
        }
    }

    @Test
    void whatCannotBeDoneIsRefused() throws IOException {
        Exception derivatives =
                assertThrows(IllegalArgumentException.class, () -> DifferentiableBackbone.load(file, "cpu"));
        assertTrue(derivatives.getMessage().contains("no derivatives"), derivatives.getMessage());
        Files.write(file, new byte[] {1, 2, 3});
        Exception damaged = assertThrows(MalformedFileException.class, () -> Backbone.load(file, "cpu"));
        assertEquals(file + ": is not an ONNX file that ONNX Runtime can load", damaged.getMessage());
        Protobuf elsewhere = new Protobuf()
                .message(13, new Protobuf().text(1, "location").text(2, "net.onnx.data"))
                .integer(14, 1);
        Files.write(
                file,
                new Protobuf().message(7, new Protobuf().message(5, elsewhere)).toBytes());
        Exception outside = assertThrows(MalformedFileException.class, () -> Backbone.load(file, "cpu"));
        assertTrue(outside.getMessage().contains("keeps its weights in another file"), outside.getMessage());
        Files.delete(folder.resolve("net.onnx.json"));
        Exception bare = assertThrows(java.nio.file.NoSuchFileException.class, () -> Backbone.load(file, "cpu"));
        assertTrue(bare.getMessage().contains("net.onnx.json"), bare.getMessage());
    }

    private static float[] pixels(Preprocessing preprocessing, Image image) {
        float[] pixels = new float[192];
        Preprocessing.normalise(image.pixels(), preprocessing.table(), pixels, 0);
        return pixels;
    }
}
