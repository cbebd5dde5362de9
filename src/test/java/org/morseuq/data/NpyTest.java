package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.morseuq.data.Fixtures.assertMalformed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpyTest {

    @TempDir
    private Path folder;

    /** A file that NumPy wrote. */
    private Path numpy(String name) throws IOException {
        try (InputStream in = NpyTest.class.getResourceAsStream("npy.csv")) {
            String line = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(candidate -> candidate.startsWith(name + ","))
                    .findFirst()
                    .orElseThrow();
            return Files.write(
                    folder.resolve(name + ".npy"), HexFormat.of().parseHex(line.substring(name.length() + 1)));
        }
    }

    /** A version 1 file with this header and so many zero bytes. */
    private Path made(String header, int bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[bytes]);
        return Files.write(folder.resolve("made.npy"), out.toByteArray());
    }

    private void assertRefused(String header, int bytes, Object... parts) throws IOException {
        Path file = made(header, bytes);
        assertMalformed(() -> Npy.readFloats(file), file);
        assertMalformed(() -> Npy.readFloats(file), parts);
    }

    @Test
    void readsWhatNumPyWrites() throws IOException {
        float[][] single = Npy.readFloats(numpy("float32"));
        assertArrayEquals(new float[][] {{1.5f, -2, 0}, {65504, 6e-8f, -0.099976f}}, single);
        assertArrayEquals(single, Npy.readFloats(numpy("float64")));
        // Half precision has 11 significant bits, and steps of 2^-24 near 0: 6e-8 becomes 2^-24.
        float[][] half = Npy.readFloats(numpy("float16"));
        assertArrayEquals(new float[] {1.5f, -2, 0}, half[0]);
        assertArrayEquals(new float[] {65504, 0x1p-24f, -0x1.998p-4f}, half[1]);
    }

    @Test
    void readsIntegersAsLabelsAndAsOneColumn() throws IOException {
        assertArrayEquals(new int[] {3, -1, 7}, Npy.readLabels(numpy("int64")));
        assertArrayEquals(new int[] {3, -1, 7}, Npy.readLabels(numpy("int32")));
        assertArrayEquals(new int[] {0, 255}, Npy.readLabels(numpy("uint8")));
        assertArrayEquals(new float[][] {{3}, {-1}, {7}}, Npy.readFloats(numpy("int64")));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path file = folder.resolve("out.npy");
        float[][] rows = {{1, 2.5f}, {-0f, Float.MIN_VALUE}, {Float.MAX_VALUE, 3}};
        Npy.write(file, rows);
        assertArrayEquals(rows, Npy.readFloats(file));
        assertEquals(128 + 24, Files.size(file));
        assertThrows(IllegalArgumentException.class, () -> Npy.write(file, new float[0][0]));
        assertThrows(IllegalArgumentException.class, () -> Npy.write(file, new float[][] {{1}, {1, 2}}));
    }

    @Test
    void aLyingHeaderIsRefusedBeforeAnythingIsAllocated() throws IOException {
        String start = "{'descr': '<f4', 'fortran_order': False, 'shape': ";
        assertRefused(start + "(2000000000, 1000000000), }", 16, "2000000000 x 1000000000");
        assertRefused(start + "(999999999999999999, 999999999999999999), }", 16, "does not fit");
        assertRefused(start + "(4294967296, 4294967296), }", 16, "does not fit");
        assertRefused(start + "(2, 3), }", 23, "2 x 3", "does not fit");
        assertRefused(start + "(2, 3), }", 25, "2 x 3", "does not fit");
        assertRefused(start + "(0, 3), }", 0, "0 x 3");
        assertEquals(2, Npy.readFloats(made(start + "(2, 3), }", 24)).length);
    }

    @Test
    void theHeaderIsParsedStrictly() throws IOException {
        assertRefused("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", 4, "'>f4'", "<f4");
        assertRefused("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 4, "'|O'");
        assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1), }", 4, "(1, 1, 1)");
        assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 4, "one or two dimensions");
        assertRefused("{'descr': '<f4', 'fortran_order': False, }", 4, "dictionary");
        assertRefused("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 4, "dictionary");
        assertRefused("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", 4, "dictionary");
        assertRefused("'descr': '<f4', 'fortran_order': False, 'shape': (1,)", 4, "dictionary");
        assertRefused("", 4, "dictionary");
        Path fortran = numpy("fortran");
        assertMalformed(() -> Npy.readFloats(fortran), fortran, "column by column");
    }

    @Test
    void truncatedAndForeignFilesAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(numpy("float64"));
        Path file = folder.resolve("cut.npy");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertMalformed(() -> Npy.readFloats(file), file);
        }
        whole[6] = 4;
        Files.write(file, whole);
        assertMalformed(() -> Npy.readFloats(file), file, "version 4.0");
    }

    @Test
    void numbersThatAreNotFiniteAreNamed() throws IOException {
        Path file = folder.resolve("nan.npy");
        Npy.write(file, new float[][] {{1, 2}, {3, Float.NaN}});
        assertMalformed(() -> Npy.readFloats(file), file, "row 1, column 1 holds NaN");
    }

    @Test
    void labelsMustBeSmallIntegersInOneColumn() throws IOException {
        Path floats = numpy("float32");
        assertMalformed(() -> Npy.readLabels(floats), floats, "integers");
        Path square = made("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2)}", 4);
        assertMalformed(() -> Npy.readLabels(square), square, "2 x 2");
        byte[] low = Files.readAllBytes(numpy("int64"));
        low[low.length - 16] = -2;
        Path file = Files.write(folder.resolve("low.npy"), low);
        assertMalformed(() -> Npy.readLabels(file), file, "row 1 holds the label -2");
    }
}
