package org.morseuq.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * What is left of an image after it was written as a JPEG file and read again, all in memory, by the codec of the Java
 * platform: colour at half the resolution, squares of 8 x 8 pixels, standard tables scaled by the quality. Another
 * platform's codec may round otherwise by a grey level or two.
 */
final class JpegRoundTrip {

    private JpegRoundTrip() {}

    /**
     * Writes and reads an image.
     *
     * @param image any image
     * @param quality from 0 to 100, as the usual encoders count it
     * @return the samples that come back
     */
    static byte[] of(Image image, double quality) {
        try {
            return read(write(image, quality), image.height(), image.width());
        } catch (IOException e) {
            throw new UncheckedIOException("a JPEG image in memory cannot be written or read", e);
        }
    }

    private static byte[] write(Image image, double quality) throws IOException {
        int h = image.height();
        int w = image.width();
        byte[] pixels = image.pixels();
        BufferedImage buffered = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < h * w; p++) {
            int red = pixels[p] & 0xff;
            int green = pixels[h * w + p] & 0xff;
            int blue = pixels[2 * h * w + p] & 0xff;
            buffered.setRGB(p % w, p / w, red << 16 | green << 8 | blue);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam options = writer.getDefaultWriteParam();
            options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            options.setCompressionQuality((float) (quality / 100));
            writer.setOutput(stream);
            writer.write(null, new IIOImage(buffered, null, null), options);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] read(byte[] file, int h, int w) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(stream, true, true);
            Raster raster = reader.read(0).getRaster();
            int[] samples = raster.getPixels(0, 0, w, h, (int[]) null);
            byte[] pixels = new byte[3 * h * w];
            for (int p = 0; p < h * w; p++) {
                for (int c = 0; c < 3; c++) {
                    pixels[c * h * w + p] = (byte) samples[3 * p + c];
                }
            }
            return pixels;
        } finally {
            reader.dispose();
        }
    }
}
