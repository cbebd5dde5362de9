package org.morseuq.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.data.Layout;
import org.morseuq.data.Pixels;
import org.morseuq.head.Expert;
import org.morseuq.head.IdentityMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;

/** A detector serves beside ONNX Runtime where no engine of DJL is on the class path. */
final class WithoutEngineTest {

    private static final long SEED = 3;
    private static final Preprocessing SCALE = new Preprocessing(8, List.of(0.5, 0.45, 0.4), List.of(0.25, 0.2, 0.3));

    @TempDir
    private Path folder;

    private static BufferedImage image(int index) {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < 64; p++) {
            image.setRGB(p % 8, p / 8, p * 2654435 * (index + 1) ^ index << 20);
        }
        return image;
    }

    private static float[] row(BufferedImage image) {
        float[] pixels = new float[192];
        Preprocessing.normalise(Pixels.of(image, "", Image.UNLABELLED).pixels(), SCALE.table(), pixels, 0);
        return OnnxNetwork.row(pixels, SEED);
    }

    static MorseDetector detector() {
        Layout layout = new Layout(List.of(
                new Layout.Block(Layout.LOGITS, OnnxNetwork.LOGITS),
                new Layout.Block(Layout.EMBEDDING, OnnxNetwork.EMBEDDING)));
        float[][] rows = IntStream.range(0, 60).mapToObj(i -> row(image(i))).toArray(float[][]::new);
        FeatureTable table = new FeatureTable(
                layout, rows, IntStream.range(0, 60).map(i -> i % 3).toArray());
        Expert expert = new Expert(
                List.of(Layout.EMBEDDING),
                new IdentityMap(OnnxNetwork.EMBEDDING),
                new float[][] {{0, 0, 0, 0, 0}, {0.5f, 0, 0.5f, 0, 0.5f}, {0, -0.5f, 0, -0.5f, 0}},
                new Kernel.Gaussian(2));
        Manifest.Origin origin = new Manifest.Origin(
                "0",
                "by-hand",
                1,
                new Manifest.BackboneEntry("net.onnx", "", 8, SCALE.mean(), SCALE.std()),
                List.of(),
                List.of(),
                Map.of());
        return MorseDetector.calibrate(
                new MorseNetwork(layout, List.of(expert), Pooling.MAX), table, table, 0.1, origin);
    }

    @Test
    void theExampleRunsWithoutDjl() throws IOException, InterruptedException {
        MorseDetector detector = detector();
        detector.save(folder.resolve("net.morse"));
        Files.write(folder.resolve("net.onnx"), OnnxNetwork.bytes(SEED, false));
        ImageIO.write(image(7), "png", folder.resolve("image.png").toFile());
        List<String> whole = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        String without = whole.stream()
                .filter(entry -> !entry.contains("djl") && !entry.contains("pytorch"))
                .collect(Collectors.joining(File.pathSeparator));
        assertTrue(
                whole.stream().anyMatch(entry -> entry.contains("djl")), "the class path is the tests' own: " + whole);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        without,
                        "ScoreWithOnnx",
                        folder.resolve("net.onnx").toString(),
                        folder.resolve("net.morse").toString(),
                        folder.resolve("image.png").toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        assertEquals(detector.assess(row(image(7))).toString(), printed.strip());
    }
}
