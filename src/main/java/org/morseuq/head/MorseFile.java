package org.morseuq.head;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

/**
 * The folder {@code NAME.morse} of a detector: {@code manifest.json}, {@code head.safetensors} with the arrays of the
 * experts, and {@code calibration.safetensors} with the sorted calibration scores and, which older folders lack, the class
 * predicted for each, and the mean and the deviation of every feature.
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
    private static final String CLASSES = "classes";
    private static final String MEANS = "feature.means";
    private static final String DEVIATIONS = "feature.deviations";

    private MorseFile() {}

    static void write(MorseDetector detector, Path folder) throws IOException {
        Files.createDirectories(folder);
        new Safetensors(Map.of(), ExpertCodec.tensors(detector.network())).write(folder.resolve(HEAD));
        Map<String, Tensor> calibration = tensors(detector.calibration());
        detector.profile().ifPresent(profile -> {
            calibration.put(MEANS, Tensor.of(profile.offset()));
            calibration.put(DEVIATIONS, Tensor.of(profile.scale()));
        });
        new Safetensors(Map.of(), calibration).write(folder.resolve(CALIBRATION), Map.of(SCORES, Safetensors.Type.U8));
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
        Safetensors calibration = Safetensors.read(calibrationFile);
        try {
            MorseNetwork network = new MorseNetwork(
                    manifest.layout(),
                    ExpertCodec.experts(manifest.experts(), head, Safetensors.read(head)),
                    Pooling.of(manifest.pooling()));
            return new MorseDetector(
                    network,
                    manifest.offset(),
                    manifest.temperature().temperature(),
                    calibration(calibrationFile, calibration, manifest.calibrationScores()),
                    profile(calibrationFile, calibration),
                    manifest.thresholdPolicy(),
                    manifest);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedFileException(file, "does not describe a detector: " + e.getMessage(), e);
        }
    }

    private static Map<String, Tensor> tensors(Calibration calibration) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(SCORES, encode(calibration.scores()));
        int[] classes = calibration.classes();
        if (classes.length > 0) {
            float[] numbers = new float[classes.length]; // which holds integers up to 2^24 exactly
            for (int i = 0; i < classes.length; i++) {
                numbers[i] = classes[i];
            }
            tensors.put(CLASSES, Tensor.of(numbers));
        }
        return tensors;
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

    private static Optional<Standardisation> profile(Path file, Safetensors read) throws IOException {
        if (!read.tensors().containsKey(MEANS) && !read.tensors().containsKey(DEVIATIONS)) {
            return Optional.empty();
        }
        float[] means = read.get(file, MEANS).values();
        for (float mean : means) {
            if (!Float.isFinite(mean)) {
                throw new MalformedFileException(file, "tensor '" + MEANS + "' has " + mean);
            }
        }
        return Optional.of(new Standardisation(means, read.get(file, DEVIATIONS).values()));
    }

    private static Calibration calibration(Path file, Safetensors read, int count) throws IOException {
        double[] scores = decode(file, read.get(file, SCORES), count);
        return read.tensors().containsKey(CLASSES)
                ? Calibration.of(scores, classes(file, read.get(file, CLASSES), count))
                : Calibration.of(scores);
    }

    private static int[] classes(Path file, Tensor stored, int count) throws IOException {
        int[] classes = new int[stored.values().length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (int) stored.values()[i];
            if (classes[i] < 0 || classes[i] != stored.values()[i]) {
                throw new MalformedFileException(
                        file, "tensor '" + CLASSES + "' has " + stored.values()[i] + ", which is no class");
            }
        }
        if (stored.shape().length != 1 || classes.length != count) {
            throw new MalformedFileException(
                    file, "tensor '" + CLASSES + "' is a " + stored + ", expected [" + count + "]");
        }
        return classes;
    }

    private static double[] decode(Path file, Tensor stored, int count) throws IOException {
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
        return scores;
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
