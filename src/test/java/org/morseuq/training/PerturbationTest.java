package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.data.Image;

final class PerturbationTest {

    private static Image noise(int size, long seed) {
        byte[] pixels = new byte[3 * size * size];
        new Random(seed).nextBytes(pixels);
        return new Image("noise", 0, size, size, pixels);
    }

    private static Image constant(int size, int value) {
        byte[] pixels = new byte[3 * size * size];
        Arrays.fill(pixels, (byte) value);
        return new Image("constant", 0, size, size, pixels);
    }

    private static byte[] apply(Perturbation perturbation, Image image, Image other, long seed) {
        byte[] into = new byte[image.pixels().length];
        perturbation.apply(image, other, new SplittableRandom(seed), into);
        return into;
    }

    @ParameterizedTest
    @CsvSource({"LARGE_PATCHES, 32, 8", "SMALL_PATCHES, 32, 4", "LARGE_PATCHES, 8, 2", "SMALL_PATCHES, 8, 1"})
    void patchesArePermutedWholeInAllChannelsAlike(Perturbation perturbation, int size, int patch) {
        Image image = noise(size, 1);
        byte[] result = apply(perturbation, image, image, 2);
        assertFalse(Arrays.equals(image.pixels(), result));
        int perSide = size / patch;
        boolean[] used = new boolean[perSide * perSide];
        for (int target = 0; target < used.length; target++) {
            int source = 0;
            while (source < used.length
                    && (used[source] || !same(image.pixels(), source, result, target, size, patch))) {
                source++;
            }
            assertTrue(source < used.length, "patch " + target + " comes from nowhere");
            used[source] = true;
        }
    }

    private static boolean same(byte[] a, int from, byte[] b, int to, int size, int patch) {
        int perSide = size / patch;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < patch; y++) {
                for (int x = 0; x < patch; x++) {
                    int left = (c * size + from / perSide * patch + y) * size + from % perSide * patch + x;
                    int right = (c * size + to / perSide * patch + y) * size + to % perSide * patch + x;
                    if (a[left] != b[right]) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    @ParameterizedTest
    @EnumSource(
            value = Perturbation.class,
            names = {"LARGE_PATCHES", "SMALL_PATCHES"})
    void patchesKeepTheSamplesOfEveryChannel(Perturbation perturbation) {
        Image image = noise(30, 3); // 30 is no multiple of 4 or 8: a remainder stays where it is
        byte[] result = apply(perturbation, image, image, 4);
        for (int c = 0; c < 3; c++) {
            byte[] before = Arrays.copyOfRange(image.pixels(), c * 900, (c + 1) * 900);
            byte[] after = Arrays.copyOfRange(result, c * 900, (c + 1) * 900);
            assertFalse(Arrays.equals(before, after));
            Arrays.sort(before);
            Arrays.sort(after);
            assertArrayEquals(before, after);
        }
    }

    @Test
    void cutMixTakesABoxOfAThirdToTwoThirdsFromTheOther() {
        double least = 1;
        double most = 0;
        for (int seed = 0; seed < 500; seed++) {
            byte[] result = apply(Perturbation.CUT_MIX, constant(32, 10), constant(32, 200), seed);
            int top = 32;
            int bottom = -1;
            int left = 32;
            int right = -1;
            int taken = 0;
            for (int p = 0; p < 1024; p++) {
                assertEquals(result[p], result[1024 + p], "channels go together");
                assertEquals(result[p], result[2048 + p], "channels go together");
                if (result[p] == (byte) 200) {
                    top = Math.min(top, p / 32);
                    bottom = Math.max(bottom, p / 32);
                    left = Math.min(left, p % 32);
                    right = Math.max(right, p % 32);
                    taken++;
                } else {
                    assertEquals(10, result[p]);
                }
            }
            assertEquals((bottom - top + 1) * (right - left + 1), taken, "a box");
            least = Math.min(least, taken / 1024.0);
            most = Math.max(most, taken / 1024.0);
        }
        // The sides are 18.9 to 25.8 pixels, rounded: 19 * 19 / 1024 = 0.353 and 26 * 26 / 1024 = 0.660.
        assertEquals(19 * 19 / 1024.0, least);
        assertEquals(26 * 26 / 1024.0, most);
    }

    @Test
    void noiseHasADeviationOfSixtyGreyLevels() {
        byte[] result = apply(Perturbation.NOISE, constant(64, 128), constant(64, 0), 5);
        // On grey 128, clipping touches what is beyond 2.1 deviations, so look at the quantiles within: of a normal
        // distribution 38.29 % are within half a deviation, here 98 to 158, with rounding 97.5 to 158.5: 38.9 %.
        long within = 0;
        double sum = 0;
        for (byte sample : result) {
            int v = sample & 0xff;
            within += v >= 98 && v <= 158 ? 1 : 0;
            sum += v;
        }
        // 12,288 samples: the fraction has a deviation of 0.0044 and the mean one of 0.54; four of each are allowed. A
        // deviation of 55 or 65 would give 42.1 % or 36.1 %.
        assertEquals(0.389, within / 12_288.0, 4 * 0.0044);
        assertEquals(128, sum / 12_288, 4 * 0.54);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 127, 128, 255})
    void aBlurredConstantIsConstant(int value) {
        Image image = constant(32, value);
        assertArrayEquals(image.pixels(), apply(Perturbation.BLUR, image, image, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 32, 45})
    void blurKeepsTheMeanAndTakesTheDetail(int size) {
        Image image = noise(size, 6);
        byte[] result = apply(Perturbation.BLUR, image, image, 0);
        for (int c = 0; c < 3; c++) {
            double[] before = moments(image.pixels(), c * size * size, size * size);
            double[] after = moments(result, c * size * size, size * size);
            // Mirrored edges give every pixel the same total weight, so only the rounding of each sample is left:
            // independent of one another, uniform, with a deviation of 0.29 levels.
            assertEquals(before[0], after[0], 5 * 0.29 / size);
            // White noise through a Gaussian of deviation s pixels keeps 1 / (2 s sqrt(pi)) of its deviation: 9 % of
            // 74 levels for s = 3, more for fewer pixels.
            assertTrue(after[1] < 0.5 * before[1], before[1] + " to " + after[1]);
        }
    }

    private static double[] moments(byte[] samples, int from, int count) {
        double sum = 0;
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            sum += samples[i] & 0xff;
            squares += (samples[i] & 0xff) * (samples[i] & 0xff);
        }
        return new double[] {sum / count, Math.sqrt(squares / count - sum * sum / count / count)};
    }

    @ParameterizedTest
    @EnumSource(Perturbation.class)
    void sameDrawsSameResultAndTheOriginalsStay(Perturbation perturbation) {
        Image image = noise(32, 8);
        Image other = noise(32, 9);
        byte[] before = image.pixels().clone();
        byte[] otherBefore = other.pixels().clone();
        byte[] first = apply(perturbation, image, other, 10);
        assertArrayEquals(first, apply(perturbation, image, other, 10));
        assertFalse(Arrays.equals(before, first));
        assertArrayEquals(before, image.pixels());
        assertArrayEquals(otherBefore, other.pixels());
    }

    @ParameterizedTest
    @EnumSource(Perturbation.class)
    void aSinglePixelIsSpoiltWithoutAnError(Perturbation perturbation) {
        assertEquals(3, apply(perturbation, constant(1, 100), constant(1, 200), 11).length);
    }
}
