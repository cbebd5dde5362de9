package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.data.FeatureTable;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

/** Policies on a detector and in its file, and a file from before there were any. */
final class MorseFilePolicyTest {

    private static final MorseDetector DETECTOR = Fixtures.detector();

    private static final List<ThresholdPolicy> POLICIES = List.of(
            new ThresholdPolicy.FalseAlarm(0.3),
            new ThresholdPolicy.FalseAlarmByClass(0.1),
            new ThresholdPolicy.Quantile(0.8),
            new ThresholdPolicy.Fixed(9.5));

    /** Written by the first version of the format; {@code schema1.json}, beside it, has what that version computed. */
    private static final Path OLD = Path.of("src/test/resources/org/morseuq/head/schema1.morse");

    @TempDir
    private Path folder;

    @Test
    void flagsFollowThePolicy() {
        FeatureTable held = Fixtures.table(199, 2); // those that calibrate
        List<Verdict> plain = DETECTOR.assess(held);
        FeatureTable table = Fixtures.table(300, 6);
        List<Verdict> before = DETECTOR.assess(table);
        for (ThresholdPolicy policy : POLICIES) {
            MorseDetector other = DETECTOR.with(policy);
            List<Verdict> after = other.assess(table);
            for (int i = 0; i < after.size(); i++) {
                Verdict v = after.get(i);
                assertEquals(before.get(i).energy(), v.energy(), 0.0);
                assertEquals(v.energy() > other.threshold().at(v.label()), v.flagged());
                if (policy.guaranteed()) {
                    assertEquals(v.pValue() <= other.falseAlarm(), v.flagged());
                }
                long all = plain.stream()
                        .filter(h -> !policy.byClass() || h.label() == v.label())
                        .count();
                long stranger = plain.stream()
                        .filter(h -> !policy.byClass() || h.label() == v.label())
                        .filter(h -> h.energy() >= v.energy())
                        .count();
                assertEquals((1 + stranger) / (1.0 + all), v.pValue(), 0.0);
            }
            long flagged = after.stream().filter(Verdict::flagged).count();
            assertTrue(flagged > 0 && flagged < 150, policy + " flags " + flagged + " of 300");
            Fixtures.assertSame(before, other.withFalseAlarm(0.05).assess(table));
        }
        assertEquals(0.1, DETECTOR.with(POLICIES.get(1)).falseAlarm());
        assertEquals(1, DETECTOR.with(POLICIES.get(2)).falseAlarm());
        assertThrows(IllegalArgumentException.class, () -> DETECTOR.with(new ThresholdPolicy.FalseAlarmByClass(0.005)));
    }

    @Test
    void policiesAreSaved() throws IOException {
        FeatureTable table = Fixtures.table(100, 3);
        for (ThresholdPolicy policy : POLICIES) {
            Path first = folder.resolve("first.morse");
            Path second = folder.resolve("second.morse");
            DETECTOR.with(policy).save(first);
            MorseDetector loaded = MorseDetector.load(first);
            assertEquals(policy, loaded.threshold().policy());
            assertArrayEquals(
                    DETECTOR.calibration().classes(), loaded.calibration().classes());
            Fixtures.assertSame(DETECTOR.with(policy).assess(table), loaded.assess(table));
            loaded.save(second);
            assertSameFolders(first, second);
        }
    }

    private static void assertSameFolders(Path first, Path second) throws IOException {
        for (String file : List.of(MorseFile.MANIFEST, MorseFile.HEAD, MorseFile.CALIBRATION)) {
            assertArrayEquals(Files.readAllBytes(first.resolve(file)), Files.readAllBytes(second.resolve(file)), file);
        }
    }

    /** Exponentials may differ in their last bit between machines: 1e-12 is thousands of roundings. Ranks are exact. */
    @Test
    void aFolderOfTheFirstVersionGivesItsNumbers() throws IOException {
        MorseDetector detector = MorseDetector.load(OLD);
        assertEquals(new ThresholdPolicy.FalseAlarm(0.1), detector.threshold().policy());
        assertEquals(0, detector.calibration().classes().length);
        JsonNode verdicts = new ObjectMapper()
                .readTree(OLD.resolveSibling("schema1.json").toFile())
                .get("verdicts");
        assertEquals(12, verdicts.size());
        int flagged = 0;
        for (JsonNode expected : verdicts) {
            Verdict v = detector.assess(new ObjectMapper().convertValue(expected.get("row"), float[].class));
            double energy = expected.get("energy").asDouble();
            double temperature = expected.get("temperature").asDouble();
            assertEquals(energy, v.energy(), 1e-12 * energy);
            assertEquals(expected.get("log_density").asDouble(), v.logDensity(), 1e-12 * energy);
            assertEquals(expected.get("p_value").asDouble(), v.pValue(), 0.0);
            assertEquals(expected.get("flagged").asBoolean(), v.flagged());
            assertEquals(expected.get("label").asInt(), v.label());
            assertEquals(expected.get("mode").asInt(), v.mode());
            assertEquals(temperature, v.temperature(), 1e-12 * temperature * Math.max(1, energy));
            double[] probabilities = new ObjectMapper().convertValue(expected.get("probabilities"), double[].class);
            assertArrayEquals(probabilities, v.probabilities(), 1e-10);
            flagged += v.flagged() ? 1 : 0;
        }
        assertEquals(3, flagged);
    }

