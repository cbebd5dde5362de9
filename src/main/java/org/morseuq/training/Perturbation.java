package org.morseuq.training;

import java.util.SplittableRandom;
import org.morseuq.data.GaussianBlur;
import org.morseuq.data.GaussianNoise;
import org.morseuq.data.Image;

/**
 * Ways to spoil a training image so that it no longer shows its class while its low-level statistics change little or
 * much: together they are the reference measure that the kernels' rates are fitted against. No other images are needed.
 *
 * <p>Lengths are in units of 1/32 of the image's side.
 */
enum Perturbation {
    /** The sixteen squares of side 8 are permuted. */
    LARGE_PATCHES {
        @Override
        void apply(Image image, Image other, SplittableRandom random, byte[] into) {
            shufflePatches(image, 4, random, into);
        }
    },

    /** The sixty-four squares of side 4 are permuted. */
    SMALL_PATCHES {
        @Override
        void apply(Image image, Image other, SplittableRandom random, byte[] into) {
            shufflePatches(image, 8, random, into);
        }
    },

    /** A box with 35 to 65 % of the area is taken from another image: Yun et al. 2019, "CutMix", arXiv 1905.04899. */
    CUT_MIX {
        @Override
        void apply(Image image, Image other, SplittableRandom random, byte[] into) {
            System.arraycopy(image.pixels(), 0, into, 0, into.length);
            int h = image.height();
            int w = image.width();
            double part = Math.sqrt(0.35 + 0.3 * random.nextDouble());
            int boxHeight = Math.max(1, (int) Math.round(part * h));
            int boxWidth = Math.max(1, (int) Math.round(part * w));
            int top = random.nextInt(h - boxHeight + 1);
            int left = random.nextInt(w - boxWidth + 1);
            for (int c = 0; c < 3; c++) {
                for (int y = top; y < top + boxHeight; y++) {
                    int at = (c * h + y) * w + left;
                    System.arraycopy(other.pixels(), at, into, at, boxWidth);
                }
            }
        }
    },

    /** Independent normal noise with a standard deviation of 60 grey levels on every sample, clipped. */
    NOISE {
        @Override
        void apply(Image image, Image other, SplittableRandom random, byte[] into) {
            System.arraycopy(GaussianNoise.of(image, 60, random), 0, into, 0, into.length);
        }
    },

    /** A Gaussian blur with a standard deviation of 3, edges mirrored. */
    BLUR {
        @Override
        void apply(Image image, Image other, SplittableRandom random, byte[] into) {
            double deviation = 3.0 * Math.min(image.height(), image.width()) / 32;
            System.arraycopy(GaussianBlur.of(image, deviation), 0, into, 0, into.length);
        }
    };

    /**
     * Writes the spoilt image.
     *
     * @param image the image
     * @param other another of the same size
     * @param random where the draws come from
     * @param into as many bytes as the image has
     */
    abstract void apply(Image image, Image other, SplittableRandom random, byte[] into);

    private static void shufflePatches(Image image, int perSide, SplittableRandom random, byte[] into) {
        int h = image.height() / perSide;
        int w = image.width() / perSide;
        System.arraycopy(image.pixels(), 0, into, 0, into.length); // a remainder at the edges stays
        int[] order = Permutation.of(perSide * perSide, random);
        for (int i = 0; i < order.length; i++) {
            int fromTop = order[i] / perSide * h;
            int fromLeft = order[i] % perSide * w;
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < h; y++) {
                    int source = (c * image.height() + fromTop + y) * image.width() + fromLeft;
                    int target = (c * image.height() + i / perSide * h + y) * image.width() + i % perSide * w;
                    System.arraycopy(image.pixels(), source, into, target, w);
                }
            }
        }
    }
}
