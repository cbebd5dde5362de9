package org.morseuq.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.morseuq.data.Image;
import org.morseuq.data.Resampling;

/** An image as part of a page. */
final class Picture {

    /** Larger images are made smaller, by their shorter side, and cut to the square in their middle. */
    private static final int LARGEST = 96;

    private Picture() {}

    /** The image in the {@code data:} scheme, as a PNG file. */
    static String uri(Image image) {
        Image small = Math.max(image.height(), image.width()) > LARGEST ? Resampling.fit(image, LARGEST) : image;
        int width = small.width();
        int plane = small.height() * width;
        byte[] p = small.pixels();
        BufferedImage picture = new BufferedImage(width, small.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = (p[i] & 0xff) << 16 | (p[plane + i] & 0xff) << 8 | (p[2 * plane + i] & 0xff);
            picture.setRGB(i % width, i / width, rgb);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) { // no file in between
            if (!ImageIO.write(picture, "png", out)) {
                throw new IOException("this Java has no writer of PNG files");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
