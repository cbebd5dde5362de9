package org.morseuq.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DigestTest {

    /** FIPS 180-4, the worked examples for SHA-256: "abc", and no bytes at all. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** One million times "a", from the same examples: longer than the buffer. */
    private static final String MILLION = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @Test
    void agreesWithTheStandardsExamples(@TempDir Path folder) throws IOException {
        byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
        byte[] million = "a".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        assertEquals(ABC, Digest.ofBytes(abc));
        assertEquals(NOTHING, Digest.ofBytes(new byte[0]));
        assertEquals(MILLION, Digest.ofStream(new ByteArrayInputStream(million)));
        assertEquals(MILLION, Digest.ofFile(Files.write(folder.resolve("million"), million)));
    }

    @Test
    void whereOnePartEndsMatters() {
        assertNotEquals(Digest.ofParts("ab", "c"), Digest.ofParts("a", "bc"));
        assertNotEquals(Digest.ofParts("a"), Digest.ofParts("a", ""));
        assertNotEquals(Digest.ofParts("1:a"), Digest.ofParts("", "a"));
        // 2 bytes, 1 letter: the length counts the bytes that follow it.
        assertEquals(Digest.ofBytes("2:ü1:a".getBytes(StandardCharsets.UTF_8)), Digest.ofParts("ü", "a"));
    }
}
