package org.morseuq.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.morseuq.backbone.Preprocessing;

final class AugmentationTest {

    private static final int SIZE = 8;
    private static final float[][] TABLE =
            new Preprocessing(SIZE, List.of(0.5, 0.4, 0.3), List.of(0.25, 0.2, 0.3)).table();

    private final byte[] image = new byte[3 * SIZE * SIZE];

    {
        new Random(1).nextBytes(image);
    }

    private float[] augmented(SplittableRandom random) {
        float[] into = new float[image.length];
        Augmentations cropAndFlip = Augmentations.of(List.of("crop", "flip"), SIZE, List.of(0.5, 0.4, 0.3), 0);
        Preprocessing.normalise(cropAndFlip.image(image, SIZE, random), TABLE, into, 0);
        return into;
    }

    /** The padded image written out, then a window of it, then mirrored. */
    private float[] naive(int top, int left, boolean mirrored) {
        int side = SIZE + 8;
        float[] result = new float[image.length];
        for (int c = 0; c < 3; c++) {
            float[][] padded = new float[side][side];
            for (float[] row : padded) {
                Arrays.fill(row, TABLE[c][0]);
            }
            for (int y = 0; y < SIZE; y++) {
                for (int x = 0; x < SIZE; x++) {
                    padded[y + 4][x + 4] = TABLE[c][image[(c * SIZE + y) * SIZE + x] & 0xff];
                }
            }
            for (int y = 0; y < SIZE; y++) {
                for (int x = 0; x < SIZE; x++) {
                    result[(c * SIZE + y) * SIZE + x] = padded[top + y][left + (mirrored ? SIZE - 1 - x : x)];
                }
            }
        }
        return result;
    }

    @Test
    void everyResultIsAShiftedAndPerhapsMirroredCopyAndAllOfThemOccur() {
        int[] seen = new int[162];
        float[][] candidates = new float[162][];
        for (int k = 0; k < 162; k++) {
            candidates[k] = naive(k / 2 / 9, k / 2 % 9, k % 2 == 1);
        }

        int mirrored = 0;
        for (int i = 0; i < 3000; i++) {
            float[] result = augmented(Augmentation.stream(7, 0, i));
            int found = -1;
            for (int k = 0; k < 162; k++) {
                if (Arrays.equals(candidates[k], result)) {
                    found = k;
                }
            }
            assertTrue(found >= 0, "image " + i + " is no such copy");
            seen[found]++;
            mirrored += found % 2;
        }
        // 3000 fair coins have a deviation of 27; five of them are left with odds of one in two million.
        assertEquals(1500.0, mirrored, 5 * 27);
        // Each is missed with probability (161/162)^3000 = 9e-9.
        assertTrue(Arrays.stream(seen).allMatch(count -> count > 0), Arrays.toString(seen));
        // 18.5 are expected with deviation 4.3; six deviations for the largest of 162.
        assertTrue(Arrays.stream(seen).allMatch(count -> count < 45), Arrays.toString(seen));
    }

    @Test
    void dependsOnSeedEpochAndIndexAlone() {
        float[] first = augmented(Augmentation.stream(7, 3, 5));
        assertArrayEquals(first, augmented(Augmentation.stream(7, 3, 5)));
        long number = Augmentation.stream(7, 3, 5).nextLong();
        assertFalse(number == Augmentation.stream(8, 3, 5).nextLong());
        assertFalse(number == Augmentation.stream(7, 4, 5).nextLong());
        assertFalse(number == Augmentation.stream(7, 3, 6).nextLong());
        assertFalse(Augmentation.stream(7, 3, 4).nextLong()
                == Augmentation.stream(7, 4, 3).nextLong());
    }

    @Test
    void takesThreeDrawsInThisOrder() {
        for (int i = 0; i < 50; i++) {
            SplittableRandom draws = Augmentation.stream(7, 1, i);
            int top = draws.nextInt(9);
            int left = draws.nextInt(9);
            assertArrayEquals(naive(top, left, draws.nextBoolean()), augmented(Augmentation.stream(7, 1, i)));
        }
    }
}
