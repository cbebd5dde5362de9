package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;

final class FeatureFileTest {

    @TempDir
    private Path folder;

    /** Five columns of logits, three of an inner layer, the last a constant; the embedding repeats the inner layer. */
    private static FeatureTable table() {
        Layout layout = new Layout(List.of(
                new Layout.Block(Layout.LOGITS, 5),
                new Layout.Block("inner1.mean", 3),
                new Layout.Block(Layout.EMBEDDING, 3)));
        Random random = new Random(7);
        float[][] rows = new float[40][11];
        int[] labels = new int[40];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 7; j++) {
                rows[i][j] = (float) (10 * random.nextGaussian());
            }
            rows[i][7] = 0.25f;
            System.arraycopy(rows[i], 5, rows[i], 8, 3);
            labels[i] = i % 5;
        }
        return new FeatureTable(layout, rows, labels);
    }

    @Test
    void theExactFormKeepsEveryBit() throws IOException {
        Path file = folder.resolve("exact.safetensors");
        FeatureFile.write(file, table(), false, Map.of("images", "here"));
        FeatureTable read = FeatureFile.read(file);
        assertEquals(table().layout(), read.layout());
        assertArrayEquals(table().labels(), read.labels());
        for (int i = 0; i < read.size(); i++) {
            assertArrayEquals(table().rows()[i], read.rows()[i]);
        }
        assertEquals("here", Safetensors.read(file).metadata().get("images"));
    }

    @Test
    void theCompactFormMovesANumberByAtMostHalfAStep() throws IOException {
        Path file = folder.resolve("compact.safetensors");
        FeatureTable table = table();
        FeatureFile.write(file, table, true, Map.of());
        FeatureTable read = FeatureFile.read(file);
        for (int j = 0; j < 11; j++) {
            float least = Float.MAX_VALUE;
            float largest = -Float.MAX_VALUE;
            for (float[] row : table.rows()) {
                least = Math.min(least, row[j]);
                largest = Math.max(largest, row[j]);
            }
            for (int i = 0; i < read.size(); i++) {
                // Half precision has 11 significant bits: an error of at most 2^-11 of the number.
                double allowed = j < 5 ? Math.abs(table.rows()[i][j]) * 0x1p-11 : (largest - least) / 510;
                assertEquals(table.rows()[i][j], read.rows()[i][j], allowed * 1.0001 + 1e-6);
            }
        }
    }

    @Test
    void aRepeatedBlockIsWrittenOnce() throws IOException {
        Path file = folder.resolve("compact.safetensors");
        FeatureFile.write(file, table(), true, Map.of());
        assertTrue(!Safetensors.read(file).tensors().containsKey(Layout.EMBEDDING));
        FeatureTable read = FeatureFile.read(file);
        assertArrayEquals(read.block("inner1.mean")[3], read.block(Layout.EMBEDDING)[3]);
    }

    @Test
    void unlabelledRowsStayUnlabelled() throws IOException {
        Path file = folder.resolve("unlabelled.safetensors");
        FeatureTable table = new FeatureTable(Layout.of("x", 1), new float[][] {{1}, {2}}, new int[] {-1, 300});
        FeatureFile.write(file, table, true, Map.of());
        assertArrayEquals(new int[] {-1, 300}, FeatureFile.read(file).labels());
    }

    @Test
    void safetensorsWithoutBlocksAreRefused() throws IOException {
        Path file = folder.resolve("other.safetensors");
        new Safetensors(Map.of(), Map.of("w", org.morseuq.store.Tensor.of(1f))).write(file);
        MalformedFileException refusal = assertThrows(MalformedFileException.class, () -> FeatureFile.read(file));
        assertTrue(refusal.getMessage().startsWith(file + ": no tensor 'labels'"), refusal.getMessage());
        assertTrue(Files.exists(file));
    }
}
