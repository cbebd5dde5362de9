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
        /** \( \max(0, x) \). */
        RELU {
            @Override
            float of(float x) {
                return Math.max(0, x);
            }
        },
        /** The hyperbolic tangent. */
        TANH {
            @Override
            float of(float x) {
                return (float) Math.tanh(x);
            }
        };

        abstract float of(float x);

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
}
