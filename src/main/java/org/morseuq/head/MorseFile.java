package org.morseuq.head;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

/**
 * The folder {@code NAME.morse} of a detector: {@code manifest.json}, {@code head.safetensors} with the arrays of the
 * experts, and {@code calibration.safetensors} with the sorted calibration scores.
 *
 * <p>A score is stored as the sum of two float32 numbers, which keeps 48 bits of it. Reading runs no code from the folder and follows no path out of it, and refuses a file whose digest is not the
 * manifest's.
 */
final class MorseFile {

    static final String MANIFEST = "manifest.json";
    static final String HEAD = "head.safetensors";
    static final String CALIBRATION = "calibration.safetensors";
    private static final String SCORES = "scores";

    private MorseFile() {}

    static void write(MorseDetector detector, Path folder) throws IOException {
        Files.createDirectories(folder);
        new Safetensors(Map.of(), ExpertCodec.tensors(detector.network())).write(folder.resolve(HEAD));
        double[] scores = detector.calibration().scores();
        float[] high = new float[scores.length];
        float[] low = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            high[i] = (float) scores[i];
            low[i] = (float) (scores[i] - high[i]);
        }
        Map<String, Tensor> calibration = new LinkedHashMap<>();
        calibration.put(SCORES, Tensor.of(high));
        calibration.put(SCORES + ".low", Tensor.of(low));
        new Safetensors(Map.of(), calibration).write(folder.resolve(CALIBRATION));
        Map<String, String> digests = new LinkedHashMap<>();
        digests.put(HEAD, Digest.ofFile(folder.resolve(HEAD)));
        digests.put(CALIBRATION, Digest.ofFile(folder.resolve(CALIBRATION)));
        Json.write(folder.resolve(MANIFEST), detector.manifest().withDigests(digests));
    }

    static MorseDetector read(Path folder) throws IOException {
        Path file = folder.resolve(MANIFEST);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(folder.toString(), null, "expected a folder with a " + MANIFEST);
        }
        Object schema = Json.read(file, Map.class).get("schema");
        if (!Integer.valueOf(Manifest.SCHEMA).equals(schema)) {
            throw new MalformedFileException(file, "has schema " + schema + ", this library reads " + Manifest.SCHEMA);
        }
        Manifest manifest = Json.read(file, Manifest.class);
        Path head = verified(folder, HEAD, manifest);
        Path calibrationFile = verified(folder, CALIBRATION, manifest);
        try {
            MorseNetwork network = new MorseNetwork(
                    manifest.layout(),
                    ExpertCodec.experts(manifest.experts(), head, Safetensors.read(head)),
                    Pooling.valueOf(manifest.pooling().toUpperCase(Locale.ROOT)));
            return new MorseDetector(
                    network,
                    manifest.offset(),
                    manifest.temperature(),
                    scores(calibrationFile, manifest.calibrationScores()),
                    manifest.falseAlarm(),
                    manifest);
        } catch (IllegalArgumentException | NullPointerException | IndexOutOfBoundsException e) {
            throw new MalformedFileException(file, "does not describe a detector: " + e.getMessage(), e);
        }
    }

    private static Calibration scores(Path file, int count) throws IOException {
        Safetensors content = Safetensors.read(file);
        float[] high = content.get(file, SCORES).values();
        float[] low = content.get(file, SCORES + ".low").values();
        if (high.length != count || low.length != count) {
            throw new MalformedFileException(file, "has " + high.length + " scores, the manifest says " + count);
        }
        double[] scores = new double[high.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (double) high[i] + low[i];
        }
        return Calibration.of(scores);
    }

    private static Path verified(Path folder, String name, Manifest manifest) throws IOException {
        Path file = folder.resolve(name);
        String expected = manifest.digests() == null ? null : manifest.digests().get(name);
        String actual = Digest.ofFile(file);
        if (!actual.equals(expected)) {
            throw new MalformedFileException(file, "has the digest " + actual + ", the manifest says " + expected);
        }
        return file;
    }
}
