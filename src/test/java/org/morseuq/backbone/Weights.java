package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/** Parameters by a formula, which {@code residual_reference.py} repeats: no file needs to hold them. */
final class Weights {

    private Weights() {}

    /** Fills all arrays of a network: the t-th from 0 with numbers that depend on t and the seed. */
    static void fill(Block network, int seed) {
        int t = 0;
        for (Pair<String, Parameter> named : network.getParameters()) {
            NDArray array = named.getValue().getArray();
            float[] values = new float[Math.toIntExact(array.size())];
            Parameter.Type type = named.getValue().getType();
            boolean positive = type == Parameter.Type.GAMMA || type == Parameter.Type.RUNNING_VAR;
            double scale = type == Parameter.Type.WEIGHT
                    ? Math.sqrt(6.0 * array.getShape().get(0) / array.size())
                    : 0.5;
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (scale * (2 * uniform(seed, t, i) - 1) + (positive ? 1 : 0));
            }
            if (array.getDataType() == DataType.FLOAT64) {
                array.set(DoubleBuffer.wrap(IntStream.range(0, values.length)
                        .mapToDouble(i -> values[i])
                        .toArray()));
            } else {
                array.set(FloatBuffer.wrap(values));
            }
            t++;
        }
    }

    /** In [0, 1): the upper 24 bits of a product with Knuth's multiplicative constant, twice. */
    private static double uniform(int seed, int t, int i) {
        long a = (seed * 1_000_003L + t * 10_007L + i) * 2_654_435_761L & 0xffffffffL;
        long b = (a ^ a >>> 15) * 2_654_435_761L & 0xffffffffL;
        return (b >>> 8) * 0x1p-24;
    }
}
