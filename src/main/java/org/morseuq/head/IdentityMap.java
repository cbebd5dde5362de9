package org.morseuq.head;

/**
 * \( \varphi(x) = x \).
 *
 * @param inputs d, at least 1
 */
public record IdentityMap(int inputs) implements FeatureMap {

    /** Checks the dimension. */
    public IdentityMap {
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
        return x;
    }

    @Override
    public float[] pullback(float[] x, float[] covector) {
        return covector;
    }
}
