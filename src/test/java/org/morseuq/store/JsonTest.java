package org.morseuq.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonTest {

    private static final Path FILE = Path.of("some", "run.json");

    private record Run(int batchSize, double learningRate, List<String> tags, Map<String, Double> byName) {
        private Run {
            if (batchSize < 1) {
                throw new IllegalArgumentException("the batch size must be at least 1, got " + batchSize);
            }
        }
    }

    private static Run parse(String text) throws IOException {
        return Json.parse(FILE, text.getBytes(StandardCharsets.UTF_8), Run.class);
    }

    private static void assertRefused(byte[] bytes, String... parts) {
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> Json.parse(FILE, bytes, Run.class));
        assertTrue(e.getMessage().startsWith(FILE + ": "), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }

    private static void assertRefused(String text, String... parts) {
        assertRefused(text.getBytes(StandardCharsets.UTF_8), parts);
    }

    @Test
    void namesAreInSnakeCase() throws IOException {
        Run run = new Run(32, 0.1, List.of("a"), Map.of("myLoss", 2.0));
        String text = Json.pretty(run);
        assertTrue(text.contains("\"batch_size\" : 32,\n  \"learning_rate\" : 0.1,"), text);
        assertTrue(text.contains("\"myLoss\" : 2.0"), text); // keys are data, not names
        assertEquals(run, parse(text));
        assertRefused("{\"batch_size\": 1, \"learning_rate\": 1, \"byName\": {}}", "byName");
    }

    @Test
    void theSameValueGivesTheSameBytes(@TempDir Path folder) throws IOException {
        Map<String, Double> order = new LinkedHashMap<>();
        for (String key : "the quick brown fox jumps over a lazy dog".split(" ", -1)) {
            order.put(key, Math.sqrt(key.hashCode() / 3.0 + 1e10));
        }
        Run run = new Run(1, Double.MIN_VALUE, List.of(), order);
        Path file = folder.resolve("new/run.json");
        Json.write(file, run);
        byte[] first = Files.readAllBytes(file);
        Json.write(file, Json.read(file, Run.class));
        assertArrayEquals(first, Files.readAllBytes(file));
        assertEquals('\n', first[first.length - 1]);
        assertEquals(-1, new String(first, StandardCharsets.UTF_8).indexOf('\r'));
        assertArrayEquals(Json.bytes(run), Json.bytes(Json.read(file, Run.class)));
    }

    @Test
    void whatIsNullIsLeftOutAndWhatIsLeftOutIsNull() throws IOException {
        Map<String, Double> byName = new LinkedHashMap<>();
        byName.put("lost", null); // a value of a map is data, and stays
        String text = Json.pretty(new Run(1, 2, null, byName));
        assertFalse(text.contains("tags"), text);
        assertTrue(text.contains("\"lost\" : null"), text);
        assertEquals(new Run(1, 2, null, byName), parse(text));
    }

    @Test
    void anUnknownPropertyIsRefusedWithItsLine() {
        assertRefused("{\n \"batch_size\": 1, \"learning_rate\": 1,\n \"colour\": 2}", "line 3", "colour");
        assertRefused("{\"batch_size\": 1,\n \"batch_size\": 2, \"learning_rate\": 1}", "line 2", "batch_size");
    }

    @Test
    void aMissingNumberIsRefused() {
        assertRefused("{\"batch_size\": 1}", "learning_rate");
        assertRefused("{\"batch_size\": 1, \"learning_rate\": null}", "learning_rate");
        assertRefused("{}");
    }

    @Test
    void aFractionIsNoInteger() {
        assertRefused("{\"batch_size\": 1.5, \"learning_rate\": 1}", "line 1");
        assertRefused("{\"batch_size\": 4294967297, \"learning_rate\": 1}", "line 1");
    }

    @Test
    void whatARecordRefusesIsToldInItsWords() {
        assertRefused("{\"learning_rate\": 1,\n\"batch_size\": 0}", "line 2: the batch size must be at least 1, got 0");
    }

    @Test
    void trailingTokensAndTheNullDocumentAreRefused() {
        assertRefused("{\"batch_size\": 1, \"learning_rate\": 1} {}", "line 1");
        assertRefused("null", "null");
        assertRefused("");
        assertRefused("[1, 2]");
        assertRefused("{\"batch_size\": 1,\n\"learning_rate\": 1", "line 2");
        assertRefused("[".repeat(100_000));
    }

    /** Bytes that are not UTF-8; three zeros after a brace look like UTF-32, whose reader fails in a way of its own. */
    @Test
    void bytesThatAreNoCharactersAreRefused() {
        assertRefused(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
        assertRefused(new byte[] {'{', 0, 0, 0, -1, -1, -1, -1});
        assertRefused(new byte[] {0, 0, 0, '{', -1, -1, -1, -1});
        assertRefused(new byte[] {'{', 0, 'a', 0, 0, (byte) 0xd8});
    }

    @Test
    void whatJsonCannotHoldIsRefusedBeforeAFileIsTouched(@TempDir Path folder) {
        Path file = folder.resolve("run.json");
        Object[] loop = new Object[1];
        loop[0] = loop;
        assertThrows(IllegalArgumentException.class, () -> Json.write(file, loop));
        assertTrue(Files.notExists(file));
    }
}
