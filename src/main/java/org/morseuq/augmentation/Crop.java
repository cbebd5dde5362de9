package org.morseuq.augmentation;

import java.util.SplittableRandom;

/**
 * Random crop, as in He et al. 2016, section 4.2: the image is padded by black pixels on every side, and a window of the
 * original size is cut out at a uniformly drawn place.
 *
 * @param padding pixels a side, at least 0
 */
record Crop(int padding) implements Augmentation {

    @Override
    public byte[] apply(byte[] pixels, int size, SplittableRandom random) {
        int down = random.nextInt(2 * padding + 1) - padding;
        int right = random.nextInt(2 * padding + 1) - padding;
        byte[] window = new byte[pixels.length];
        int from = Math.max(0, -right);
        int to = Math.min(size, size - right);
        for (int row = 0; row < 3 * size && from < to; row++) {
            int y = row % size + down;
            if (y >= 0 && y < size) {
                int source = (row - row % size + y) * size + right;
                System.arraycopy(pixels, source + from, window, row * size + from, to - from);
            }
        }
        return window;
    }
}
