package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.morseuq.data.Fixtures.all;
import static org.morseuq.data.Fixtures.assertMalformed;
import static org.morseuq.data.Fixtures.encoded;
import static org.morseuq.data.Fixtures.ids;
import static org.morseuq.data.Fixtures.labels;
import static org.morseuq.data.Fixtures.png;
import static org.morseuq.data.Fixtures.write;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderTest {

    @TempDir
    private Path folder;

    private byte[] pixels(BufferedImage image) throws IOException {
        write(folder.resolve("x.png"), encoded(image, "png"));
        return all(ImageFolder.of("set", folder)).get(0).pixels();
    }

    @Test
    void aFlatFolderIsSortedAndUnlabelled() throws IOException {
        write(folder.resolve("b.PNG"), png(0x010203));
        write(folder.resolve("a.png"), png(0xff8000));
        write(folder.resolve("notes.txt"), new byte[3]);
        write(folder.resolve(".hidden.png"), new byte[3]);
        ImageFolder set = ImageFolder.of("set", folder);
        assertEquals(List.of("a.png", "b.PNG"), ids(set));
        assertEquals(List.of(-1, -1), labels(set));
        assertEquals(List.of(), set.classes());
        Image b = all(set).get(1);
        assertEquals(2, b.height());
        assertEquals(3, b.width());
        assertArrayEquals(new byte[] {1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3}, b.pixels());
        Fixtures.assertReadable(set);
    }

    @Test
    void subFoldersAreClassesInSortedOrder() throws IOException {
        write(folder.resolve("dog/2.png"), png(1));
        write(folder.resolve("cat/images/9.JPEG"), encoded(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "jpg"));
        write(folder.resolve("dog/1.png"), png(2));
        Files.createDirectories(folder.resolve(".cache"));
        ImageFolder set = ImageFolder.of("set", folder);
        assertEquals(List.of("cat", "dog"), set.classes());
        assertEquals(List.of("cat/images/9.JPEG", "dog/1.png", "dog/2.png"), ids(set));
        assertEquals(List.of(0, 1, 1), labels(set));
        Fixtures.assertReadable(set);
    }

    @Test
    void theDigestFollowsContentAndNames() throws IOException {
        write(folder.resolve("a.png"), png(1));
        String before = ImageFolder.of("set", folder).digest();
        write(folder.resolve("a.png"), png(2));
        String changed = ImageFolder.of("set", folder).digest();
        assertNotEquals(before, changed);
        Files.move(folder.resolve("a.png"), folder.resolve("b.png"));
        assertNotEquals(changed, ImageFolder.of("set", folder).digest());
    }

    @Test
    void greyIsCopiedNotBrightened() throws IOException {
        BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 128);
        assertArrayEquals(new byte[] {(byte) 128, (byte) 128, (byte) 128}, pixels(grey));
        BufferedImage deep = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 65535 / 5);
        assertArrayEquals(new byte[] {51, 51, 51}, pixels(deep));
        BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.getRaster().setSample(1, 0, 0, 1);
        assertArrayEquals(new byte[] {0, -1, 0, -1, 0, -1}, pixels(bits));
    }

    @Test
    void aPaletteIsLookedUp() throws IOException {
        byte[] red = {10, (byte) 200};
        byte[] green = {20, (byte) 201};
        byte[] blue = {30, (byte) 202};
        IndexColorModel palette = new IndexColorModel(8, 2, red, green, blue);
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
        image.getRaster().setSample(1, 0, 0, 1);
        assertArrayEquals(new byte[] {10, (byte) 200, 20, (byte) 201, 30, (byte) 202}, pixels(image));
    }

    @Test
    void transparencyIsLaidOverBlack() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xff646464);
        image.setRGB(1, 0, 0x80ff6400);
        image.setRGB(2, 0, 0x00ffffff);
        // 255 * 128 / 255 = 128 and 100 * 128 / 255 = 50.2.
        assertArrayEquals(new byte[] {100, (byte) 128, 0, 100, 50, 0, 100, 0, 0}, pixels(image));
    }

    @Test
    void foldersWithoutImagesAreRefused() throws IOException {
        assertMalformed(() -> ImageFolder.of("set", folder), folder, "no PNG or JPEG");
        write(folder.resolve("cat/1.png"), png(1));
        Files.createDirectories(folder.resolve("dog"));
        assertMalformed(() -> ImageFolder.of("set", folder), folder.resolve("dog"), "no PNG or JPEG");
        write(folder.resolve("1.png"), png(1));
        assertMalformed(() -> ImageFolder.of("set", folder), folder, "1.png", "cat", "one or the other");
    }

    @Test
    void brokenImagesAreNamed() throws IOException {
        BufferedImage noise = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(0);
        for (int i = 0; i < 1600; i++) {
            noise.setRGB(i % 40, i / 40, random.nextInt());
        }
        for (String format : List.of("png", "jpg")) {
            Path file = folder.resolve("x." + format);
            byte[] whole = encoded(noise, format);
            for (int length : new int[] {0, 1, 10, 50, whole.length / 2}) {
                write(file, Arrays.copyOf(whole, length));
                ImageFolder set = ImageFolder.of("set", folder);
                assertMalformed(() -> all(set), file);
            }
            Files.delete(file);
        }
        Path gif = write(folder.resolve("x.png"), encoded(noise, "gif"));
        assertMalformed(() -> all(ImageFolder.of("set", folder)), gif, "PNG or JPEG");
    }

    @Test
    void aDecompressionBombIsRefusedByItsHeader() throws IOException {
        byte[] bytes = png(0);
        // The size stands after the 8 bytes of the signature and the 8 that begin the first chunk, whose check
        // sum over type and data follows them.
        ByteBuffer header = ByteBuffer.wrap(bytes);
        header.putInt(16, 100_000).putInt(20, 100_000);
        CRC32 crc = new CRC32();
        crc.update(bytes, 12, 17);
        header.putInt(29, (int) crc.getValue());
        Path file = write(folder.resolve("bomb.png"), bytes);
        assertMalformed(() -> all(ImageFolder.of("set", folder)), file, "100000 x 100000", "at most 64000000");
        assertTrue(Files.size(file) < 200);
    }
}