    @Test
    void aFolderOfTheFirstVersionIsSavedAsItWas() throws IOException {
        Path saved = folder.resolve("again.morse");
        MorseDetector.load(OLD).save(saved);
        assertSameFolders(OLD, saved);
        assertNull(Json.read(saved.resolve(MorseFile.MANIFEST), Manifest.class).policy());
        assertFalse(Files.readString(saved.resolve(MorseFile.MANIFEST)).contains("null"));
    }

    @Test
    void aFolderOfTheFirstVersionHasNoThresholdsByClass() throws IOException {
        MorseDetector detector = MorseDetector.load(OLD);
        assertEquals(
                "thresholds by class need the predicted classes of the calibration inputs, which this detector was saved"
                        + " without; fit it again",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> detector.with(new ThresholdPolicy.FalseAlarmByClass(0.1)))
                        .getMessage());
        assertEquals(
                12.5, detector.with(new ThresholdPolicy.Fixed(12.5)).threshold().at(0));
    }

    @Test
    void policiesThatMakeNoSenseAreRefused() throws IOException {
        assertRefused("\"false_alarm\" : 0.05", "\"policy\" : \"best:1\"", "unknown threshold policy 'best'");
        assertRefused("\"false_alarm\" : 0.05", "\"policy\" : \"quantile:2\"", "must be above 0 and at most 1");
        assertRefused("\"false_alarm\" : 0.05", "\"policy\" : \"by-class:0.001\"", "class 0 has");
        assertRefused("\"false_alarm\" : 0.05,", "\"false_alarm\" : 0.05, \"policy\" : \"fixed:1\",", "exactly one");
        assertRefused("\"false_alarm\" : 0.05,", "", "exactly one of 'false_alarm' and 'policy'");
    }

    @Test
    void classesThatMakeNoSenseAreRefused() throws IOException {
        for (Map.Entry<Tensor, String> wrong : Map.of(
                        Tensor.of(new float[198]), "is a Tensor[198], expected [199]",
                        Tensor.of(new float[199][1]), "is a Tensor[199, 1], expected [199]",
                        filled(-1), "has -1.0, which is no class",
                        filled(0.5f), "has 0.5, which is no class",
                        filled(Float.NaN), "has NaN, which is no class")
                .entrySet()) {
            Path saved = folder.resolve("classes.morse");
            DETECTOR.save(saved);
            Path file = saved.resolve(MorseFile.CALIBRATION);
            Map<String, Tensor> tensors =
                    new LinkedHashMap<>(Safetensors.read(file).tensors());
            assertEquals(
                    List.of("scores", "classes", "feature.means", "feature.deviations"), List.copyOf(tensors.keySet()));
            tensors.put("classes", wrong.getKey());
            new Safetensors(Map.of(), tensors).write(file, Map.of("scores", Safetensors.Type.U8));
            seal(saved);
            assertMessage(saved, "tensor 'classes' " + wrong.getValue());
        }
    }

    private static Tensor filled(float number) {
        float[] classes = new float[199];
        classes[198] = number;
        return Tensor.of(classes);
    }

    private void assertRefused(String from, String to, String part) throws IOException {
        Path saved = folder.resolve("policy.morse");
        DETECTOR.save(saved);
        Path manifest = saved.resolve(MorseFile.MANIFEST);
        String text = Files.readString(manifest);
        assertTrue(text.contains(from), text);
        Files.writeString(manifest, text.replace(from, to));
        if (!part.startsWith("exactly")) { // which is refused before any digest
            seal(saved);
        }
        assertMessage(saved, part);
    }

    private static void assertMessage(Path saved, String part) {
        String message = assertThrows(MalformedFileException.class, () -> MorseDetector.load(saved))
                .getMessage();
        assertTrue(message.contains(part), message);
        assertEquals(1, message.lines().count(), message);
    }

    private static void seal(Path saved) throws IOException {
        Path file = saved.resolve(MorseFile.MANIFEST);
        Manifest read = Json.read(file, Manifest.class);
        Map<String, String> digests = new LinkedHashMap<>(read.digests());
        digests.put(MorseFile.CALIBRATION, Digest.ofFile(saved.resolve(MorseFile.CALIBRATION)));
        digests.put(MorseFile.MANIFEST, MorseFile.digest(read.withDigests(digests)));
        Json.write(file, read.withDigests(digests));
    }
}
