package org.morseuq.augmentation;

import java.util.SplittableRandom;

/**
 * A few operations drawn from a list, uniformly and with replacement, all of one strength: after E. Cubuk et al. 2020,
 * "RandAugment: Practical automated data augmentation with a reduced search space", arXiv 1909.13719.
 *
 * <p>The list has the fourteen kinds of the paper. Different here are the strengths, which {@link PictureOperation} states
 * for 30 and which grow linearly from nothing at 0, so that numbers found elsewhere are a start and no more; pixels are
 * interpolated linearly; and behind a moved picture there is the mean colour of the training images.
 *
 * @param operations how many are drawn, at least 1
 * @param strength from 0 to {@link #STRONGEST}
 * @param colour behind the picture, 3 bytes
 */
record RandAugment(int operations, int strength, byte[] colour) implements Augmentation {

    /** The strength at which an operation does all it can. */
    static final int STRONGEST = 30;

    private static final PictureOperation[] LIST = PictureOperation.values();

    @Override
    public byte[] apply(byte[] pixels, int size, SplittableRandom random) {
        Canvas canvas = new Canvas(pixels, size, colour);
        for (int i = 0; i < operations; i++) {
            LIST[random.nextInt(LIST.length)].apply(canvas, (double) strength / STRONGEST, random);
        }
        return canvas.pixels();
    }
}
