package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResamplingTest {

    /** The pattern of resampling_reference.py. */
    private static Image pattern(int height, int width) {
        byte[] pixels = new byte[3 * height * width];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    pixels[(c * height + y) * width + x] = (byte) (7 * x * x + 13 * y + 57 * c + (x * y) % 31);
                }
            }
        }
        return new Image("pattern", 4, height, width, pixels);
    }

    private static Image grey(int height, int width, int value) {
        byte[] pixels = new byte[3 * height * width];
        Arrays.fill(pixels, (byte) value);
        return new Image("grey", 0, height, width, pixels);
    }

    @Test
    void agreesWithPillow() throws IOException {
        List<String> lines;
        try (InputStream in = ResamplingTest.class.getResourceAsStream("resampling.csv")) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        int cases = 0;
        for (String line : lines) {
            if (line.startsWith("#")) {
                continue;
            }
            List<String> cells = List.of(line.split(",", -1));
            int size = Integer.parseInt(cells.get(2));
            byte[] expected = HexFormat.of().parseHex(cells.get(3));
            Image fitted =
                    Resampling.fit(pattern(Integer.parseInt(cells.get(0)), Integer.parseInt(cells.get(1))), size);
            assertEquals(expected.length, fitted.pixels().length);
            int different = 0;
            for (int i = 0; i < expected.length; i++) {
                int off = Byte.toUnsignedInt(expected[i]) - Byte.toUnsignedInt(fitted.pixels()[i]);
                // Pillow's weights have 22 binary places: a sum near one half may be rounded the other way, in each
                // of two passes, and the second pass averages what the first one did.
                assertTrue(Math.abs(off) <= 1, line.substring(0, 12) + " at " + i + ": off by " + off);
                different += Math.abs(off);
            }
            // Anything but such ties would differ more often.
            assertTrue(different <= expected.length / 100, different + " of " + expected.length + " samples differ");
            cases++;
        }
        assertEquals(8, cases);
    }

    @Test
    void anImageOfThatSizeIsReturnedAsItIs() {
        Image image = pattern(32, 32);
        assertSame(image, Resampling.fit(image, 32));
    }

    @Test
    void keepsIdLabelAndConstantColour() {
        for (int[] size : new int[][] {{28, 28}, {500, 333}, {1, 1}, {3, 90}}) {
            Image fitted = Resampling.fit(grey(size[0], size[1], 255), 32);
            assertEquals("grey", fitted.id());
            assertEquals(0, fitted.label());
            assertEquals(32, fitted.height());
            assertEquals(32, fitted.width());
            for (byte value : fitted.pixels()) {
                assertEquals(-1, value);
            }
        }
    }

    @Test
    void halvingWeighsOneThreeThreeOne() {
        // A lit column 3 of 8: distances 0.5 and 1.5 from the centres 3 and 5 in a triangle of half-width 2 give
        // weights 3/8 and 1/8 of 255.
        byte[] pixels = new byte[3 * 64];
        for (int row = 0; row < 24; row++) {
            pixels[row * 8 + 3] = -1;
        }
        byte[] half = Resampling.fit(new Image("line", 0, 8, 8, pixels), 4).pixels();
        assertEquals(List.of(0, 96, 32, 0), List.of((int) half[0], (int) half[1], (int) half[2], (int) half[3]));
    }

    @Test
    void aLongStripCostsNoMemory() {
        Image strip = grey(5_000_000, 1, 7);
        assertEquals(7, Resampling.fit(strip, 64).pixels()[0]);
    }

    @Test
    void sizeMustBePositive() {
        assertThrows(IllegalArgumentException.class, () -> Resampling.fit(grey(2, 2, 0), 0));
    }
}
