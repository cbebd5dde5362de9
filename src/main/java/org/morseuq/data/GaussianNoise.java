package org.morseuq.data;

import java.util.SplittableRandom;

/** Independent normal noise on every sample of an image, rounded to 8 bits and clipped to them. */
public final class GaussianNoise {

    private GaussianNoise() {}

    /**
     * Adds noise to an image.
     *
     * @param image any image
     * @param deviation in grey levels of 0 to 255, at least 0 and finite
     * @param random where the draws come from, one a sample in the image's order
     * @return the samples of the noisy image
     */
    public static byte[] of(Image image, double deviation, SplittableRandom random) {
        if (!(deviation >= 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException(
                    "the deviation of noise must be at least 0 and finite, got " + deviation);
        }
        byte[] noisy = new byte[image.pixels().length];
        for (int p = 0; p < noisy.length; p++) {
            long sample = Math.round((image.pixels()[p] & 0xff) + deviation * random.nextGaussian());
            noisy[p] = (byte) Math.max(0, Math.min(255, sample));
        }
        return noisy;
    }
}
