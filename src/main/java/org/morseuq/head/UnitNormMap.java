package org.morseuq.head;

/**
 * The projection to the unit sphere, \( \varphi(x) = x / \|x\|_2 \); zero goes to zero.
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
        double squares = 0;
        for (float v : x) {
            squares += (double) v * v;
        }
        double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares); // beyond a float for the smallest and largest rows
        float[] z = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            z[i] = (float) (scale * x[i]);
        }
        return z;
    }
}
