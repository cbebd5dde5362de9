package org.morseuq.augmentation;

import java.util.function.IntToDoubleFunction;

/** New grey levels for old ones, which every pixel of a channel goes through: 256 numbers from 0 to 255. */
final class ToneCurve {

    private ToneCurve() {}

    /** The levels that a function gives, rounded and cut off at 0 and 255. */
    static byte[] of(IntToDoubleFunction level) {
        byte[] curve = new byte[256];
        for (int v = 0; v < 256; v++) {
            curve[v] = (byte) Math.max(0, Math.min(255, Math.round(level.applyAsDouble(v))));
        }
        return curve;
    }

    /** Puts a run of pixels through a curve. */
    static void apply(byte[] curve, byte[] pixels, int from, int to) {
        for (int p = from; p < to; p++) {
            pixels[p] = curve[pixels[p] & 0xff];
        }
    }

    /** How often each level is among a run of pixels. */
    static int[] histogram(byte[] pixels, int from, int to) {
        int[] counts = new int[256];
        for (int p = from; p < to; p++) {
            counts[pixels[p] & 0xff]++;
        }
        return counts;
    }

    /** Stretches the levels that occur over all of 0 to 255; a single level stays. */
    static byte[] stretching(int[] histogram) {
        int least = 0;
        while (least < 255 && histogram[least] == 0) {
            least++;
        }
        int most = 255;
        while (most > 0 && histogram[most] == 0) {
            most--;
        }
        int low = least;
        int high = most;
        return of(v -> high > low ? 255.0 * (v - low) / (high - low) : v);
    }

    /** Makes all levels about equally frequent: each goes to the share of pixels below it; a single level stays. */
    static byte[] equalizing(int[] histogram) {
        long[] upTo = new long[256];
        long total = 0;
        long darkest = 0;
        for (int v = 0; v < 256; v++) {
            darkest = total == 0 ? histogram[v] : darkest;
            total += histogram[v];
            upTo[v] = total;
        }
        long all = total;
        long first = darkest;
        return of(v -> all > first ? 255.0 * (upTo[v] - first) / (all - first) : v);
    }
}
