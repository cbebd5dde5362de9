package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.store.MalformedFileException;

/**
 * Folders that were altered at random, by accident or on purpose with all digests made right. Each gives a detector or a
 * refusal in one sentence, within two seconds: no other exception, no memory that a file merely claims to need.
 */
final class MorseFileFuzzTest {

    private static final List<String> TENSORS = List.of(MorseFile.HEAD, MorseFile.CALIBRATION);

    @TempDir
    private Path parent;

    private Path folder;
    private int refused;
    private int read;

    @BeforeEach
    void save() throws IOException {
        folder = parent.resolve("some.morse");
        Fixtures.detector().save(folder);
    }

    private void load(String how) throws IOException {
        long start = System.nanoTime();
        try {
            MorseDetector.load(folder).assess(new float[8]);
            read++;
        } catch (MalformedFileException | NoSuchFileException e) {
            assertEquals(1, e.getMessage().lines().count(), how + ": " + e.getMessage());
            assertTrue(e.getMessage().startsWith(folder.toString()), how + ": " + e.getMessage());
            refused++;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(how, e);
        }
        long limit = Duration.ofSeconds(2).toNanos();
        assertTrue(System.nanoTime() - start < limit, how + " took more than two seconds");
    }

    /** Not forced to the disk, and not over the old bytes, which some file systems then force: it happens a thousand times. */
    private static void replace(Path file, byte[] bytes) throws IOException {
        Files.delete(file);
        Files.write(file, bytes);
    }

    /** Makes the digests right if the manifest can still be read at all. */
    private void seal() throws IOException {
        Path manifest = folder.resolve(MorseFile.MANIFEST);
        try {
            Manifest read = Json.read(manifest, Manifest.class);
            Map<String, String> digests = new LinkedHashMap<>();
            for (String name : TENSORS) {
                digests.put(name, Digest.ofFile(folder.resolve(name)));
            }
            digests.put(MorseFile.MANIFEST, MorseFile.digest(read.withDigests(digests)));
            Files.writeString(
                    manifest, Json.pretty(read.withDigests(digests))); // in place: a thousand times, and not forced
        } catch (MalformedFileException e) {
            assertTrue(e.getMessage().contains("manifest"), e.getMessage());
        }
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        for (String name : TENSORS) {
            Path file = folder.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length; length += length < 16 ? 3 : whole.length / 25) {
                replace(file, Arrays.copyOf(whole, length));
                load(name + " with wrong digest, cut to " + length);
                seal();
                load(name + " cut to " + length);
            }
            replace(file, whole);
            seal();
        }
        assertEquals(0, read);
        assertTrue(refused > 60, refused + " refused");
    }

    /** Bits of the lengths, of the headers and of the numbers; a folder with other numbers may be a sound one. */
    @Test
    void flippedBitsUnderRightDigestsGiveADetectorOrARefusal() throws IOException {
        Random random = new Random(3);
        for (String name : TENSORS) {
            Path file = folder.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            int header = 8
                    + (int) ByteBuffer.wrap(whole)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong();
            for (int trial = 0; trial < 120; trial++) {
                int at = trial < 64
                        ? trial / 8
                        : trial < 90 ? 8 + random.nextInt(header - 8) : header + random.nextInt(whole.length - header);
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << (trial % 8));
                replace(file, flipped);
                seal();
                load(name + " with bit " + trial % 8 + " of byte " + at + " flipped");
            }
            replace(file, whole);
            seal();
        }
        assertTrue(read > 20 && refused > 100, read + " read, " + refused + " refused");
    }

    /** Every number of the headers and of the manifest, one after the other, replaced by what no file can hold. */
    @Test
    void hugeNumbersAreRefusedAtOnce() throws IOException {
        for (String name : TENSORS) {
            Path file = folder.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            int length =
                    (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
            String header = new String(whole, 8, length, StandardCharsets.US_ASCII);
            for (MatchResult number : numbers(header)) {
                for (String huge : List.of("2147483647", "268435456", "9223372036854775807")) {
                    byte[] altered = replaced(header, number, huge).getBytes(StandardCharsets.US_ASCII);
                    ByteBuffer bytes = ByteBuffer.allocate(whole.length - length + altered.length)
                            .order(ByteOrder.LITTLE_ENDIAN);
                    bytes.putLong(altered.length).put(altered).put(whole, 8 + length, whole.length - 8 - length);
                    replace(file, bytes.array());
                    seal();
                    load(name + " with " + huge + " at " + number.start() + " of its header");
                }
            }
            replace(file, whole);
            seal();
        }
        assertEquals(0, read);
        Path manifest = folder.resolve(MorseFile.MANIFEST);
        String text = Files.readString(manifest);
        String body = text.substring(0, text.indexOf("\"origin\""));
        for (MatchResult number : numbers(body)) {
            for (String huge : List.of("2147483647", "-2147483648")) {
                replace(manifest, replaced(text, number, huge).getBytes(StandardCharsets.UTF_8));
                seal();
                load("the manifest with " + huge + " at " + number.start());
            }
        }
        assertTrue(refused > 100, refused + " refused");
    }

    private static List<MatchResult> numbers(String text) {
        return Pattern.compile("(?<=[:\\[, ])\\d[\\d.E-]*(?=[,\\]}\\s])")
                .matcher(text)
                .results()
                .toList();
    }

    private static String replaced(String text, MatchResult number, String by) {
        return text.substring(0, number.start()) + by + text.substring(number.end());
    }

    /** A manifest nested, repeated or padded until a careless reader gives up. */
    @Test
    void manifestsMadeToExhaustAReaderAreRefused() throws IOException {
        Path manifest = folder.resolve(MorseFile.MANIFEST);
        String text = Files.readString(manifest);
        for (String bad : List.of(
                "[".repeat(1_000_000),
                "{\"a\":".repeat(200_000),
                "{\"schema\" : 1, \"layout\" : {\"blocks\" : " + "[".repeat(100_000),
                "{\"schema\" : " + "1".repeat(100_000) + "}",
                "\"" + "x".repeat(30_000_000) + "\"",
                text.replace("\"pooling\" : \"max\"", "\"pooling\" : \"" + "m".repeat(1_000_000) + "\""),
                text + text,
                "\0".repeat(1000))) {
            replace(manifest, bad.getBytes(StandardCharsets.UTF_8));
            seal();
            load("a manifest that begins with " + bad.substring(0, Math.min(50, bad.length())));
        }
        assertEquals(0, read);
    }
}
