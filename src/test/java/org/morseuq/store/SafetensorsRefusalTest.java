package org.morseuq.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every refusal is one sentence that names the file; an {@link OutOfMemoryError} would fail these tests. */
final class SafetensorsRefusalTest {

    @TempDir
    private Path folder;

    static Path file(Path folder, long length, byte[] header, int numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + numbers).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                folder.resolve("made.safetensors"),
                bytes.putLong(length).put(header).array());
    }

    static Path file(Path folder, String header, int numbers) throws IOException {
        byte[] utf8 = header.getBytes(StandardCharsets.UTF_8);
        return file(folder, utf8.length, utf8, numbers);
    }

    private static void assertRefused(Path file, String... parts) {
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> Safetensors.read(file));
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }

    private void assertHeaderRefused(String header, int numbers, String... parts) throws IOException {
        assertRefused(file(folder, header, numbers), parts);
    }

    /** One tensor t. */
    private static String one(String dtype, String shape, String offsets) {
        return "{\"t\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    /** Tensors of one byte each, with these ranges. */
    private static String bytes(String... ranges) {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < ranges.length; i++) {
            header.append(i == 0 ? "" : ",")
                    .append("\"t" + i + "\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":" + ranges[i] + "}");
        }
        return header.append("}").toString();
    }

    @Test
    void aSoundFileIsRead() throws IOException {
        assertEquals(
                3,
                Safetensors.read(file(folder, one("F32", "[3,1]", "[0,12]"), 12))
                        .tensors()
                        .get("t")
                        .values()
                        .length);
        assertEquals(0, Safetensors.read(file(folder, "{}", 0)).tensors().size());
    }

    @Test
    void filesThatAreTooShortAreRefused() throws IOException {
        for (int length = 0; length < 8; length++) {
            assertRefused(
                    Files.write(folder.resolve("short"), new byte[length]), "has " + length + " bytes", "at least 8");
        }
        assertThrows(NoSuchFileException.class, () -> Safetensors.read(folder.resolve("absent")));
    }

    @Test
    void aHeaderLengthThatLiesIsRefused() throws IOException {
        for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, 1 << 30, 3, 1, 0}) {
            assertRefused(file(folder, length, new byte[] {'{', '}'}, 0), "header of " + length + " bytes");
        }
        byte[] large = new byte[(16 << 20) + 1]; // the whole header is there, and larger than any sound one
        Arrays.fill(large, (byte) ' ');
        assertRefused(file(folder, large.length, large, 0), "header of " + large.length + " bytes");
    }

    @Test
    void headersThatAreNotAnObjectOfDescriptionsAreRefused() throws IOException {
        for (String header : List.of(
                "not JSON",
                "[1,2]",
                "null",
                "\"text\"",
                "{\"t\":",
                "{}{}",
                "{\"t\":1}",
                "{\"t\":null}",
                "{\"t\":[]}")) {
            assertHeaderRefused(header, 0);
        }
        assertHeaderRefused("{\"t\":{\"dtype\":\"F32\",\"shape\":[0]}}", 0, "'t'", "data_offsets");
        assertHeaderRefused("{\"t\":" + "[".repeat(50_000), 0);
        byte[] noText = {'{', 0, 0, 0, -1, -1, -1, -1};
        assertRefused(file(folder, noText.length, noText, 0));
    }

    @Test
    void stringsMustBeStrings() throws IOException {
        assertHeaderRefused("{\"__metadata__\":7}", 0, "__metadata__");
        assertHeaderRefused("{\"__metadata__\":{\"seed\":7}}", 0, "__metadata__", "seed");
        assertHeaderRefused("{\"__metadata__\":{\"seed\":null}}", 0, "__metadata__", "seed");
    }

    @Test
    void unknownTypesAreRefused() throws IOException {
        for (String dtype : List.of("F64", "BF16", "I64", "f32", "", "BOOL")) {
            assertHeaderRefused(one(dtype, "[1]", "[0,8]"), 8, "'t'", "F32, F16, U8");
        }
    }

    @Test
    void sizesThatDoNotMatchTheShapeAreRefused() throws IOException {
        assertHeaderRefused(one("F32", "[2]", "[0,4]"), 4, "'t'");
        assertHeaderRefused(one("F16", "[2]", "[0,8]"), 8, "'t'");
        assertHeaderRefused(one("F32", "[]", "[0,0]"), 0, "'t'");
        assertHeaderRefused(one("F32", "[1]", "[4,0]"), 4, "'t'");
    }

    @Test
    void extentsThatAreNegativeOrOverflowAreRefused() throws IOException {
        assertHeaderRefused(one("U8", "[-1,-4]", "[0,4]"), 4, "'t'");
        assertHeaderRefused(one("U8", "[-4]", "[4,0]"), 4, "'t'");
        assertHeaderRefused(one("U8", "[2147483647,2147483647,2147483647,2147483647]", "[0,1]"), 1, "'t'");
        assertHeaderRefused(
                one("U8", "[65536,65536,65536,65536]", "[0,0]"), 0, "'t'"); // the product is 2^64, that is 0
        assertHeaderRefused(one("U8", "[4294967297]", "[0,1]"), 1, "'t'"); // as an int it would be 1
        assertHeaderRefused(one("U8", "[18446744073709551617]", "[0,1]"), 1, "'t'");
        assertHeaderRefused(one("F32", "[1073741824]", "[0,4294967296]"), 0, "'t'");
        assertHeaderRefused(one("F32", "[4611686018427387904]", "[0,0]"), 0, "'t'"); // times 4 bytes is 2^64
    }

    @Test
    void numbersThatAreNotIntegersAreRefused() throws IOException {
        for (String wrong : List.of("null", "1.0", "1.5", "\"1\"", "true", "[1]")) {
            assertHeaderRefused(one("U8", "[" + wrong + "]", "[0,1]"), 1, "'t'");
            assertHeaderRefused(one("U8", "[1]", "[0," + wrong + "]"), 1, "'t'");
            assertHeaderRefused(one("U8", "[1]", "[" + wrong + ",1]"), 1, "'t'");
        }
    }

    @Test
    void rangesMustLieEndToEnd() throws IOException {
        assertEquals(
                2,
                Safetensors.read(file(folder, bytes("[1,2]", "[0,1]"), 2))
                        .tensors()
                        .size());
        assertHeaderRefused(bytes("[0,1]", "[0,1]"), 2, "bytes 0 to 1"); // overlap
        assertHeaderRefused(bytes("[0,1]", "[2,3]"), 3, "'t1'", "start at 1"); // gap
        assertHeaderRefused(bytes("[1,2]"), 2, "'t0'", "start at 0"); // gap in front
        assertHeaderRefused(bytes("[-1,0]"), 1, "'t0'");
        assertHeaderRefused(bytes("[0,1]", "[1,2]"), 1, "'t1'", "end by 1"); // beyond the file
        assertHeaderRefused(bytes("[0,1]", "[9223372036854775807,-9223372036854775808]"), 1, "'t1'");
    }

    @Test
    void trailingBytesAreRefused() throws IOException {
        assertHeaderRefused(bytes("[0,1]"), 2, "2 bytes of numbers", "describes 1");
        assertHeaderRefused("{}", 1, "1 bytes of numbers");
    }

    @Test
    void duplicateNamesAreRefused() throws IOException {
        String twice = bytes("[0,1]", "[1,2]").replace("t1", "t0");
        assertHeaderRefused(twice, 2, "t0");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        Path file = folder.resolve("cut");
        new Safetensors(Map.of("k", "v"), Map.of("t", Tensor.of(1, 2, 3))).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Files.write(file, Arrays.copyOf(whole, length)));
        }
    }

    /** A flipped bit of a number goes unseen here: that is what digests are for. One in the header never gets out as chaos. */
    @Test
    void anyFlippedBitIsReadOrRefused() throws IOException {
        Path file = folder.resolve("flipped");
        new Safetensors(Map.of("k", "v"), Map.of("t", Tensor.of(1, 2, 3))).write(file);
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            try {
                Safetensors.read(file);
            } catch (MalformedFileException e) {
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 4 * whole.length, "only " + refused);
    }
}
