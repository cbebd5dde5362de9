package org.morseuq.augmentation;

import java.util.SplittableRandom;

/**
 * Hides a square: T. DeVries and G. Taylor 2017, "Improved Regularization of Convolutional Neural Networks with Cutout",
 * arXiv 1708.04552. The centre of the square is uniform over the pixels, so parts of it may fall beyond the edge, and some
 * images keep almost all they have.
 *
 * <p>The square takes the mean colour of the training images, rounded to 8 bits, where the paper writes 0 after
 * normalisation: the same to half a grey level.
 *
 * @param side of the square in pixels, at least 1
 * @param colour of the square, 3 bytes
 */
record Cutout(int side, byte[] colour) implements Augmentation {

    @Override
    public byte[] apply(byte[] pixels, int size, SplittableRandom random) {
        int top = random.nextInt(size) - side / 2;
        int left = random.nextInt(size) - side / 2;
        byte[] rest = pixels.clone();
        for (int c = 0; c < 3; c++) {
            for (int y = Math.max(0, top); y < Math.min(size, top + side); y++) {
                for (int x = Math.max(0, left); x < Math.min(size, left + side); x++) {
                    rest[(c * size + y) * size + x] = colour[c];
                }
            }
        }
        return rest;
    }
}
