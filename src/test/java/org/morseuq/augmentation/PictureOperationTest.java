package org.morseuq.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PictureOperationTest {

    private static final int SIZE = 9;
    private static final int PLANE = SIZE * SIZE;
    private static final byte[] BEHIND = {10, 20, 30};

    private final byte[] image = new byte[3 * PLANE];

    {
        new Random(2).nextBytes(image);
    }

    private byte[] after(PictureOperation operation, double strength, long seed) {
        Canvas canvas = new Canvas(image, SIZE, BEHIND);
        operation.apply(canvas, strength, new SplittableRandom(seed));
        return canvas.pixels();
    }

    private byte[] moved(PlaneMap map) {
        return map.of(image, SIZE, BEHIND);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"AUTO_CONTRAST", "EQUALIZE"})
    void doesNothingWithoutStrengthAndSomethingWithAll(PictureOperation operation) {
        assertArrayEquals(image, after(operation, 0, 1));
        boolean same = Arrays.equals(image, after(operation, 1, 1));
        assertEquals(operation == PictureOperation.IDENTITY, same);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "BRIGHTNESS",
                "CONTRAST",
                "COLOUR",
                "SHARPNESS",
                "ROTATE",
                "SHEAR_ACROSS",
                "SHEAR_DOWN",
                "TRANSLATE_ACROSS",
                "TRANSLATE_DOWN"
            })
    void goesEitherWay(PictureOperation operation) {
        byte[] one = after(operation, 0.5, 0);
        boolean both = false;
        for (int seed = 1; seed < 20; seed++) {
            both |= !Arrays.equals(one, after(operation, 0.5, seed));
        }
        assertTrue(both);
    }

    @Test
    void aQuarterTurnMovesPixelsExactlyAndFourBringThemBack() {
        PlaneMap quarter = PlaneMap.rotation(Math.PI / 2);
        byte[] turned = moved(quarter);
        for (int p = 0; p < PLANE; p++) {
            int y = p / SIZE;
            int x = p % SIZE;
            // (x, y) shows what is at (-y, x) from the middle
            assertEquals(image[x * SIZE + SIZE - 1 - y], turned[p]);
        }
        byte[] again = turned;
        for (int i = 0; i < 3; i++) {
            again = quarter.of(again, SIZE, BEHIND);
        }
        assertArrayEquals(image, again);
    }

    @Test
    void aTranslationShiftsAndTheColourBehindComesIn() {
        byte[] shifted = moved(PlaneMap.translation(2, 0));
        for (int c = 0; c < 3; c++) {
            for (int x = 0; x < SIZE; x++) {
                int at = c * PLANE + 4 * SIZE + x;
                assertEquals(x + 2 < SIZE ? image[at + 2] : BEHIND[c], shifted[at]);
            }
        }
        byte[] half = moved(PlaneMap.translation(0.5, 0));
        assertEquals(((image[0] & 0xff) + (image[1] & 0xff)) / 2.0, half[0] & 0xff, 0.5); // the mean, rounded
    }

    @Test
    void aShearLeavesTheMiddleRowAndMovesTheOthersByTheirHeight() {
        byte[] sheared = moved(PlaneMap.shear(1, 0));
        for (int y = 0; y < SIZE; y++) {
            int from = 4 + (y - 4);
            assertEquals(image[y * SIZE + from], sheared[y * SIZE + 4], "row " + y);
        }
        byte[] down = moved(PlaneMap.shear(0, 1));
        for (int x = 0; x < SIZE; x++) {
            assertEquals(image[x * SIZE + x], down[4 * SIZE + x], "column " + x);
        }
    }

    @Test
    void autoContrastReachesBothEndsAndKeepsASingleLevel() {
        int[] histogram = new int[256];
        histogram[50] = 3;
        histogram[100] = 1;
        histogram[150] = 2;
        byte[] curve = ToneCurve.stretching(histogram);
        assertEquals(0, curve[50]);
        assertEquals((byte) 128, curve[100]); // 127.5 rounded up
        assertEquals((byte) 255, curve[150]);
        int[] single = new int[256];
        single[77] = 9;
        assertEquals(77, ToneCurve.stretching(single)[77]);
        assertEquals(77, ToneCurve.equalizing(single)[77]);
        int[] white = new int[256];
        white[255] = 9;
        assertEquals((byte) 255, ToneCurve.stretching(white)[255]);
    }

    @Test
    void equalizingSendsALevelToTheShareOfPixelsUpToIt() {
        int[] histogram = new int[256];
        histogram[10] = 4;
        histogram[20] = 1;
        histogram[30] = 3;
        byte[] curve = ToneCurve.equalizing(histogram);
        assertEquals(0, curve[10]);
        assertEquals(64, curve[20]); // 255 / 4
        assertEquals((byte) 255, curve[30]);
    }

    @Test
    void posterizingKeepsHighBitsAndSolarizingInvertsTheBright() {
        byte[] coarse = after(PictureOperation.POSTERIZE, 1, 0);
        byte[] bright = after(PictureOperation.SOLARIZE, 0.5, 0);
        for (int p = 0; p < image.length; p++) {
            int v = image[p] & 0xff;
            assertEquals(v - v % 16, coarse[p] & 0xff);
            assertEquals(v >= 128 ? 255 - v : v, bright[p] & 0xff);
        }
    }

    @Test
    void withoutSaturationAllIsGreyOfTheSameGrey() {
        Canvas canvas = new Canvas(image, SIZE, BEHIND);
        double before = canvas.meanGrey();
        canvas.saturate(0);
        for (int p = 0; p < PLANE; p++) {
            assertEquals(canvas.pixels()[p], canvas.pixels()[PLANE + p]);
            assertEquals(canvas.pixels()[p], canvas.pixels()[2 * PLANE + p]);
        }
        assertEquals(before, canvas.meanGrey(), 0.5); // every pixel is rounded by at most a half
    }

    @Test
    void sharpeningByZeroIsTheWeightedMeanAroundAPixel() {
        Canvas canvas = new Canvas(image, SIZE, BEHIND);
        canvas.sharpen(0);
        double sum = 0;
        for (int y = 3; y <= 5; y++) {
            for (int x = 3; x <= 5; x++) {
                sum += (y == 4 && x == 4 ? 5 : 1) * (image[y * SIZE + x] & 0xff);
            }
        }
        assertEquals(sum / 13, canvas.pixels()[4 * SIZE + 4] & 0xff, 0.5); // rounded
        assertEquals(image[4], canvas.pixels()[4], "the edge stays");
        assertFalse(Arrays.equals(image, canvas.pixels()));
    }
}
