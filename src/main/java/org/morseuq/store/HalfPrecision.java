package org.morseuq.store;

/** IEEE 754 half precision: 1 sign bit, 5 exponent bits, 10 fraction bits; rounds to nearest, ties to even. */
public final class HalfPrecision {

    private HalfPrecision() {}

    /**
     * The nearest half-precision number, as its 16 bits. From 65,520 in magnitude on it is infinite; NaN stays NaN.
     *
     * @param value a number
     * @return its bits
     */
    public static short toBits(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x47800000) { // 2^16: beyond the largest exponent
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) { // below 2^-14: subnormal, a multiple of 2^-24
            float scaled = Float.intBitsToFloat(magnitude) * 0x1p24f;
            return (short) (sign | (int) Math.rint(scaled));
        }
        int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1); // half of the dropped bits, ties to even
        return (short) (sign | ((rounded - 0x38000000) >>> 13));
    }

    /**
     * The number with these 16 bits; exact.
     *
     * @param half half-precision bits
     * @return the number
     */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float subnormal = fraction * 0x1p-24f;
            return sign == 0 ? subnormal : -subnormal;
        }
        int bits = exponent == 0x1f ? 0x7f800000 : (exponent + 112) << 23;
        return Float.intBitsToFloat(sign | bits | (fraction << 13));
    }
}
