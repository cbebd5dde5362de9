package org.morseuq.data;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Ways in which a good picture becomes a bad one, at five levels each: what a network meets that was trained on the good
 * ones. The image still shows its class.
 *
 * <p>In the spirit of D. Hendrycks and T. Dietterich (2019), Benchmarking Neural Network Robustness to Common Corruptions
 * and Perturbations, arXiv 1903.12261, but ours: the kinds are five of theirs and the strengths are stated here, so numbers
 * are not to be compared with those on their files. Lengths are in units of 1/32 of the image's shorter side, so that an
 * image of any size is spoilt alike; only pixels cannot be made larger than they are, so pixelation leaves an image of few
 * of them as it is. The result is rounded to 8 bits.
 */
public enum Corruption {
    /** Independent normal noise on every sample, clipped; the strength is its deviation in grey levels of 0 to 255. */
    GAUSSIAN_NOISE(10, 15, 20, 25, 30) {
        @Override
        byte[] pixels(Image image, double strength, SplittableRandom random) {
            return GaussianNoise.of(image, strength, random);
        }
    },

    /** A {@linkplain GaussianBlur Gaussian blur}; the strength is its deviation. */
    GAUSSIAN_BLUR(0.4, 0.6, 0.8, 1.0, 1.2) {
        @Override
        byte[] pixels(Image image, double strength, SplittableRandom random) {
            return GaussianBlur.of(image, strength * Math.min(image.height(), image.width()) / 32);
        }
    },

    /** Every sample x becomes \( m + a (x - m) \) with the mean m of its channel; the strength is the factor a. */
    CONTRAST(0.75, 0.5, 0.4, 0.3, 0.2) {
        @Override
        byte[] pixels(Image image, double strength, SplittableRandom random) {
            return fade(image, strength);
        }
    },

    /** A grid of equal cells, each of its mean colour; the strength is the number of cells along the shorter side. */
    PIXELATE(28, 24, 20, 16, 12) {
        @Override
        byte[] pixels(Image image, double strength, SplittableRandom random) {
            return pixelate(image, strength / Math.min(image.height(), image.width()));
        }
    },

    /** Written as JPEG and read again; the strength is the quality, from 0 to 100. */
    JPEG(80, 60, 40, 25, 15) {
        @Override
        byte[] pixels(Image image, double strength, SplittableRandom random) {
            return JpegRoundTrip.of(image, strength);
        }
    };

    /** The number of levels. */
    public static final int LEVELS = 5;

    @SuppressWarnings("ImmutableEnumChecker") // an array, but never written
    private final double[] strengths;

    Corruption(double... strengths) {
        this.strengths = strengths;
    }

    /**
     * How strong a level is, in the unit that the kind states.
     *
     * @param level from 1, the mildest, to {@link #LEVELS}
     * @return the strength
     */
    public double strength(int level) {
        if (level < 1 || level > LEVELS) {
            throw new IllegalArgumentException(
                    "the level of a corruption must be from 1 to " + LEVELS + ", got " + level);
        }
        return strengths[level - 1];
    }

    /**
     * Corrupts an image.
     *
     * @param image any image; stays as it is
     * @param level from 1, the mildest, to {@link #LEVELS}
     * @param random where draws come from, if the kind is random
     * @return an image of the same size, id and label
     */
    public Image apply(Image image, int level, SplittableRandom random) {
        return new Image(
                image.id(), image.label(), image.height(), image.width(), pixels(image, strength(level), random));
    }

    abstract byte[] pixels(Image image, double strength, SplittableRandom random);

    /** The name in files and on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static byte[] fade(Image image, double factor) {
        byte[] faded = new byte[image.pixels().length];
        int plane = faded.length / 3;
        for (int c = 0; c < 3; c++) {
            double mean = 0;
            for (int p = c * plane; p < (c + 1) * plane; p++) {
                mean += image.pixels()[p] & 0xff;
            }
            mean /= plane;
            for (int p = c * plane; p < (c + 1) * plane; p++) {
                faded[p] = (byte) Math.round(mean + factor * ((image.pixels()[p] & 0xff) - mean));
            }
        }
        return faded;
    }

    /** Averages into cells by area and back, so that the mean stays; a cell is never smaller than a pixel. */
    private static byte[] pixelate(Image image, double cellsByPixel) {
        int h = image.height();
        int w = image.width();
        double[][] down = averaging(h, cellsByPixel);
        double[][] across = averaging(w, cellsByPixel);
        byte[] result = new byte[3 * h * w];
        double[] rows = new double[h * w];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    double sum = 0;
                    for (int i = 0; i < w; i++) {
                        sum += across[x][i] * (image.pixels()[(c * h + y) * w + i] & 0xff);
                    }
                    rows[y * w + x] = sum;
                }
            }
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    double sum = 0;
                    for (int i = 0; i < h; i++) {
                        sum += down[y][i] * rows[i * w + x];
                    }
                    result[(c * h + y) * w + x] = (byte) Math.round(sum);
                }
            }
        }
        return result;
    }

    /** Entry (j, i): how much of pixel i is in pixel j, once all pixels of a cell have the cell's mean. */
    private static double[][] averaging(int n, double cellsByPixel) {
        int cells = Math.max(1, (int) Math.min(n, Math.round(n * cellsByPixel)));
        double width = (double) n / cells;
        double[][] matrix = new double[n][n];
        for (int cell = 0; cell < cells; cell++) {
            for (int j = 0; j < n; j++) {
                double there = overlap(j, cell, width);
                for (int i = 0; there > 0 && i < n; i++) {
                    matrix[j][i] += there * overlap(i, cell, width) / width;
                }
            }
        }
        return matrix;
    }

    private static double overlap(int pixel, int cell, double width) {
        return Math.max(0, Math.min(pixel + 1, (cell + 1) * width) - Math.max(pixel, cell * width));
    }
}
