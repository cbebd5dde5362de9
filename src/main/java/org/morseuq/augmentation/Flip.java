package org.morseuq.augmentation;

import java.util.SplittableRandom;

/** Mirrors left and right with probability 1/2, as in He et al. 2016, section 4.2. */
record Flip() implements Augmentation {

    @Override
    public byte[] apply(byte[] pixels, int size, SplittableRandom random) {
        if (!random.nextBoolean()) {
            return pixels;
        }
        byte[] mirrored = new byte[pixels.length];
        for (int row = 0; row < pixels.length; row += size) {
            for (int x = 0; x < size; x++) {
                mirrored[row + x] = pixels[row + size - 1 - x];
            }
        }
        return mirrored;
    }
}
