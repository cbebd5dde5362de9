package org.morseuq.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.data.Image;

/** Sound images are decoded to their pixels, and what is not sound is refused before it costs anything. */
final class ImageDecoderTest {

    private static Image decode(byte[] file) {
        return ImageDecoder.decode(file, ImageLimits.USUAL);
    }

    private static void assertRefused(int status, String part, byte[] file) {
        Refusal refusal = assertThrows(Refusal.class, () -> decode(file));
        assertTrue(
                refusal.getMessage().contains(part)
                        && refusal.getMessage().lines().count() == 1,
                refusal.getMessage());
        assertEquals(status, refusal.status(), refusal.getMessage());
    }

    private static byte[] red(BufferedImage image) {
        byte[] plane = new byte[image.getWidth() * image.getHeight()];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (byte) (image.getRGB(i % image.getWidth(), i / image.getWidth()) >> 16);
        }
        return plane;
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY})
    void aPngIsItsPixels(int type) {
        BufferedImage image = new BufferedImage(40, 30, type);
        image.getGraphics().drawImage(Pictures.blobs(40, 30, 5), 0, 0, null);
        Image decoded = decode(Pictures.encoded("png", image));
        assertEquals(30, decoded.height());
        assertArrayEquals(red(image), Arrays.copyOf(decoded.pixels(), 1200));
    }

    @Test
    void aJpegIsThePixelsOfTheDecoderOfTheJdk() throws Exception {
        byte[] file = Pictures.jpeg(3);
        BufferedImage expected = ImageIO.read(new java.io.ByteArrayInputStream(file));
        assertArrayEquals(red(expected), Arrays.copyOf(decode(file).pixels(), 48 * 40));
    }

    /** Small enough to be tried at every length: none is taken for a whole image, none breaks the decoder. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void aTruncatedImage(String format) {
        byte[] file = Pictures.encoded(format, Pictures.blobs(16, 16, 1));
        for (int length = 8; length < file.length; length++) {
            byte[] part = Arrays.copyOf(file, length);
            Refusal refusal = assertThrows(Refusal.class, () -> decode(part), "at " + length + " of " + file.length);
            assertEquals(400, refusal.status());
        }
    }

    /** Of a PNG every bit is guarded by a checksum. */
    @Test
    void aFlippedBitInAPng() {
        byte[] file = Pictures.encoded("png", Pictures.blobs(8, 8, 1));
        for (int bit = 64; bit < 8 * file.length; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(Refusal.class, () -> decode(flipped), "bit " + bit);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void anImageOfOnePixel(String format) {
        assertRefused(422, "1 x 1 pixels, expected at least 8 x 8", Pictures.encoded(format, Pictures.blobs(1, 1, 1)));
    }

    /** The header alone is there: nothing else can have been looked at. */
    @Test
    void aHeaderThatAsksForTooMuch() {
        assertRefused(413, "20000 x 20000", Pictures.chunks(Pictures.header(20_000, 20_000)));
        assertRefused(413, "4294967295 x 4294967295", Pictures.chunks(Pictures.header(-1, -1)));
        byte[] jpeg = Pictures.jpeg(1);
        for (int i = 0; i + 9 < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
                ByteBuffer.wrap(jpeg).putShort(i + 5, (short) 20_000).putShort(i + 7, (short) 20_000);
            }
        }
        assertRefused(413, "20000 x 20000", jpeg);
    }

    /** 16 bits in four channels: 8 bytes a pixel are more than the pixels alone suggest. */
    @Test
    void deepPixelsCountForWhatTheyTake() {
        byte[] deep = ByteBuffer.allocate(13)
                .putInt(3500)
                .putInt(3500)
                .put(new byte[] {16, 6, 0, 0, 0})
                .array();
        assertRefused(413, "64 bits each", Pictures.chunks(Pictures.chunk("IHDR", deep)));
    }

    @Test
    void aPngThatUnpacksToMoreThanItSays() {
        byte[] bomb = Pictures.chunk("IDAT", Pictures.packedZeros(200_000_000));
        assertTrue(bomb.length < 300_000);
        assertRefused(
                400,
                "more samples",
                Pictures.chunks(Pictures.header(32, 32), bomb, Pictures.chunk("IEND", new byte[0])));
    }

    /** A text chunk that unpacks to 200 MB is never unpacked. */
    @Test
    void whatIsNoPictureIsThrownAway() {
        byte[] key = "Comment\0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] packed = Pictures.packedZeros(200_000_000);
        byte[] text = ByteBuffer.allocate(key.length + packed.length)
                .put(key)
                .put(packed)
                .array();
        byte[] file = Pictures.chunks(
                Pictures.header(8, 8),
                Pictures.chunk("zTXt", text),
                Pictures.chunk("iCCP", text),
                Pictures.chunk("IDAT", Pictures.packedZeros(8 * 25)),
                Pictures.chunk("IEND", new byte[0]));
        assertArrayEquals(new byte[192], decode(file).pixels());
        assertTrue(PngCheck.essence(file, ImageLimits.USUAL).length < 200);
    }

    @Test
    void anAnimatedPng() {
        byte[] control = ByteBuffer.allocate(8).putInt(2).putInt(0).array();
        assertRefused(422, "animated", Pictures.chunks(Pictures.header(8, 8), Pictures.chunk("acTL", control)));
    }

    @Test
    void fourColours() throws Exception {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            var raster =
                    java.awt.image.Raster.createInterleavedRaster(java.awt.image.DataBuffer.TYPE_BYTE, 16, 16, 4, null);
            writer.write(null, new IIOImage(raster, List.of(), null), null);
        }
        writer.dispose();
        assertRefused(422, "CMYK", bytes.toByteArray());
    }

    @Test
    void aProgressiveJpegOfManyScans() throws Exception {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam progressive = writer.getDefaultWriteParam();
        progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BufferedImage image = Pictures.blobs(32, 32, 2);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            var metadata = writer.getDefaultImageMetadata(
                    ImageTypeSpecifier.createFromBufferedImageType(image.getType()), progressive);
            writer.write(null, new IIOImage(image, null, metadata), progressive);
        }
        writer.dispose();
        byte[] file = bytes.toByteArray();
        assertEquals(32, decode(file).width());
        int scan = lastScan(file);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.write(file, 0, scan);
        for (int i = 0; i < 100; i++) {
            many.write(file, scan, file.length - 2 - scan);
        }
        many.write(file, file.length - 2, 2);
        assertRefused(400, "more than 64 scans", many.toByteArray());
    }

    private static int lastScan(byte[] file) {
        int at = 0;
        for (int i = 0; i + 1 < file.length; i++) {
            if (file[i] == (byte) 0xFF && file[i + 1] == (byte) 0xDA) {
                at = i;
            }
        }
        return at;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GIF89a", "RIFF____WEBP", "\u001f\u008b\b", "<svg/>", "BM"})
    void whatIsNeitherPngNorJpeg(String beginning) {
        assertRefused(415, "PNG or JPEG", beginning.getBytes(StandardCharsets.ISO_8859_1));
    }
}
