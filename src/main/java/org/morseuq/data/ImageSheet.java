package org.morseuq.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.morseuq.store.AtomicFile;

/** Images of one size side by side, row by row in a square with a black line between, as one PNG file. */
public final class ImageSheet {

    private static final int GAP = 2;
    private static final long MAX_PIXELS = 64_000_000;

    private ImageSheet() {}

    /**
     * Refuses more images than a sheet has room for.
     *
     * @param count how many, at least 1
     * @param height of each, in pixels
     * @param width of each, in pixels
     */
    public static void requireRoom(int count, int height, int width) {
        long across = across(count);
        if (count < 1 || across * across * (height + GAP) * (width + GAP) > MAX_PIXELS) {
            throw new IllegalArgumentException("a sheet has from 1 image to " + MAX_PIXELS + " pixels, got " + count
                    + " images of " + height + " x " + width);
        }
    }

    /**
     * Writes a sheet, whole or not at all.
     *
     * @param file the file, replaced if it exists
     * @param images at least one, all of the same size
     * @throws IOException if writing fails
     */
    public static void write(Path file, List<Image> images) throws IOException {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("a sheet has at least one image");
        }
        int height = images.get(0).height();
        int width = images.get(0).width();
        requireRoom(images.size(), height, width);
        int across = across(images.size());
        int down = (images.size() + across - 1) / across;
        BufferedImage sheet = new BufferedImage(
                across * (width + GAP) - GAP, down * (height + GAP) - GAP, BufferedImage.TYPE_INT_RGB);
        for (int k = 0; k < images.size(); k++) {
            Image image = images.get(k);
            if (image.height() != height || image.width() != width) {
                throw new IllegalArgumentException("image " + k + " is " + image.height() + " x " + image.width()
                        + ", the first " + height + " x " + width);
            }
            draw(image, sheet, k % across * (width + GAP), k / across * (height + GAP));
        }
        AtomicFile.write(file, out -> {
            if (!ImageIO.write(sheet, "png", out)) {
                throw new IOException("this Java has no writer of PNG files");
            }
        });
    }

    private static void draw(Image image, BufferedImage sheet, int left, int top) {
        byte[] p = image.pixels();
        int plane = image.height() * image.width();
        for (int i = 0; i < plane; i++) {
            int rgb = (p[i] & 0xff) << 16 | (p[plane + i] & 0xff) << 8 | (p[2 * plane + i] & 0xff);
            sheet.setRGB(left + i % image.width(), top + i / image.width(), rgb);
        }
    }

    private static int across(int count) {
        return (int) Math.ceil(Math.sqrt(count));
    }
}
