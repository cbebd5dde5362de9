package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Npy;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

/** Every divergence, kernel and map on disk, beside those of {@link MorseFileTest}. */
final class DivergenceFileTest {

    @TempDir
    private Path parent;

    private Path folder;
    private Path head;

    @BeforeEach
    void save() throws IOException {
        folder = parent.resolve("some.morse");
        head = folder.resolve(MorseFile.HEAD);
        detector(Divergences.network(Pooling.SUM)).save(folder);
    }

    private static MorseDetector detector(MorseNetwork network) {
        return MorseDetector.calibrate(network, Fixtures.table(90, 1), Fixtures.table(199, 2), 0.05, Fixtures.ORIGIN);
    }

    private void edit(String from, String to) throws IOException {
        Path manifest = folder.resolve(MorseFile.MANIFEST);
        String text = Files.readString(manifest);
        assertTrue(text.contains(from), from + " is not in " + text);
        Files.writeString(manifest, text.replace(from, to));
        Fixtures.seal(folder);
    }

    private void assertRefused(String... parts) {
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> MorseDetector.load(folder));
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage() + " lacks " + part);
        }
    }

    @Test
    void verdictsSurviveSavingBitForBit() throws IOException {
        for (Pooling pooling : Pooling.values()) {
            MorseDetector detector = detector(Divergences.network(pooling));
            detector.save(folder);
            MorseDetector loaded = MorseDetector.load(folder);
            FeatureTable table = Fixtures.table(100, 3);
            Fixtures.assertSame(detector.assess(table), loaded.assess(table));
            for (int e = 0; e < detector.network().experts().size(); e++) {
                Expert before = detector.network().experts().get(e);
                Expert after = loaded.network().experts().get(e);
                assertEquals(before.map(), after.map());
                assertEquals(before.divergence(), after.divergence());
                assertEquals(before.kernel(), after.kernel());
            }
        }
    }

    /** So that a library from before divergences and residual maps reads what it could have written. */
    @Test
    void aHeadWithoutTheNewPartsIsWrittenAsBefore() throws IOException {
        Fixtures.detector().save(folder);
        String manifest = Files.readString(folder.resolve(MorseFile.MANIFEST));
        for (String word : List.of("divergence", "factor", "correction", "null")) {
            assertFalse(manifest.contains(word), word);
        }
    }

    @Test
    void whatIsUnknownOrMissingIsRefused() throws IOException {
        edit("\"kullback-leibler\"", "\"itakura-saito\"");
        assertRefused("divergence of the unknown kind 'itakura-saito'");
        save();
        edit("\"kullback-leibler\"", "\"squared-mahalanobis\"");
        assertRefused("divergence whose 'factor' is missing");
        save();
        edit("\"student-t(2.5)\"", "\"student-t(-1)\"");
        assertRefused("unknown kernel 'student-t(-1)'");
    }

    @Test
    void aFactorThatIsNoneIsRefused() throws IOException {
        edit("\"expert1.factor\"", "\"expert1.targets\""); // three rows of five
        assertRefused("square");
        save();
        edit("\"expert1.factor\"", "\"../expert1.factor\"");
        assertRefused("no tensor '../expert1.factor'");
        save();
        Map<String, Tensor> tensors = new LinkedHashMap<>(Safetensors.read(head).tensors());
        float[][] factor = tensors.get("expert1.factor").toRows();
        factor[2][2] = Float.NaN;
        tensors.put("expert1.factor", Tensor.of(factor));
        new Safetensors(Map.of(), tensors).write(head);
        Fixtures.seal(folder);
        assertRefused("'expert1.factor' contains NaN");
    }

    @Test
    void aResidualMapWithoutACorrectionIsRefused() throws IOException {
        edit("\"softmax\"", "\"residual\"");
        assertRefused("'correction' is missing");
        save();
        edit("\"expert1.map0.map0.weights\"", "\"expert2.map0.weights\""); // 5 -> 4 numbers
        assertRefused("weights");
    }

    @Test
    void aTargetOffTheSimplexIsRefused() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>(Safetensors.read(head).tensors());
        tensors.put("expert0.targets", Tensor.of(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 2}}));
        new Safetensors(Map.of(), tensors).write(head);
        Fixtures.seal(folder);
        assertRefused("sum to 1, got 2.0");
    }

    /** Independent of the library but for the format: every map, divergence and kernel, in another language. */
    @Test
    void theScriptReadsEveryDivergenceAndRefusesAnUnknownOne() throws IOException, InterruptedException {
        assumeTrue(MorseFileTest.run("-c", "import numpy").equals(""), "python3 with numpy");
        Path rows = parent.resolve("rows.npy");
        FeatureTable table = Fixtures.table(20, 5);
        Npy.write(rows, table.rows());
        double[] expected = Divergences.network(Pooling.SUM).energies(table);
        List<String> printed = MorseFileTest.run("examples/read_morse.py", folder.toString(), rows.toString())
                .lines()
                .toList();
        assertEquals(expected.length, printed.size(), printed.toString());
        for (int i = 0; i < expected.length; i++) {
            // The maps are floats here and doubles there: some ten roundings of 6e-8.
            assertEquals(expected[i], Double.parseDouble(printed.get(i)), 1e-5 * (1 + Math.abs(expected[i])));
        }
        edit("\"kullback-leibler\"", "\"itakura-saito\"");
        String refusal = MorseFileTest.run("examples/read_morse.py", folder.toString(), rows.toString());
        assertEquals(
                "cannot read 'itakura-saito', only squared-euclidean, squared-mahalanobis, kullback-leibler",
                refusal.strip());
    }
}
