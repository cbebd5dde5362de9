package org.morseuq.head;

/**
 * The projection to the unit sphere, \( \varphi(x) = x / \|x\|_2 \); zero, where it has no derivative, goes to zero and
 * pulls every covector back to zero.
 *
 * @param inputs d, at least 1
 */
public record UnitNormMap(int inputs) implements FeatureMap {

    /** Checks the dimension. */
    public UnitNormMap {
        if (inputs < 1) {
            throw new IllegalArgumentException("a map has at least 1 input, got " + inputs);
        }
    }

    @Override
    public int outputs() {
        return inputs;
    }

    @Override
    public float[] apply(float[] x) {
        double scale = reciprocalLength(x);
        float[] z = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            z[i] = (float) (scale * x[i]);
        }
        return z;
    }

    @Override
    public float[] pullback(float[] x, float[] covector) {
        double scale = reciprocalLength(x);
        double along = 0;
        for (int i = 0; i < x.length; i++) {
            along += scale * x[i] * covector[i];
        }
        float[] pulled = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            pulled[i] = (float) (scale * (covector[i] - along * scale * x[i]));
        }
        return pulled;
    }

    /** In double, for it is beyond a float for the smallest and largest rows; 0 for zero. */
    private static double reciprocalLength(float[] x) {
        double first = 0; // sums that need not wait for each other
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 4 <= x.length; i += 4) {
            first += (double) x[i] * x[i];
            second += (double) x[i + 1] * x[i + 1];
            third += (double) x[i + 2] * x[i + 2];
            fourth += (double) x[i + 3] * x[i + 3];
        }
        for (; i < x.length; i++) {
            first += (double) x[i] * x[i];
        }
        double squares = (first + second) + (third + fourth);
        return squares == 0 ? 0 : 1 / Math.sqrt(squares);
    }
}
