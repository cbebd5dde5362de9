package org.morseuq.augmentation;

import java.util.SplittableRandom;

/**
 * A random change of a training image that leaves its class as it is.
 *
 * <p>What is drawn comes from the {@link #stream} of the image, which depends on the seed, the epoch and the image's index
 * only, so that a resumed run sees the same images. Implementations are immutable, and are asked from any thread.
 */
public interface Augmentation {

    /**
     * The changed image.
     *
     * @param pixels 3 x size x size bytes, planar; stay as they are
     * @param size height and width
     * @param random where the draws come from
     * @return as many bytes, perhaps the same array
     */
    byte[] apply(byte[] pixels, int size, SplittableRandom random);

    /**
     * The random stream of one image in one epoch.
     *
     * @param seed of the run
     * @param epoch counted from 0
     * @param index of the image, from 0; numbers below 0 are for draws that belong to no image
     * @return the same stream for the same numbers
     */
    static SplittableRandom stream(long seed, int epoch, int index) {
        return new SplittableRandom(mix(mix(mix(seed) + epoch) + index));
    }

    /**
     * A bijection that spreads nearby numbers: the finaliser of SplitMix64.
     *
     * @param z any number
     * @return another
     */
    static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L + 0x9e3779b97f4a7c15L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
