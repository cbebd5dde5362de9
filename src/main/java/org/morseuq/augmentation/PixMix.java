package org.morseuq.augmentation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Mixes an image with pictures that have structure and show nothing: after D. Hendrycks et al. 2022, "PixMix: Dreamlike
 * Pictures Comprehensively Improve Safety Measures", arXiv 2112.05135.
 *
 * <p>Starting from the image or, by a fair coin, from a changed copy of it, up to four rounds follow, their number uniform
 * from 0 to 4. In each of them the result x is mixed with m, by a fair coin a dreamlike picture or another changed
 * copy of the image: with samples from 0 to 1, by another coin the sum \( \frac12 (a (2x - 1) + b (2m - 1) + 1) \) or the
 * product \( \frac12 (2x)^a (2m)^b \), cut off at 0 and 1. The weights are, by one more coin,
 * \( a \sim \mathrm{Beta}(3, 1), b \sim \mathrm{Beta}(1, 3) \) or, which takes m away, \( a - 1 \sim \mathrm{Beta}(1, 3),
 * -b \sim \mathrm{Beta}(1, 3) \).
 *
 * <p>Different here: the pictures are our own {@link FractalPictures}; a changed copy is one {@link PictureOperation} of a
 * strength uniform up to 0.3; samples are rounded to 8 bits after every round, and in products those of m are at least half
 * a grey level.
 *
 * @param pictures what is mixed in, each 3 x size x size bytes
 * @param colour behind a moved picture, 3 bytes
 */
record PixMix(List<byte[]> pictures, byte[] colour) implements Augmentation {

    private static final int ROUNDS = 4;
    private static final double SHAPE = 3;
    private static final double STRONGEST = 0.3;

    private static final PictureOperation[] LIST = PictureOperation.values();

    @Override
    public byte[] apply(byte[] pixels, int size, SplittableRandom random) {
        byte[] mixed = random.nextBoolean() ? pixels : changed(pixels, size, random);
        int rounds = random.nextInt(ROUNDS + 1);
        for (int i = 0; i < rounds; i++) {
            byte[] with = random.nextBoolean()
                    ? pictures.get(random.nextInt(pictures.size()))
                    : changed(pixels, size, random);
            boolean adds = random.nextBoolean();
            boolean takes = random.nextBoolean();
            double own = Math.pow(random.nextDouble(), 1 / SHAPE); // Beta(3, 1), by its inverse distribution function
            double other = 1 - Math.pow(random.nextDouble(), 1 / SHAPE); // Beta(1, 3), the same seen from 1
            double a = takes ? 2 - own : own;
            double b = takes ? -other : other;
            mixed = adds ? sum(mixed, a, with, b) : product(mixed, a, with, b);
        }
        return mixed;
    }

    private byte[] changed(byte[] pixels, int size, SplittableRandom random) {
        Canvas canvas = new Canvas(pixels, size, colour);
        PictureOperation operation = LIST[random.nextInt(LIST.length)];
        operation.apply(canvas, STRONGEST * random.nextDouble(), random);
        return canvas.pixels();
    }

    private static byte[] sum(byte[] x, double a, byte[] m, double b) {
        byte[] result = new byte[x.length];
        for (int p = 0; p < x.length; p++) {
            double around = a * ((x[p] & 0xff) - 127.5) + b * ((m[p] & 0xff) - 127.5);
            result[p] = (byte) Math.max(0, Math.min(255, Math.round(around + 127.5)));
        }
        return result;
    }

    private static byte[] product(byte[] x, double a, byte[] m, double b) {
        double[] own = new double[256]; // two powers a grey level rather than two a sample
        double[] other = new double[256];
        for (int v = 0; v < 256; v++) {
            own[v] = Math.pow(2 * v / 255.0, a);
            other[v] = Math.pow(Math.max(2 * v, 1) / 255.0, b);
        }
        byte[] result = new byte[x.length];
        for (int p = 0; p < x.length; p++) {
            double value = 127.5 * own[x[p] & 0xff] * other[m[p] & 0xff];
            result[p] = (byte) Math.min(255, Math.round(value));
        }
        return result;
    }
}
