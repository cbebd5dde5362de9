package org.morseuq.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AugmentationsTest {

    private static final int SIZE = 12;
    private static final List<Double> MEAN = List.of(0.2, 0.4, 0.6); // the bytes 51, 102, 153

    private final byte[] image = new byte[3 * SIZE * SIZE];

    {
        new Random(1).nextBytes(image);
    }

    private static Augmentations of(String words) {
        return Augmentations.of(words.isEmpty() ? List.of() : List.of(words.split(",", -1)), SIZE, MEAN, 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crop,flip",
                "cutout:4",
                "randaugment:2:9",
                "randaugment:3:30",
                "pixmix",
                "crop,flip,cutout:3,pixmix"
            })
    void changesSomeImagesAndRepeatsItselfAndLeavesTheOriginalAsItIs(String words) {
        byte[] before = image.clone();
        int changed = 0;
        for (int i = 0; i < 20; i++) {
            byte[] once = of(words).image(image, SIZE, Augmentation.stream(3, 2, i));
            assertArrayEquals(once, of(words).image(image, SIZE, Augmentation.stream(3, 2, i)));
            changed += Arrays.equals(once, image) ? 0 : 1;
        }
        assertTrue(changed > 10, changed + " of 20 are changed");
        assertArrayEquals(before, image);
    }

    @Test
    void noneLeavesImagesAsTheyAre() {
        assertSame(image, of("").image(image, SIZE, new SplittableRandom(1)));
        assertTrue(of("").mixup().isEmpty());
        assertEquals(0.2, of("flip,mixup:0.2,crop").mixup().orElseThrow());
    }

    @Test
    void theyComeOneAfterTheOther() {
        byte[] both = of("flip,cutout:5").image(image, SIZE, new SplittableRandom(4));
        SplittableRandom random = new SplittableRandom(4);
        byte[] flipped = new Flip().apply(image, SIZE, random);
        assertArrayEquals(new Cutout(5, new byte[] {51, 102, (byte) 153}).apply(flipped, SIZE, random), both);
    }

    @Test
    void aSquareOfTheMeanColourIsCutOutAroundEveryPixelAlike() {
        int[] hidden = new int[SIZE * SIZE];
        byte[] colour = {51, 102, (byte) 153};
        byte[] white = new byte[3 * SIZE * SIZE];
        Arrays.fill(white, (byte) 255);
        int draws = 14_400;
        for (int i = 0; i < draws; i++) {
            byte[] rest = of("cutout:3").image(white, SIZE, Augmentation.stream(1, 1, i));
            int count = 0;
            for (int p = 0; p < SIZE * SIZE; p++) {
                for (int c = 0; c < 3; c++) {
                    boolean cut = rest[p] == colour[0];
                    assertEquals(cut ? colour[c] : (byte) 255, rest[c * SIZE * SIZE + p]);
                }
                count += rest[p] == colour[0] ? 1 : 0;
                hidden[p] += rest[p] == colour[0] ? 1 : 0;
            }
            assertTrue(count == 9 || count == 6 || count == 4, "a square of 3, or what is left at an edge: " + count);
        }
        // In the middle 9 of 144 centres hide a pixel, 900 times with deviation 29; in a corner 4, 400 times with
        // deviation 20.
        assertEquals(900, hidden[SIZE * 5 + 5], 5 * 29);
        assertEquals(400, hidden[0], 5 * 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "blur | unknown augmentation 'blur', known are crop, flip, cutout, randaugment, pixmix, mixup, or none alone",
                "none | unknown augmentation 'none', known are crop, flip, cutout, randaugment, pixmix, mixup, or none alone",
                "flip:1 | flip is written flip, got 'flip:1'",
                "cutout | cutout is written cutout:SIDE, got 'cutout'",
                "cutout:0 | the side of cutout must be a whole number from 1 to 4096, got '0'",
                "cutout:2.5 | the side of cutout must be a whole number from 1 to 4096, got '2.5'",
                "cutout:NaN | the side of cutout must be a whole number from 1 to 4096, got 'NaN'",
                "randaugment:2 | randaugment is written randaugment:OPERATIONS:STRENGTH, got 'randaugment:2'",
                "randaugment:0:9 | the operations of randaugment must be a whole number from 1 to 16, got '0'",
                "randaugment:2:31 | the strength of randaugment must be a whole number from 0 to 30, got '31'",
                "mixup:0 | the alpha of mixup must be a number above 0 and at most 4.0, got '0'",
                "mixup:x | the alpha of mixup must be a number above 0 and at most 4.0, got 'x'"
            })
    void whatIsNotAnAugmentationIsRefused(String word, String message) {
        List<String> words = List.of("crop", word);
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Augmentations.check(words))
                        .getMessage());
    }

    @Test
    void twiceTheSameIsRefused() {
        List<String> words = List.of("cutout:2", "flip", "cutout:3");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Augmentations.check(words))
                .getMessage()
                .contains("cutout is named twice"));
    }

    @Test
    void fractalsAreManyAndNoneIsBlack() {
        List<byte[]> pictures = FractalPictures.of(40, 16, 3);
        assertArrayEquals(pictures.get(7), FractalPictures.of(8, 16, 3).get(7));
        assertFalse(Arrays.equals(pictures.get(7), FractalPictures.of(8, 16, 4).get(7)));
        for (int i = 0; i < pictures.size(); i++) {
            byte[] picture = pictures.get(i);
            double mean = 0;
            boolean[] levels = new boolean[256];
            for (byte sample : picture) {
                mean += (sample & 0xff) / (double) picture.length;
                levels[sample & 0xff] = true;
            }
            // Waves spread by rank have mean 127.5, half of that behind the others.
            assertTrue(mean > 40 && mean < 170, "picture " + i + " has mean " + mean);
            int different = 0;
            for (boolean level : levels) {
                different += level ? 1 : 0;
            }
            assertTrue(different > 60, "picture " + i + " has " + different + " levels");
            for (int j = 0; j < i; j++) {
                assertFalse(Arrays.equals(picture, pictures.get(j)));
            }
        }
        assertEquals(3 * 100 * 100, FractalPictures.of(1, 100, 0).get(0).length);
    }

    /** The formulas of a round, in floating point, for those draws in which a picture is mixed once into the image itself. */
    @Test
    void pixelsAreMixedAsTheFormulasSay() {
        byte[] picture = FractalPictures.of(1, SIZE, 9).get(0);
        PixMix pixMix = new PixMix(List.of(picture), new byte[3]);
        int[] kinds = new int[4];
        for (int i = 0; i < 2000; i++) {
            SplittableRandom random = Augmentation.stream(2, 0, i);
            if (!random.nextBoolean() || random.nextInt(5) != 1 || !random.nextBoolean()) {
                continue;
            }
            random.nextInt(1);
            boolean adds = random.nextBoolean();
            boolean takes = random.nextBoolean();
            double own = Math.cbrt(random.nextDouble());
            double other = 1 - Math.cbrt(random.nextDouble());
            double a = takes ? 2 - own : own;
            double b = takes ? -other : other;
            kinds[(adds ? 2 : 0) + (takes ? 1 : 0)]++;
            byte[] mixed = pixMix.apply(image, SIZE, Augmentation.stream(2, 0, i));
            for (int p = 0; p < image.length; p++) {
                double x = (image[p] & 0xff) / 255.0;
                double m = (picture[p] & 0xff) / 255.0;
                double value = adds
                        ? (a * (2 * x - 1) + b * (2 * m - 1) + 1) / 2
                        : Math.pow(2 * x, a) * Math.pow(2 * Math.max(m, 0.5 / 255), b) / 2;
                double expected = 255 * Math.max(0, Math.min(1, value));
                assertEquals(expected, mixed[p] & 0xff, 0.5 + 1e-9); // rounded to 8 bits
            }
        }
        assertTrue(Arrays.stream(kinds).allMatch(count -> count > 5), Arrays.toString(kinds));
    }
}
