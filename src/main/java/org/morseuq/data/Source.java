package org.morseuq.data;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.morseuq.store.Digest;
import org.morseuq.store.MalformedFileException;

/**
 * Bytes that can be read from their beginning any number of times: a file, what a gzip file holds, or an entry of a
 * tar.gz archive. Nothing is ever unpacked to the disk.
 */
final class Source {

    /** The length of a source that only reading can tell. */
    static final long UNKNOWN = -1;

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final String entry;
    private final long length;

    private Source(Path file, String entry, long length) {
        this.file = file;
        this.entry = entry;
        this.length = length;
    }

    /**
     * The bytes of a file, or what it holds if its name ends in {@code .gz}.
     *
     * @param file the file
     * @return the source
     * @throws IOException if there is no such file
     */
    static Source of(Path file) throws IOException {
        long size = Files.size(file);
        return new Source(file, "", isGzip(file) ? UNKNOWN : size);
    }

    /**
     * Looks for entries of a tar.gz archive in one pass, which ends with the last one found.
     *
     * @param archive the archive
     * @param names the last path elements of the entries wanted
     * @return those that are there, by name; of two with one name, the first
     * @throws IOException if the archive cannot be read or is malformed
     */
    static Map<String, Source> entries(Path archive, Set<String> names) throws IOException {
        Map<String, Source> found = new HashMap<>();
        try (TarArchiveInputStream tar = tar(archive)) {
            while (found.size() < names.size()) {
                TarArchiveEntry entry = nextEntry(archive, tar);
                if (entry == null) {
                    break;
                }
                String name = lastElement(entry);
                if (entry.isFile() && names.contains(name)) {
                    found.putIfAbsent(name, new Source(archive, entry.getName(), entry.getSize()));
                }
            }
        }
        return found;
    }

    /** The number of bytes, or {@link #UNKNOWN}. */
    long length() {
        return length;
    }

    /**
     * Opens the bytes at their beginning. To reach an entry of an archive, all before it is decompressed.
     *
     * @return a buffered stream that reports broken compression as a {@link MalformedFileException}; close it
     * @throws IOException if it cannot be opened
     */
    InputStream open() throws IOException {
        if (!entry.isEmpty()) {
            TarArchiveInputStream tar = tar(file);
            try {
                for (TarArchiveEntry at = nextEntry(file, tar); at != null; at = nextEntry(file, tar)) {
                    if (at.getName().equals(entry)) {
                        return new Decompressed(this, new BufferedInputStream(tar, BUFFER));
                    }
                }
                throw malformed("is no longer in the archive");
            } catch (IOException e) {
                tar.close();
                throw e;
            }
        }
        return isGzip(file)
                ? new Decompressed(this, new BufferedInputStream(gunzip(file), BUFFER))
                : new BufferedInputStream(Files.newInputStream(file), BUFFER);
    }

    /** The digest of the bytes, after decompression: it does not tell a file from its compressed form. */
    String digest() throws IOException {
        try (InputStream in = open()) {
            return Digest.ofStream(in);
        }
    }

    /**
     * Says that these bytes are not what they should be.
     *
     * @param defect the rest of the sentence
     * @return the error to throw
     */
    MalformedFileException malformed(String defect) {
        return malformed(defect, null);
    }

    private MalformedFileException malformed(String defect, Throwable cause) {
        return new MalformedFileException(file, (entry.isEmpty() ? "" : "entry " + entry + " ") + defect, cause);
    }

    private static boolean isGzip(Path file) {
        return file.toString().endsWith(".gz");
    }

    private static InputStream gunzip(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return new GZIPInputStream(in, BUFFER);
        } catch (IOException e) {
            in.close();
            throw new MalformedFileException(file, "is not a gzip file (" + e.getMessage() + ")", e);
        }
    }

    private static TarArchiveInputStream tar(Path archive) throws IOException {
        return new TarArchiveInputStream(gunzip(archive));
    }

    private static TarArchiveEntry nextEntry(Path archive, TarArchiveInputStream tar) throws IOException {
        try {
            return tar.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedFileException(archive, "is damaged or not a tar.gz archive (" + e.getMessage() + ")", e);
        }
    }

    private static String lastElement(TarArchiveEntry entry) {
        return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return entry.isEmpty() ? file.toString() : file + "!" + entry;
    }

    /** What a decompressor returns; what it refuses is a defect of the file. */
    private static final class Decompressed extends FilterInputStream {
        private final Source source;

        Decompressed(Source source, InputStream in) {
            super(in);
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw broken(e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            try {
                return super.read(buffer, offset, count);
            } catch (IOException e) {
                throw broken(e);
            }
        }

        private MalformedFileException broken(IOException e) {
            return source.malformed("cannot be decompressed to its end (" + e.getMessage() + ")", e);
        }
    }
}
