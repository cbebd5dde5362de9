package org.morseuq.data;

import java.util.Arrays;

/**
 * Convolution with a normal density: along each axis, pixel j of the result is \( \sum_i w_i x_{j+i} / \sum_i w_i \) with
 * \( w_i = e^{-i^2 / 2 \sigma^2} \) for \( |i| \le \lceil 3 \sigma \rceil \), beyond the edges the image mirrored.
 *
 * <p>Mirrored edges give every pixel the same total weight, so the mean of each channel stays but for rounding to 8 bits,
 * which happens once. Costs O(pixels \( \cdot \sigma \)).
 */
public final class GaussianBlur {

    private GaussianBlur() {}

    /**
     * Blurs an image.
     *
     * @param image any image
     * @param deviation \( \sigma \) in pixels, above 0 and finite
     * @return the samples of the blurred image, in the image's order
     */
    public static byte[] of(Image image, double deviation) {
        if (!(deviation > 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("the deviation of a blur must be above 0 and finite, got " + deviation);
        }
        int radius = (int) Math.ceil(3 * deviation);
        double[] kernel = new double[2 * radius + 1];
        for (int i = 0; i < kernel.length; i++) {
            double x = (i - radius) / deviation;
            kernel[i] = Math.exp(-x * x / 2);
        }
        double total = Arrays.stream(kernel).sum();
        int h = image.height();
        int w = image.width();
        byte[] blurred = new byte[image.pixels().length];
        double[] across = new double[h * w];
        for (int c = 0; c < 3; c++) {
            int plane = c * h * w;
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    double sum = 0;
                    for (int i = 0; i < kernel.length; i++) {
                        sum += kernel[i] * (image.pixels()[plane + y * w + mirror(x + i - radius, w)] & 0xff);
                    }
                    across[y * w + x] = sum / total;
                }
            }
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    double sum = 0;
                    for (int i = 0; i < kernel.length; i++) {
                        sum += kernel[i] * across[mirror(y + i - radius, h) * w + x];
                    }
                    blurred[plane + y * w + x] = (byte) Math.round(sum / total);
                }
            }
        }
        return blurred;
    }

    private static int mirror(int i, int n) {
        int j = i;
        while (j < 0 || j >= n) {
            j = j < 0 ? -1 - j : 2 * n - 1 - j;
        }
        return j;
    }
}
