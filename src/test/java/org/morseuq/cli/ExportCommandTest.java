package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.export.HeadExport;
import org.morseuq.head.MorseDetector;

final class ExportCommandTest {

    private static final Path DETECTOR = Path.of("pretrained", "cifar10-resnet20", "balanced-product.morse");

    @TempDir
    private Path folder;

    @Test
    void writesTheHeadAtTheThresholdAskedFor() throws IOException {
        MorseDetector detector = MorseDetector.load(DETECTOR).withFalseAlarm(0.01);
        Path onnx = folder.resolve("head.onnx");
        Cli run = Cli.run("export", "--detector", DETECTOR, "--to", onnx, "--false-alarm", "0.01");
        assertEquals(0, run.code(), run.err());
        assertArrayEquals(HeadExport.onnx(detector), Files.readAllBytes(onnx));
        assertEquals(
                onnx + ": features " + detector.layout()
                        + " -> energy p_value flagged label mode temperature probabilities class_energies",
                run.out().strip());
        Path script = folder.resolve("head.pt");
        assertEquals(
                0, Cli.run("export", "--detector", DETECTOR, "--to", script).code());
        assertArrayEquals(HeadExport.torchScript(MorseDetector.load(DETECTOR)), Files.readAllBytes(script));
    }

    @Test
    void anotherEndingIsBadInput() {
        Path file = folder.resolve("head.tflite");
        Cli run = Cli.run("export", "--detector", DETECTOR, "--to", file);
        assertEquals(Morse.BAD_INPUT, run.code());
        assertEquals("morse: " + file + ": the name must end in .onnx or .pt", run.lastMessage());
        assertFalse(Files.exists(file));
    }
}
