package org.morseuq.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * RGB bytes from whatever a decoder made of a file: grey is copied to three planes, a palette is looked up, 16 bits become
 * 8, transparency is laid over black. Colour profiles are not applied.
 */
public final class Pixels {

    private Pixels() {}

    /**
     * The pixels of a decoded image.
     *
     * @param image of 1 to 4 channels, or with a palette
     * @param id the id of the result
     * @param label its label
     * @return the image
     */
    public static Image of(BufferedImage image, String id, int label) {
        return new Image(id, label, image.getHeight(), image.getWidth(), planes(image));
    }

    private static byte[] planes(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        int plane = height * width;
        byte[] pixels = new byte[3 * plane];
        boolean palette = image.getColorModel() instanceof IndexColorModel;
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        if (!palette && bands > 4) {
            throw new IllegalArgumentException("has " + bands + " channels, expected 1 to 4");
        }
        boolean alpha = palette || bands == 2 || bands == 4;
        int[] row = new int[width * (palette ? 1 : bands)];
        int[] samples = new int[4];
        for (int y = 0; y < height; y++) {
            if (palette) {
                image.getRGB(0, y, width, 1, row, 0, width);
            } else {
                // Not getRGB: it takes grey for linear light and brightens it.
                raster.getPixels(0, y, width, 1, row);
            }
            for (int x = 0; x < width; x++) {
                if (palette) {
                    unpack(row[x], samples);
                } else {
                    spread(row, x * bands, bands, raster, samples);
                }
                for (int c = 0; c < 3; c++) {
                    int value = alpha ? (samples[c] * samples[3] + 127) / 255 : samples[c];
                    pixels[c * plane + y * width + x] = (byte) value;
                }
            }
        }
        return pixels;
    }

    private static void unpack(int argb, int[] samples) {
        samples[0] = argb >> 16 & 255;
        samples[1] = argb >> 8 & 255;
        samples[2] = argb & 255;
        samples[3] = argb >>> 24;
    }

    /** Makes red, green, blue and alpha of 8 bits from 1 to 4 bands: grey, grey and alpha, RGB, RGB and alpha. */
    private static void spread(int[] row, int at, int bands, Raster raster, int[] samples) {
        boolean grey = bands < 3;
        for (int c = 0; c < 3; c++) {
            int band = grey ? 0 : c;
            samples[c] = eightBits(row[at + band], raster.getSampleModel().getSampleSize(band));
        }
        samples[3] = eightBits(row[at + bands - 1], raster.getSampleModel().getSampleSize(bands - 1));
    }

    private static int eightBits(int sample, int bits) {
        if (bits == 8) {
            return sample;
        }
        int most = (1 << bits) - 1;
        return (sample * 255 + most / 2) / most;
    }
}
