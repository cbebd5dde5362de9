package org.morseuq.augmentation;

import java.util.SplittableRandom;

/**
 * Changes of a picture, photometric and geometric, each with a strength s from 0, which leaves the picture as it is, to 1.
 * Some go either way, and a fair coin says which: their amount is \( \pm s \) times what is stated. Where a picture
 * is moved, one colour shows behind it. Results are rounded to 8 bits.
 */
enum PictureOperation {
    /** Nothing. */
    IDENTITY {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {}
    },

    /** Every channel is stretched over all grey levels, whatever the strength. */
    AUTO_CONTRAST {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            canvas.curves((pixels, from, to) -> ToneCurve.stretching(ToneCurve.histogram(pixels, from, to)));
        }
    },

    /** Every channel gets all grey levels equally often, whatever the strength. */
    EQUALIZE {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            canvas.curves((pixels, from, to) -> ToneCurve.equalizing(ToneCurve.histogram(pixels, from, to)));
        }
    },

    /** Only the highest bits of a sample are kept: 8 bits, less 4 at full strength. */
    POSTERIZE {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            int kept = 0xff << Math.round(4 * strength);
            canvas.curve(v -> v & kept);
        }
    },

    /** Samples from the level 256 (1 - s) on are inverted. */
    SOLARIZE {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            canvas.curve(v -> v >= 256 * (1 - strength) ? 255 - v : v);
        }
    },

    /** All samples are multiplied by 1 and up to 0.9 more or less. */
    BRIGHTNESS {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            double factor = 1 + 0.9 * signed(strength, random);
            canvas.curve(v -> factor * v);
        }
    },

    /** The distances from the picture's mean grey are multiplied by 1 and up to 0.9 more or less. */
    CONTRAST {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            double factor = 1 + 0.9 * signed(strength, random);
            double mean = canvas.meanGrey();
            canvas.curve(v -> mean + factor * (v - mean));
        }
    },

    /** The distances from a pixel's own grey are multiplied by 1 and up to 0.9 more or less. */
    COLOUR {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            canvas.saturate(1 + 0.9 * signed(strength, random));
        }
    },

    /** The distances from a picture smoothed over 3 x 3 pixels are multiplied by 1 and up to 0.9 more or less. */
    SHARPNESS {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            canvas.sharpen(1 + 0.9 * signed(strength, random));
        }
    },

    /** Turned by up to 30 degrees. */
    ROTATE {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            canvas.move(PlaneMap.rotation(Math.toRadians(30 * signed(strength, random))));
        }
    },

    /** Rows are moved by up to 0.3 of their height over the middle. */
    SHEAR_ACROSS {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            canvas.move(PlaneMap.shear(0.3 * signed(strength, random), 0));
        }
    },

    /** Columns are moved by up to 0.3 of their distance from the middle. */
    SHEAR_DOWN {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            canvas.move(PlaneMap.shear(0, 0.3 * signed(strength, random)));
        }
    },

    /** Moved left or right by up to 0.3 of the side. */
    TRANSLATE_ACROSS {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            canvas.move(PlaneMap.translation(0.3 * canvas.size() * signed(strength, random), 0));
        }
    },

    /** Moved up or down by up to 0.3 of the side. */
    TRANSLATE_DOWN {
        @Override
        void apply(Canvas canvas, double strength, SplittableRandom random) {
            canvas.move(PlaneMap.translation(0, 0.3 * canvas.size() * signed(strength, random)));
        }
    };

    /**
     * Changes a picture.
     *
     * @param canvas the picture, which is overwritten
     * @param strength from 0 to 1
     * @param random where the coin comes from
     */
    abstract void apply(Canvas canvas, double strength, SplittableRandom random);

    private static double signed(double strength, SplittableRandom random) {
        return random.nextBoolean() ? strength : -strength;
    }
}
