package org.morseuq.training;

import java.util.SplittableRandom;

/**
 * Random crop and flip, as in He et al. 2016, section 4.2: the image is padded by 4 black pixels on every side, a window of
 * the original size is cut out at a uniformly drawn place, and with probability 1/2 it is mirrored.
 *
 * <p>The draw depends on the seed, the epoch and the image's index only, so that a resumed run sees the same images.
 */
final class Augmentation {

    private static final int PADDING = 4;

    private Augmentation() {}

    /**
     * Writes an augmented image as numbers.
     *
     * @param pixels 3 x size x size bytes, planar
     * @param size height and width
     * @param table the network's number for each channel and byte value, 3 x 256
     * @param random where the draws come from
     * @param into where the 3 x size x size numbers go
     * @param offset the first of them
     */
    static void apply(byte[] pixels, int size, float[][] table, SplittableRandom random, float[] into, int offset) {
        int dy = random.nextInt(2 * PADDING + 1) - PADDING;
        int dx = random.nextInt(2 * PADDING + 1) - PADDING;
        boolean mirrored = random.nextBoolean();
        int at = offset;
        for (int c = 0; c < 3; c++) {
            float black = table[c][0];
            for (int y = 0; y < size; y++) {
                int row = y + dy;
                int start = (c * size + row) * size;
                for (int x = 0; x < size; x++) {
                    int column = (mirrored ? size - 1 - x : x) + dx;
                    boolean inside = row >= 0 && row < size && column >= 0 && column < size;
                    into[at++] = inside ? table[c][pixels[start + column] & 0xff] : black;
                }
            }
        }
    }

    /** The random stream of one image in one epoch. */
    static SplittableRandom stream(long seed, int epoch, int index) {
        return new SplittableRandom(mix(mix(mix(seed) + epoch) + index));
    }

    /** A bijection that spreads nearby numbers: the finaliser of SplitMix64. */
    static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L + 0x9e3779b97f4a7c15L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
