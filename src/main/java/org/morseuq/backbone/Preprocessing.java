package org.morseuq.backbone;

import java.util.List;

/**
 * How an image becomes the numbers that a network was trained on.
 *
 * <p>The image's shorter side is brought to {@code size} and its centre is cropped to a square; then channel c of a pixel
 * with value v in 0..255 becomes \( (v / 255 - mean_c) / std_c \).
 *
 * @param size height and width in pixels, 1 to 4096
 * @param mean red, green, blue
 * @param std red, green, blue, each above 0
 */
public record Preprocessing(int size, List<Double> mean, List<Double> std) {

    /** Checks the ranges. */
    public Preprocessing {
        if (size < 1 || size > 4096) {
            throw new IllegalArgumentException("size must be from 1 to 4096, got " + size);
        }
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != 3 || std.size() != 3) {
            throw new IllegalArgumentException("mean and std must have 3 numbers each (red, green, blue), got "
                    + mean.size() + " and " + std.size());
        }
        for (int c = 0; c < 3; c++) {
            if (!(std.get(c) > 0) || !Double.isFinite(std.get(c)) || !Double.isFinite(mean.get(c))) {
                throw new IllegalArgumentException(
                        "mean must be finite and std finite and above 0, got " + mean + " and " + std);
            }
        }
    }

    /** The network's number for every channel and byte value: 3 x 256. */
    public float[][] table() {
        float[][] table = new float[3][256];
        for (int c = 0; c < 3; c++) {
            for (int v = 0; v < 256; v++) {
                table[c][v] = (float) ((v / 255.0 - mean.get(c)) / std.get(c));
            }
        }
        return table;
    }

    /**
     * Looks up the numbers of an image that already has the right size.
     *
     * @param pixels planar RGB bytes
     * @param table from {@link #table()}
     * @param into where the numbers go, in the same order
     * @param offset the first of them
     */
    public static void normalise(byte[] pixels, float[][] table, float[] into, int offset) {
        int plane = pixels.length / 3;
        for (int c = 0; c < 3; c++) {
            for (int p = c * plane; p < (c + 1) * plane; p++) {
                into[offset + p] = table[c][pixels[p] & 0xff];
            }
        }
    }

    /**
     * The bytes next to an image's numbers, which undoes {@link #normalise}.
     *
     * @param numbers planar RGB on the network's scale
     * @return bytes in the same order; what lies beyond 0 and 255 is cut off
     */
    public byte[] restore(float[] numbers) {
        int plane = numbers.length / 3;
        byte[] pixels = new byte[numbers.length];
        for (int i = 0; i < pixels.length; i++) {
            int c = i / plane;
            pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(255 * (numbers[i] * std.get(c) + mean.get(c)))));
        }
        return pixels;
    }
}
