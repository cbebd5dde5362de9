package org.morseuq.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests, as 64 lower-case hexadecimal digits. */
public final class Digest {

    private Digest() {}

    /**
     * The digest of a file's bytes, read in constant memory.
     *
     * @param file the file
     * @return its SHA-256
     * @throws IOException if it cannot be read
     */
    public static String ofFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ofStream(in);
        }
    }

    /**
     * The digest of all bytes that a stream still has, read in constant memory.
     *
     * @param in the stream; read to its end, not closed
     * @return their SHA-256
     * @throws IOException if it cannot be read
     */
    public static String ofStream(InputStream in) throws IOException {
        MessageDigest sha = sha256();
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            sha.update(buffer, 0, n);
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /**
     * The digest of a byte array.
     *
     * @param bytes the bytes
     * @return their SHA-256
     */
    public static String ofBytes(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /**
     * The digest of several strings in order, unambiguous about where one ends and the next begins.
     *
     * @param parts the strings, for example the digests of several files
     * @return the SHA-256 of their UTF-8 bytes, each preceded by its length
     */
    public static String ofParts(String... parts) {
        MessageDigest sha = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            sha.update(bytes);
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
