package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.function.Executable;
import org.morseuq.store.MalformedFileException;

/** Tiny files of every format, and what tests say about them. */
final class Fixtures {

    private Fixtures() {}

    /** CIFAR records with the given label bytes; pixel k of record i is {@code i + k}. */
    static byte[] records(int[]... labels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < labels.length; i++) {
            for (int label : labels[i]) {
                out.write(label);
            }
            for (int k = 0; k < 3072; k++) {
                out.write(i + k);
            }
        }
        return out.toByteArray();
    }

    /** CIFAR records of one label byte. */
    static byte[] singles(int... labels) {
        int[][] each = new int[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            each[i] = new int[] {labels[i]};
        }
        return records(each);
    }

    static Path write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.write(file, bytes);
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /** A tar.gz archive of the entries in the order of the map. */
    static byte[] tarGz(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(content.getKey());
                entry.setSize(content.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(content.getValue());
                tar.closeArchiveEntry();
            }
        }
        return gzip(out.toByteArray());
    }

    /** An IDX image file; sample k is {@code k}. */
    static byte[] idxImages(int count, int height, int width) {
        ByteBuffer buffer = ByteBuffer.allocate(16 + count * height * width);
        buffer.putInt(0x803).putInt(count).putInt(height).putInt(width);
        for (int k = 0; buffer.hasRemaining(); k++) {
            buffer.put((byte) k);
        }
        return buffer.array();
    }

    static byte[] idxLabels(int... labels) {
        ByteBuffer buffer = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
        for (int label : labels) {
            buffer.put((byte) label);
        }
        return buffer.array();
    }

    static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    /** A 2 x 3 image, all of one colour. */
    static byte[] png(int rgb) throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 6; i++) {
            image.setRGB(i % 3, i / 3, rgb);
        }
        return encoded(image, "png");
    }

    static List<Image> all(ImageSet set) throws IOException {
        try (Stream<Image> images = set.images()) {
            return images.toList();
        }
    }

    static List<String> ids(ImageSet set) throws IOException {
        return all(set).stream().map(Image::id).toList();
    }

    static List<Integer> labels(ImageSet set) throws IOException {
        return all(set).stream().map(Image::label).toList();
    }

    /** Asserts that the images are read twice, alike, as many as promised, and that the digest is stable. */
    static void assertReadable(ImageSet set) throws IOException {
        List<Image> first = all(set);
        List<Image> second = all(set);
        assertEquals(set.size(), first.size());
        assertEquals(first.size(), second.size());
        for (int i = 0; i < first.size(); i++) {
            assertEquals(first.get(i).id(), second.get(i).id());
            assertEquals(
                    ByteBuffer.wrap(first.get(i).pixels()),
                    ByteBuffer.wrap(second.get(i).pixels()));
        }
        assertEquals(first.size(), first.stream().map(Image::id).distinct().count());
        assertEquals(set.digest(), set.digest());
        assertEquals(64, set.digest().length());
    }

    /** Asserts that the file is refused in one sentence that has all the parts. */
    static void assertMalformed(Executable reading, Object... parts) {
        Throwable thrown = assertThrows(IOException.class, () -> {
            try {
                reading.execute();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
        assertEquals(MalformedFileException.class, thrown.getClass(), thrown.toString());
        for (Object part : parts) {
            assertTrue(thrown.getMessage().contains(part.toString()), thrown.getMessage() + " lacks " + part);
        }
        assertEquals(1, thrown.getMessage().lines().count(), thrown.getMessage());
    }
}
