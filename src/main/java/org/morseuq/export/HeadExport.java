package org.morseuq.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.store.AtomicFile;

/**
 * Writes a fitted detector as one file for other runtimes: {@code .onnx} (ONNX, operator set 18) or {@code .pt}
 * (TorchScript).
 *
 * <p>The input {@code features} is float32, n rows with the columns of {@link MorseDetector#layout()}. The outputs, in this
 * order, are, for every row:
 *
 * <ol>
 *   <li>{@code energy}, the score in nats: higher is more out-of-distribution
 *   <li>{@code p_value}, split-conformal, ties counted as in the library
 *   <li>{@code flagged}, at the detector's threshold
 *   <li>{@code label}, the class that the network predicts
 *   <li>{@code mode}, the class whose mode is nearest
 *   <li>{@code temperature}
 *   <li>{@code probabilities}, calibrated, n x classes
 *   <li>{@code class_energies}, n x classes of the head, 1 if it was fitted without
 * </ol>
 *
 * <p>Floats but for truth values and 64-bit class indices. They agree with the library's verdicts to the rounding of floats.
 * A row with a number that is not finite, which the library refuses, is not refused: if its energy is no number it is
 * flagged and has the least p-value. Every map, divergence and kernel can be exported. Equal detectors give equal bytes.
 */
public final class HeadExport {

    private HeadExport() {}

    /**
     * Writes a detector, whole or not at all.
     *
     * @param detector the detector, with the threshold that is to be exported
     * @param file its ending says in which form
     * @throws IOException if writing fails
     */
    public static void write(MorseDetector detector, Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        byte[] bytes;
        if (name.endsWith(".onnx")) {
            bytes = onnx(detector);
        } else if (name.endsWith(".pt")) {
            bytes = torchScript(detector);
        } else {
            throw new IllegalArgumentException(file + ": the name must end in .onnx or .pt");
        }
        AtomicFile.write(file, out -> out.write(bytes));
    }

    /** The ONNX model. */
    public static byte[] onnx(MorseDetector detector) {
        Manifest.Origin origin = detector.manifest().origin();
        return OnnxFile.bytes(
                HeadGraph.of(detector),
                origin.library(),
                Map.of(
                        "layout", detector.layout().toString(),
                        "policy", detector.threshold().policy().toString(),
                        "backbone_sha256", origin.backbone().sha256(),
                        "classes", String.join(",", origin.classes())));
    }

    /** The TorchScript program. */
    public static byte[] torchScript(MorseDetector detector) {
        return ScriptFile.bytes(HeadGraph.of(detector));
    }

    /** The names of the outputs, in order. */
    public static List<String> outputs(MorseDetector detector) {
        return HeadGraph.of(detector).outputs().stream().map(Graph.Output::name).collect(Collectors.toList());
    }
}
