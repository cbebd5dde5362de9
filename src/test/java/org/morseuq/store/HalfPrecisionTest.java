package org.morseuq.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HalfPrecisionTest {

    private static int bits(float value) {
        return HalfPrecision.toBits(value) & 0xffff;
    }

    /** A NaN has many bit patterns and stays a NaN; every other value comes back bit for bit. */
    @Test
    void everyHalfSurvivesTheRoundTrip() {
        int notNumbers = 0;
        for (int half = 0; half <= 0xffff; half++) {
            float value = HalfPrecision.toFloat((short) half);
            if (Float.isNaN(value)) {
                notNumbers++;
                assertTrue((half & 0x7c00) == 0x7c00 && (half & 0x3ff) != 0, Integer.toHexString(half));
                assertTrue(Float.isNaN(HalfPrecision.toFloat(HalfPrecision.toBits(value))));
            } else {
                assertEquals(half, bits(value));
            }
        }
        assertEquals(2 * 1023, notNumbers);
    }

    /** (-1)^s 2^(e - 15) (1 + f / 1024), or 2^-14 f / 1024 where e = 0: the definition, in doubles, where it is exact. */
    @Test
    void everyFiniteHalfIsWhatTheStandardSays() {
        for (int half = 0; half <= 0xffff; half++) {
            int exponent = (half >> 10) & 0x1f;
            double fraction = (half & 0x3ff) / 1024.0;
            if (exponent < 31) {
                double magnitude = exponent == 0 ? Math.scalb(fraction, -14) : Math.scalb(1 + fraction, exponent - 15);
                double value = (half & 0x8000) == 0 ? magnitude : -magnitude;
                assertEquals(value, HalfPrecision.toFloat((short) half), 0.0);
            }
        }
    }

    /** Random numbers, ties and their neighbours, subnormals and overflow; see {@code reference.py} in the resources. */
    @Test
    void roundsAsNumPyDoes() throws IOException {
        List<String> lines;
        try (InputStream in = HalfPrecisionTest.class.getResourceAsStream("half.csv")) {
            lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
        assertTrue(lines.size() > 300, "only " + lines.size() + " lines");
        for (String line : lines) {
            float value = Float.intBitsToFloat(Integer.parseUnsignedInt(line.substring(0, 8), 16));
            assertEquals(Integer.parseInt(line.substring(9), 16), bits(value), line);
        }
    }

    /** Half way between two neighbours, for all pairs of neighbours: the one whose last bit is 0. */
    @Test
    void tiesGoToEven() {
        for (int half = 0; half < 0x7bff; half++) {
            float middle = (HalfPrecision.toFloat((short) half) + HalfPrecision.toFloat((short) (half + 1))) / 2;
            assertEquals(half + (half & 1), bits(middle));
            assertEquals(half + 1, bits(Math.nextUp(middle)));
            assertEquals(half, bits(Math.nextDown(middle)));
        }
    }

    @Test
    void overflowIsInfiniteFrom65520On() {
        assertEquals(0x7bff, bits(Math.nextDown(65520f)));
        assertEquals(0x7c00, bits(65520f));
        assertEquals(0xfc00, bits(-Float.MAX_VALUE));
        assertEquals(0x7c00, bits(Float.POSITIVE_INFINITY));
    }

    @Test
    void zerosKeepTheirSignAndNaNItsNature() {
        assertEquals(0x0000, bits(0f));
        assertEquals(0x8000, bits(-0f));
        assertEquals(0x8000, bits(-Float.MIN_VALUE));
        assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(HalfPrecision.toFloat((short) 0x8000)));
        for (int nan : new int[] {0x7f800001, 0x7fc00000, 0xff800001, 0x7f801000}) { // payloads that 10 bits would drop
            int half = bits(Float.intBitsToFloat(nan));
            assertTrue((half & 0x7c00) == 0x7c00 && (half & 0x3ff) != 0, Integer.toHexString(nan));
        }
    }
}
