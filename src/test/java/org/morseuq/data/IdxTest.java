package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.morseuq.data.Fixtures.all;
import static org.morseuq.data.Fixtures.assertMalformed;
import static org.morseuq.data.Fixtures.gzip;
import static org.morseuq.data.Fixtures.idxImages;
import static org.morseuq.data.Fixtures.idxLabels;
import static org.morseuq.data.Fixtures.labels;
import static org.morseuq.data.Fixtures.write;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxTest {

    @TempDir
    private Path folder;

    private Idx open(byte[] images, byte[] labels, String ending, String... classes) throws IOException {
        return Idx.of(
                "set",
                write(folder.resolve("images" + ending), images),
                write(folder.resolve("labels" + ending), labels),
                List.of(classes));
    }

    @Test
    void greyBecomesThreeEqualPlanes() throws IOException {
        Idx set = open(idxImages(2, 1, 2), idxLabels(7, 0), "");
        assertEquals(List.of(7, 0), labels(set));
        Image second = all(set).get(1);
        assertEquals("set/1", second.id());
        assertEquals(1, second.height());
        assertEquals(2, second.width());
        assertArrayEquals(new byte[] {2, 3, 2, 3, 2, 3}, second.pixels());
        Fixtures.assertReadable(set);
    }

    @Test
    void gzippedFilesAreTheSameSet() throws IOException {
        Idx plain = open(idxImages(3, 2, 2), idxLabels(0, 1, 2), "");
        Idx packed = open(gzip(idxImages(3, 2, 2)), gzip(idxLabels(0, 1, 2)), ".gz");
        assertEquals(plain.digest(), packed.digest());
        assertEquals(labels(plain), labels(packed));
        Fixtures.assertReadable(packed);
    }

    @Test
    void aLengthOtherThanTheHeaderPromisesIsRefused() {
        Path images = folder.resolve("images");
        assertMalformed(
                () -> open(Arrays.copyOf(idxImages(2, 2, 2), 20), idxLabels(0, 1), ""), images, "20 bytes", "24");
        assertMalformed(() -> open(Arrays.copyOf(idxImages(2, 2, 2), 25), idxLabels(0, 1), ""), images, "25 bytes");
        assertMalformed(() -> open(new byte[3], idxLabels(0, 1), ""), images, "within its header");
        assertMalformed(
                () -> open(gzip(Arrays.copyOf(idxImages(2, 2, 2), 20)), gzip(idxLabels(0, 1)), ".gz")
                        .images()
                        .toList(),
                "images.gz",
                "image 1, after 0 of its 4");
        assertMalformed(
                () -> all(open(gzip(Arrays.copyOf(idxImages(2, 2, 2), 25)), gzip(idxLabels(0, 1)), ".gz")),
                "images.gz",
                "goes on");
        assertMalformed(
                () -> all(open(gzip(idxImages(2, 2, 2)), gzip(Arrays.copyOf(idxLabels(0, 1), 9)), ".gz")),
                "labels.gz",
                "label 1");
    }

    @Test
    void hugeSizesAreRefusedUnread() {
        byte[] header = Arrays.copyOf(idxImages(1, 1, 1), 16);
        Arrays.fill(header, 8, 16, (byte) 0x7f);
        assertMalformed(() -> open(header, idxLabels(1), ""), "at most 64000000");
        assertMalformed(() -> open(gzip(header), gzip(idxLabels(1)), ".gz"), "at most 64000000");
        Arrays.fill(header, 4, 8, (byte) 0xff);
        assertMalformed(() -> open(header, idxLabels(1), ""), "size -1 in dimension 0");
    }

    @Test
    void swappedOrForeignFilesAreRefused() {
        assertMalformed(() -> open(idxLabels(1, 2, 3, 4, 5, 6, 7, 8), idxLabels(1), ""), "0x00000801", "0x00000803");
        assertMalformed(() -> open(idxImages(2, 2, 2), idxLabels(1), ""), "labels", "1 labels, expected 2");
        assertMalformed(() -> open(idxImages(2, 2, 2), idxLabels(1, 2), ".gz"), "images.gz", "not a gzip file");
    }

    @Test
    void labelOutOfRangeNamesFileAndImage() {
        assertMalformed(
                () -> all(open(idxImages(2, 1, 1), idxLabels(1, 2), "", "no", "yes")),
                folder.resolve("labels"),
                "label 2 for image 1",
                "0 to 1");
    }
}
