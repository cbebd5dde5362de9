package org.morseuq.head;

import java.util.Locale;

/**
 * A function applied to every coordinate.
 *
 * @param function which
 * @param inputs d, at least 1
 */
public record ActivationMap(Function function, int inputs) implements FeatureMap {

    /** The known functions. */
    public enum Function {
        /** \( \max(0, x) \), with the derivative 0 at 0. */
        RELU {
            @Override
            float of(float x) {
                return Math.max(0, x);
            }

            @Override
            double slope(float x) {
                return x > 0 ? 1 : 0;
            }
        },
        /** The hyperbolic tangent. */
        TANH {
            @Override
            float of(float x) {
                return (float) Math.tanh(x);
            }

            @Override
            double slope(float x) {
                double z = Math.tanh(x);
                return (1 - z) * (1 + z);
            }
        };

        abstract float of(float x);

        /** The derivative. */
        abstract double slope(float x);

        /** The name in files and on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the dimension. */
    public ActivationMap {
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
        float[] z = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            z[i] = function.of(x[i]);
        }
        return z;
    }

    @Override
    public float[] pullback(float[] x, float[] covector) {
        float[] pulled = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            pulled[i] = (float) (function.slope(x[i]) * covector[i]);
        }
        return pulled;
    }
}
