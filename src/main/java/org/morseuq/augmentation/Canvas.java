package org.morseuq.augmentation;

import java.util.function.IntToDoubleFunction;

/** A picture that operations paint over. */
final class Canvas {

    /** Weights of red, green and blue in grey: ITU-R BT.601. */
    private static final double[] GREY = {0.299, 0.587, 0.114};

    /** Makes a tone curve of a channel, whose pixels are a run of the picture's. */
    interface ChannelCurve {
        byte[] of(byte[] pixels, int from, int to);
    }

    private final int size;
    private final byte[] behind;
    private byte[] pixels;

    /**
     * A copy of a picture.
     *
     * @param pixels 3 x size x size bytes, planar
     * @param size height and width
     * @param behind the colour behind the picture, 3 bytes
     */
    Canvas(byte[] pixels, int size, byte[] behind) {
        this.pixels = pixels.clone();
        this.size = size;
        this.behind = behind;
    }

    int size() {
        return size;
    }

    /** The picture as it is now; not copied. */
    byte[] pixels() {
        return pixels;
    }

    /** Puts all samples through one curve. */
    void curve(IntToDoubleFunction level) {
        ToneCurve.apply(ToneCurve.of(level), pixels, 0, pixels.length);
    }

    /** Puts every channel through a curve of its own. */
    void curves(ChannelCurve curve) {
        int plane = size * size;
        for (int from = 0; from < pixels.length; from += plane) {
            ToneCurve.apply(curve.of(pixels, from, from + plane), pixels, from, from + plane);
        }
    }

    /** Moves the picture. */
    void move(PlaneMap map) {
        pixels = map.of(pixels, size, behind);
    }

    /** The mean over all pixels of their grey. */
    double meanGrey() {
        double sum = 0;
        for (int p = 0; p < size * size; p++) {
            sum += grey(p);
        }
        return sum / (size * size);
    }

    private double grey(int p) {
        int plane = size * size;
        return GREY[0] * (pixels[p] & 0xff)
                + GREY[1] * (pixels[plane + p] & 0xff)
                + GREY[2] * (pixels[2 * plane + p] & 0xff);
    }

    /** Multiplies the distance of every pixel from its own grey. */
    void saturate(double factor) {
        int plane = size * size;
        for (int p = 0; p < plane; p++) {
            double grey = grey(p);
            for (int at = p; at < pixels.length; at += plane) {
                pixels[at] = sample(grey + factor * ((pixels[at] & 0xff) - grey));
            }
        }
    }

    /**
     * Multiplies the distance of every sample from the mean of the 3 x 3 around it, where its own counts five times; the
     * pixels of the edge stay.
     */
    void sharpen(double factor) {
        byte[] before = pixels.clone();
        for (int c = 0; c < 3; c++) {
            for (int y = 1; y < size - 1; y++) {
                for (int x = 1; x < size - 1; x++) {
                    int at = (c * size + y) * size + x;
                    int sum = 4 * (before[at] & 0xff);
                    for (int row = at - size; row <= at + size; row += size) {
                        sum += (before[row - 1] & 0xff) + (before[row] & 0xff) + (before[row + 1] & 0xff);
                    }
                    double smooth = sum / 13.0;
                    pixels[at] = sample(smooth + factor * ((before[at] & 0xff) - smooth));
                }
            }
        }
    }

    private static byte sample(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
}
