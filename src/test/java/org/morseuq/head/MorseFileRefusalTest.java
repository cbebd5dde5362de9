package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.store.Digest;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

/** Every refusal is one sentence that names the file at fault. */
final class MorseFileRefusalTest {

    private static final MorseDetector DETECTOR = Fixtures.detector();

    @TempDir
    private Path parent;

    private Path folder;
    private Path manifest;
    private Path head;
    private Path calibration;

    @BeforeEach
    void save() throws IOException {
        folder = parent.resolve("some.morse");
        manifest = folder.resolve(MorseFile.MANIFEST);
        head = folder.resolve(MorseFile.HEAD);
        calibration = folder.resolve(MorseFile.CALIBRATION);
        DETECTOR.save(folder);
    }

    private void assertRefused(Path file, String... parts) {
        IOException e = assertThrows(IOException.class, () -> MorseDetector.load(folder));
        assertTrue(e instanceof MalformedFileException || e instanceof NoSuchFileException, e.toString());
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage() + " lacks " + part);
        }
    }

    private void edit(String from, String to) throws IOException {
        String text = Files.readString(manifest);
        assertTrue(text.contains(from), from + " is not in " + text);
        Files.writeString(manifest, text.replace(from, to));
    }

    private void seal() throws IOException {
        Fixtures.seal(folder);
    }

    private void assertSealedEditRefused(Path file, String from, String to, String... parts) throws IOException {
        save();
        edit(from, to);
        seal();
        assertRefused(file, parts);
    }

    private void assertSealedHeadRefused(Path file, String name, Tensor tensor, String... parts) throws IOException {
        save();
        Map<String, Tensor> tensors = new LinkedHashMap<>(Safetensors.read(head).tensors());
        assertTrue(tensors.containsKey(name), name);
        tensors.put(name, tensor);
        new Safetensors(Map.of(), tensors).write(head);
        seal();
        assertRefused(file, parts);
    }

    @Test
    void sealingASoundFolderLeavesItSound() throws IOException {
        byte[] before = Files.readAllBytes(manifest);
        seal();
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(manifest)));
        assertEquals(0.05, MorseDetector.load(folder).falseAlarm(), 0.0);
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Files.delete(calibration);
        assertRefused(calibration);
        Files.delete(head);
        assertRefused(head);
        Files.delete(manifest);
        assertRefused(folder, "manifest.json");
        Files.createDirectory(manifest); // a folder of that name is no manifest
        assertRefused(folder, "manifest.json");
        Files.delete(manifest);
        Files.delete(folder);
        assertRefused(folder, "manifest.json");
    }

    @Test
    void everyTruncatedManifestIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(manifest);
        for (int length = 0; length < whole.length - 2; length += 37) { // the last two are a brace and a line end
            Files.write(manifest, Arrays.copyOf(whole, length));
            assertRefused(manifest);
        }
    }

    @Test
    void unknownSchemasAreRefused() throws IOException {
        for (String schema : List.of("2", "0", "-1", "1.0", "\"1\"", "null", "[1]", "4294967297")) {
            save();
            edit("\"schema\" : 1,", "\"schema\" : " + schema + ",");
            assertRefused(manifest, "schema", "this library reads 1");
        }
        Files.writeString(manifest, "{}");
        assertRefused(manifest, "schema null");
    }

    @Test
    void wrongDigestsAreRefused() throws IOException {
        String digest = Digest.ofFile(head);
        edit(digest, "0".repeat(64));
        assertRefused(manifest, "digest");
        save();
        edit(digest, digest.toUpperCase(Locale.ROOT));
        seal(); // puts the right one back
        assertEquals(3, MorseDetector.load(folder).network().classes());
        for (String name : List.of(MorseFile.HEAD, MorseFile.CALIBRATION)) {
            save();
            Path file = folder.resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 1] ^= 1;
            Files.write(file, bytes);
            assertRefused(file, "has the digest", "the manifest says");
        }
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() throws IOException {
        float[] nan = new float[25];
        nan[24] = Float.NaN;
        assertSealedHeadRefused(
                head, "expert0.map0.weights", new Tensor(new int[] {5, 5}, nan), "'expert0.map0.weights'", "NaN");
        assertSealedHeadRefused(
                head, "expert0.map0.bias", Tensor.of(0, 0, 0, 0, Float.POSITIVE_INFINITY), "'expert0.map0.bias'");
        assertSealedHeadRefused(
                head, "expert2.targets", Tensor.of(new float[][] {{0, Float.NaN, 0}}), "'expert2.targets'");
        for (String number : List.of("\"NaN\"", "1e999", "null")) {
            save();
            String text = Files.readString(manifest);
            Files.writeString(manifest, text.replaceFirst("\"offset\" : [^,]*", "\"offset\" : " + number));
            if (!number.equals("null")) { // which is no number, and refused before any digest
                seal();
            }
            assertRefused(manifest, "offset");
        }
        assertSealedEditRefused(manifest, "\"rate\" : 0.7", "\"rate\" : \"NaN\"", "rate", "NaN");
    }

    @Test
    void wrongDimensionsAreRefused() throws IOException {
        assertSealedHeadRefused(
                head, "expert0.map0.weights", Tensor.of(new float[5][4]), "'expert0.map0.weights'", "4", "5");
        assertSealedHeadRefused(manifest, "expert0.map0.weights", Tensor.of(new float[25]), "matrix");
        assertSealedHeadRefused(manifest, "expert0.map0.bias", Tensor.of(new float[4]), "biases");
        assertSealedHeadRefused(manifest, "expert1.targets", Tensor.of(new float[3][2]), "coordinates");
        assertSealedHeadRefused(manifest, "expert1.targets", Tensor.of(new float[2][3]), "targets");
        assertSealedHeadRefused(manifest, "expert1.targets", Tensor.of(new float[0][0]), "target");
        assertSealedEditRefused(manifest, "\"length\" : 5", "\"length\" : 6", "5", "6");
        assertSealedEditRefused(
                calibration, "\"calibration_scores\" : 199", "\"calibration_scores\" : 198", "[199, 8]", "[198, 8]");
    }

    @Test
    void hugeDeclaredSizesAreRefused() throws IOException {
        String huge = Integer.toString(Integer.MAX_VALUE);
        assertSealedEditRefused(manifest, "\"length\" : 5", "\"length\" : " + huge, "numbers");
        assertSealedEditRefused(manifest, "\"length\" : 3", "\"length\" : " + huge, "numbers");
        assertSealedEditRefused(manifest, "\"inputs\" : 3", "\"inputs\" : " + huge, huge);
        assertSealedEditRefused(head, "\"inputs\" : 5", "\"inputs\" : " + huge, huge);
        assertSealedEditRefused(calibration, "\"calibration_scores\" : 199", "\"calibration_scores\" : " + huge, huge);
        assertSealedHeadRefused(
                manifest, "expert0.map0.weights", new Tensor(new int[] {Integer.MAX_VALUE, 0}, new float[0]), "matrix");
    }

    @Test
    void namesThatAreUnknownAreRefused() throws IOException {
        assertSealedEditRefused(manifest, "\"laplace\"", "\"uniform\"", "unknown kernel 'uniform'");
        assertSealedEditRefused(manifest, "\"pooling\" : \"max\"", "\"pooling\" : \"mean\"", "unknown pooling 'mean'");
        assertSealedEditRefused(head, "\"unit-norm\"", "\"unit-sphere\"", "'unit-sphere'");
        assertSealedEditRefused(manifest, "\"name\" : \"logits\"", "\"name\" : \"login\"", "'logits'");
        assertSealedEditRefused(head, "\"expert1.targets\"", "\"expert9.targets\"", "no tensor 'expert9.targets'");
        assertSealedEditRefused(manifest, "\"false_alarm\" : 0.05", "\"false_alarm\" : 0.001", "999");
        assertSealedEditRefused(
                manifest, "\"experts\" : [ 0, 2 ]", "\"experts\" : [ 0, 3 ]", "does not describe a detector");
    }

    @Test
    void whatTheManifestLacksIsNamed() throws IOException {
        for (String part : List.of("kernel", "targets", "maps", "kind", "weights", "bias", "pooling")) {
            save();
            edit("\"" + part + "\" : ", "\"" + part + "\" : null, \"x" + part + "\" : ");
            assertRefused(manifest, part);
            save();
            String text = Files.readString(manifest);
            Files.writeString(
                    manifest, text.replaceFirst("\"" + part + "\" : (\"[^\"]*\"|\\[[^\\]]*\\])", "\"seed\" : null"));
            assertRefused(manifest);
        }
        save();
        edit("\"blocks\" : [ \"logits\" ]", "\"blocks\" : [ null ]");
        assertRefused(manifest, "blocks");
        save();
        edit("\"layout\" : {", "\"layout\" : null, \"y\" : {");
        assertRefused(manifest);
    }

    /** Names are looked up among the tensors of a file, never on a disk: what lies beside the folder is not opened. */
    @Test
    void namesWithPathsOpenNoOtherFile() throws IOException {
        Files.copy(head, parent.resolve("outside.safetensors"));
        Files.copy(head, parent.resolve("expert1.targets"));
        for (String path : List.of("../outside.safetensors", "../expert1.targets", "/etc/passwd", "..\\\\x", "")) {
            assertSealedEditRefused(head, "\"expert1.targets\"", "\"" + path + "\"", "no tensor '");
        }
        save();
        edit("\"" + MorseFile.HEAD + "\"", "\"../outside.safetensors\"");
        assertRefused(manifest, "digest");
        save();
        edit("\"digests\" : {", "\"digests\" : {\n    \"../outside.safetensors\" : \"00\",");
        assertRefused(manifest, "digest");
        seal(); // a digest of a file that is none of ours is never looked at
        assertEquals(3, MorseDetector.load(folder).network().classes());
    }
}
