package org.morseuq.augmentation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Plane waves of random directions and phases whose amplitudes fall with the frequency f as \( f^{-\alpha} \), \( \alpha \)
 * uniform from 0.5 to 2 and one a picture: noise that looks like clouds or cloth. Every channel has its own phases; its
 * samples are spread over all grey levels by their rank, the darkest 0, the brightest 255.
 */
final class WaveNoise {

    private static final int WAVES = 48;

    private WaveNoise() {}

    /** A picture of 3 x size x size bytes. */
    static byte[] picture(int size, SplittableRandom random) {
        double fall = 0.5 + 1.5 * random.nextDouble();
        double[][] planes = new double[3][size * size];
        for (int wave = 0; wave < WAVES; wave++) {
            double cycles = 0.5 * Math.pow(size, random.nextDouble()); // a side, up to two pixels a cycle
            double angle = 2 * Math.PI * random.nextDouble();
            double amplitude = Math.pow(cycles, -fall);
            double across = 2 * Math.PI * cycles * Math.cos(angle) / size;
            double down = 2 * Math.PI * cycles * Math.sin(angle) / size;
            for (double[] plane : planes) {
                add(plane, size, amplitude * random.nextGaussian(), across, down, 2 * Math.PI * random.nextDouble());
            }
        }
        byte[] pixels = new byte[3 * size * size];
        for (int c = 0; c < 3; c++) {
            spread(planes[c], pixels, c * size * size);
        }
        return pixels;
    }

    /** cos(u + v) = cos u cos v - sin u sin v, which takes a cosine a row and a column rather than one a pixel. */
    private static void add(double[] plane, int size, double amplitude, double across, double down, double phase) {
        for (int y = 0; y < size; y++) {
            double cos = amplitude * Math.cos(down * y + phase);
            double sin = amplitude * Math.sin(down * y + phase);
            double stepCos = Math.cos(across);
            double stepSin = Math.sin(across);
            for (int x = 0; x < size; x++) {
                plane[y * size + x] += cos;
                double next = cos * stepCos - sin * stepSin;
                sin = sin * stepCos + cos * stepSin;
                cos = next;
            }
        }
    }

    private static void spread(double[] plane, byte[] pixels, int offset) {
        double[] sorted = plane.clone();
        Arrays.sort(sorted);
        for (int p = 0; p < plane.length; p++) {
            int rank = Arrays.binarySearch(sorted, plane[p]);
            pixels[offset + p] = (byte) Math.round(255.0 * rank / Math.max(1, plane.length - 1));
        }
    }
}
