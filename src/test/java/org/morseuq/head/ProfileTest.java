package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.data.FeatureTable;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

/** The mean and the deviation of every feature over the calibration inputs. */
final class ProfileTest {

    private static final String MEANS = "feature.means";
    private static final String DEVIATIONS = "feature.deviations";

    @TempDir
    private Path folder;

    @Test
    void itDescribesTheCalibrationInputsAndIsSaved() throws IOException {
        FeatureTable held = Fixtures.table(199, 2);
        Standardisation profile = Fixtures.detector().profile().orElseThrow();
        double sum = 0;
        for (float[] row : held.rows()) {
            sum += row[4];
        }
        assertEquals(sum / 199, profile.offset()[4], 1e-6); // of a float near 1
        Path saved = folder.resolve("some.morse");
        Fixtures.detector().withFalseAlarm(0.1).withTemperature(held, 0.01).save(saved);
        Standardisation loaded = MorseDetector.load(saved).profile().orElseThrow();
        assertArrayEquals(profile.offset(), loaded.offset());
        assertArrayEquals(profile.scale(), loaded.scale());
    }

    @Test
    void anOlderFolderHasNoneAndCanBeGivenOne() throws IOException {
        Path saved = folder.resolve("some.morse");
        Fixtures.detector().save(saved);
        edit(saved, MEANS, null);
        assertRefused(saved, "no tensor '" + MEANS + "'");
        edit(saved, DEVIATIONS, null);
        MorseDetector old = MorseDetector.load(saved);
        assertTrue(old.profile().isEmpty());
        FeatureTable held = Fixtures.table(199, 2);
        Fixtures.assertSame(Fixtures.detector().assess(held), old.assess(held));
        old.save(saved);
        assertFalse(
                Safetensors.read(saved.resolve(MorseFile.CALIBRATION)).tensors().containsKey(MEANS));
        assertArrayEquals(
                Fixtures.detector().profile().orElseThrow().offset(),
                old.withProfile(held).profile().orElseThrow().offset());
        assertThrows(IllegalArgumentException.class, () -> old.withProfile(Fixtures.table(198, 2)));
    }

    @Test
    void whatIsNoProfileIsRefused() throws IOException {
        Path saved = folder.resolve("some.morse");
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Fixtures.detector().save(saved);
            edit(saved, MEANS, Tensor.of(0, 0, 0, 0, 0, 0, 0, wrong));
            assertRefused(saved, "tensor '" + MEANS + "' has " + wrong);
            Fixtures.detector().save(saved);
            edit(saved, DEVIATIONS, Tensor.of(1, 1, 1, 1, 1, 1, 1, wrong));
            assertRefused(saved, "a scale must be at least 0 and finite, got " + wrong);
        }
        Fixtures.detector().save(saved);
        edit(saved, DEVIATIONS, Tensor.of(1, 1, 1));
        assertRefused(saved, "as many offsets as scales");
        edit(saved, MEANS, Tensor.of(1, 1, 1));
        assertRefused(saved, "the profile describes 3 features, a row has 8");
    }

    private static void assertRefused(Path saved, String part) {
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> MorseDetector.load(saved));
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }

    private static void edit(Path saved, String name, Tensor tensor) throws IOException {
        Path file = saved.resolve(MorseFile.CALIBRATION);
        Map<String, Tensor> tensors = new LinkedHashMap<>(Safetensors.read(file).tensors());
        if (tensor == null) {
            tensors.remove(name);
        } else {
            tensors.put(name, tensor);
        }
        new Safetensors(Map.of(), tensors).write(file, Map.of("scores", Safetensors.Type.U8));
        Fixtures.seal(saved);
    }
}
