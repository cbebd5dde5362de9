package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Npy;
import org.morseuq.store.MalformedFileException;

/** What is saved and loaded, and flipped bits; what else is refused is in {@link MorseFileRefusalTest}. */
final class MorseFileTest {

    private static final List<String> FILES = List.of(MorseFile.MANIFEST, MorseFile.HEAD, MorseFile.CALIBRATION);

    @TempDir
    private Path folder;

    /** The rows that calibrate are among them: their energies tie with calibration scores to the last bit. */
    @Test
    void verdictsSurviveSavingBitForBit() throws IOException {
        for (Pooling pooling : Pooling.values()) {
            MorseDetector detector = MorseDetector.calibrate(
                    Fixtures.network(pooling), Fixtures.table(90, 1), Fixtures.table(199, 2), 0.05, Fixtures.ORIGIN);
            Path saved = folder.resolve(pooling + ".morse");
            detector.save(saved);
            MorseDetector loaded = MorseDetector.load(saved);
            for (long seed : new long[] {2, 3}) {
                FeatureTable table = Fixtures.table(199, seed);
                Fixtures.assertSame(detector.assess(table), loaded.assess(table));
            }
            assertArrayEquals(
                    detector.calibration().scores(), loaded.calibration().scores());
            assertEquals(detector.layout(), loaded.layout());
            assertEquals(detector.temperature(), loaded.temperature());
            assertEquals(detector.manifest().origin(), loaded.manifest().origin());
            assertEquals(detector.network().toString(), loaded.network().toString());
        }
    }

    @Test
    void savingAgainGivesTheSameBytes() throws IOException {
        Path first = folder.resolve("first.morse");
        Path second = folder.resolve("new/folder/second.morse");
        Fixtures.detector().save(first);
        MorseDetector.load(first).save(second);
        for (String file : FILES) {
            assertArrayEquals(Files.readAllBytes(first.resolve(file)), Files.readAllBytes(second.resolve(file)), file);
        }
    }

    @Test
    void anotherFalseAlarmRateIsSaved() throws IOException {
        Path saved = folder.resolve("strict.morse");
        Fixtures.detector().save(saved); // replaced by the next one
        Fixtures.detector().withFalseAlarm(0.3).save(saved);
        assertEquals(0.3, MorseDetector.load(saved).falseAlarm(), 0.0);
    }

    @Test
    void aManifestMayBeLaidOutAnew() throws IOException {
        Path saved = folder.resolve("spaced.morse");
        Fixtures.detector().save(saved);
        Path manifest = saved.resolve(MorseFile.MANIFEST);
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("\n", "\r\n\t"));
        FeatureTable table = Fixtures.table(20, 3);
        Fixtures.assertSame(
                Fixtures.detector().assess(table), MorseDetector.load(saved).assess(table));
    }

    /** NumPy computes in double, the maps here in float: 1e-5 of an energy of at least 1 is a hundred roundings. */
    @Test
    void theExampleInNumPyComputesTheSameEnergies() throws IOException, InterruptedException {
        assumeTrue(run("-c", "import numpy").equals(""), "python3 with numpy");
        FeatureTable table = Fixtures.table(50, 4);
        Path rows = folder.resolve("rows.npy");
        Npy.write(rows, table.rows());
        for (Pooling pooling : Pooling.values()) {
            Path saved = folder.resolve(pooling + ".morse");
            MorseDetector detector = MorseDetector.calibrate(
                    Fixtures.network(pooling), Fixtures.table(90, 1), Fixtures.table(199, 2), 0.05, Fixtures.ORIGIN);
            detector.save(saved);
            List<String> printed = run("examples/read_morse.py", saved.toString(), rows.toString())
                    .lines()
                    .toList();
            double[] expected = detector.network().energies(table);
            assertEquals(expected.length, printed.size(), printed.toString());
            for (int i = 0; i < expected.length; i++) {
                assertTrue(expected[i] > 1, "energy " + expected[i]);
                assertEquals(expected[i], Double.parseDouble(printed.get(i)), 1e-5 * expected[i]);
            }
        }
    }

    /** What python3 prints; "absent" if there is none. */
    static String run(String... arguments) throws InterruptedException, IOException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return "absent";
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    /** Two bits of every 64th byte, and of every seventh of the manifest, where every byte means something else. */
    @Test
    void aFlippedBitIsRefusedOrChangesNothing() throws IOException {
        MorseDetector detector = Fixtures.detector();
        Path saved = folder.resolve("some.morse");
        detector.save(saved);
        FeatureTable table = Fixtures.table(10, 3);
        List<Verdict> expected = detector.assess(table);
        for (String name : FILES) {
            Path file = saved.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            int refused = 0;
            int tried = 0;
            for (int at = 0; at < whole.length; at += name.equals(MorseFile.MANIFEST) ? 7 : 64) {
                for (int bit : new int[] {1, 64}) {
                    byte[] flipped = whole.clone();
                    flipped[at] ^= (byte) bit;
                    Files.write(file, flipped);
                    tried++;
                    try {
                        Fixtures.assertSame(expected, MorseDetector.load(saved).assess(table));
                    } catch (MalformedFileException e) {
                        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
                        refused++;
                    }
                }
            }
            Files.write(file, whole);
            assertTrue(refused > 0.9 * tried, file + ": " + refused + " of " + tried);
        }
    }
}
