package org.morseuq.head;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
 * <p>A score is stored as the eight bytes of a little-endian double, in a tensor n x 8 of U8: a score that lost its last
 * bits would no longer tie with itself, and p-values would change by being saved.
 *
 * <p>Reading runs no code from the folder and follows no path out of it, and refuses a file whose digest is not the
 * manifest's. The manifest's digest of its own values tells of accidents; who alters it on purpose can alter the digest.
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
        Tensor scores = encode(detector.calibration().scores());
        new Safetensors(Map.of(), Map.of(SCORES, scores))
                .write(folder.resolve(CALIBRATION), Map.of(SCORES, Safetensors.Type.U8));
        Map<String, String> digests = new LinkedHashMap<>();
        digests.put(HEAD, Digest.ofFile(folder.resolve(HEAD)));
        digests.put(CALIBRATION, Digest.ofFile(folder.resolve(CALIBRATION)));
        Manifest manifest = detector.manifest().withDigests(digests);
        digests.put(MANIFEST, digest(manifest));
        Json.write(folder.resolve(MANIFEST), manifest.withDigests(digests));
    }

    static MorseDetector read(Path folder) throws IOException {
        Path file = folder.resolve(MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(folder.toString(), null, "expected a folder with a " + MANIFEST);
        }
        Object schema = Json.read(file, Map.class).get("schema");
        if (!Integer.valueOf(Manifest.SCHEMA).equals(schema)) {
            throw new MalformedFileException(file, "has schema " + schema + ", this library reads " + Manifest.SCHEMA);
        }
        Manifest manifest = Json.read(file, Manifest.class);
        verify(file, digest(manifest), manifest);
        Path head = verified(folder, HEAD, manifest);
        Path calibrationFile = verified(folder, CALIBRATION, manifest);
        try {
            MorseNetwork network = new MorseNetwork(
                    manifest.layout(),
                    ExpertCodec.experts(manifest.experts(), head, Safetensors.read(head)),
                    Pooling.of(manifest.pooling()));
            return new MorseDetector(
                    network,
                    manifest.offset(),
                    manifest.temperature(),
                    scores(calibrationFile, manifest.calibrationScores()),
                    manifest.falseAlarm(),
                    manifest);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedFileException(file, "does not describe a detector: " + e.getMessage(), e);
        }
    }

    private static Tensor encode(double[] scores) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * scores.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(scores);
        float[] values = new float[bytes.capacity()];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.get(i) & 0xff;
        }
        return new Tensor(new int[] {scores.length, Double.BYTES}, values);
    }

    private static Calibration scores(Path file, int count) throws IOException {
        Tensor stored = Safetensors.read(file).get(file, SCORES);
        int[] shape = stored.shape();
        if (shape.length != 2 || shape[0] != count || shape[1] != Double.BYTES) {
            throw new MalformedFileException(
                    file,
                    "tensor '" + SCORES + "' is a " + stored + ", expected [" + count + ", " + Double.BYTES + "]");
        }
        ByteBuffer bytes = ByteBuffer.allocate(stored.values().length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : stored.values()) {
            bytes.put((byte) (int) value);
        }
        double[] scores = new double[count];
        bytes.flip().asDoubleBuffer().get(scores);
        return Calibration.of(scores);
    }

    private static Path verified(Path folder, String name, Manifest manifest) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "the manifest beside it describes it");
        }
        verify(file, Digest.ofFile(file), manifest);
        return file;
    }

    private static void verify(Path file, String actual, Manifest manifest) throws MalformedFileException {
        String expected = manifest.digests().get(file.getFileName().toString());
        if (!actual.equals(expected)) {
            throw new MalformedFileException(file, "has the digest " + actual + ", the manifest says " + expected);
        }
    }

    /** The digest of a manifest's values, whatever its line ends, without the entry that holds this very digest. */
    static String digest(Manifest manifest) {
        Map<String, String> others = new LinkedHashMap<>(manifest.digests());
        others.remove(MANIFEST);
        return Digest.ofBytes(Json.bytes(manifest.withDigests(others)));
    }
}
