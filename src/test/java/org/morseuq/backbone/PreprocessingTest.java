package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.morseuq.backbone.Fixture.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PreprocessingTest {

    private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);

    @Test
    void aByteBecomesItsFractionNormalisedByItsChannel() {
        Preprocessing preprocessing = new Preprocessing(1, List.of(0.0, 0.2, 0.5), List.of(1.0, 0.1, 0.25));
        float[] into = new float[5];
        Preprocessing.normalise(new byte[] {51, (byte) 255, 0}, preprocessing.table(), into, 1);
        // 51/255 = 0.2; (1 - 0.2) / 0.1 = 8; -0.5 / 0.25 = -2; one rounding to float32 each
        assertEquals(0.2f, into[1], 1e-7f);
        assertEquals(8, into[2], 1e-6f);
        assertEquals(-2, into[3]);
        assertEquals(0, into[0], "nothing is written before the offset");
        assertEquals(0, into[4], "nothing is written after the image");
    }

    @Test
    void everyByteIsRestoredAndWhatLiesBeyondIsCutOff() {
        Preprocessing preprocessing = new Preprocessing(16, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
        byte[] pixels = new byte[3 * 256];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 7);
        }
        float[] numbers = new float[pixels.length];
        Preprocessing.normalise(pixels, preprocessing.table(), numbers, 0);
        assertArrayEquals(pixels, preprocessing.restore(numbers));
        assertArrayEquals(
                new byte[] {0, (byte) 255, 116},
                new Preprocessing(1, List.of(0.485, 0.456, 0.456), List.of(0.229, 0.224, 0.224))
                        .restore(new float[] {-9, 9, 0}));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertRefused(IllegalArgumentException.class, () -> new Preprocessing(0, HALF, HALF), "size", "0");
        assertRefused(IllegalArgumentException.class, () -> new Preprocessing(4097, HALF, HALF), "size", "4097");
        assertRefused(
                IllegalArgumentException.class, () -> new Preprocessing(8, List.of(0.5), HALF), "3 numbers", "1 and 3");
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused(
                    IllegalArgumentException.class, () -> new Preprocessing(8, HALF, List.of(0.5, bad, 0.5)), "std");
        }
        assertRefused(
                IllegalArgumentException.class,
                () -> new Preprocessing(8, List.of(0.5, Double.NaN, 0.5), HALF),
                "mean must be finite");
    }
}
