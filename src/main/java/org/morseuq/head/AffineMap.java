package org.morseuq.head;

import java.util.Arrays;

/**
 * \( \varphi(x) = W x + b \): a linear layer, or a whitening.
 *
 * <p>The weights are kept by input, one array each, so that the inner loop runs along contiguous outputs without a carried
 * dependency and the virtual machine turns it into vector instructions; with all weights in a single array, or more than four
 * of these at once, it does not.
 */
public final class AffineMap implements FeatureMap {

    private final int inputs;
    private final int outputs;
    private final float[][] byInput; // inputs x outputs
    private final float[] bias;
    private final int[] first; // output of every four inputs whose weights are not all 0: a whitening has half of them

    /**
     * A map with the given coefficients; they are copied.
     *
     * @param weights W, k x d
     * @param bias b, k numbers
     */
    public AffineMap(float[][] weights, float[] bias) {
        outputs = weights.length;
        inputs = outputs == 0 ? 0 : weights[0].length;
        if (outputs < 1 || inputs < 1 || bias.length != outputs) {
            throw new IllegalArgumentException("an affine map needs k >= 1 rows of d >= 1 weights and k biases, got "
                    + outputs + " x " + inputs + " and " + bias.length);
        }
        byInput = new float[inputs][outputs];
        for (int k = 0; k < outputs; k++) {
            if (weights[k].length != inputs) {
                throw new IllegalArgumentException(
                        "row " + k + " has " + weights[k].length + " weights, not " + inputs);
            }
            for (int d = 0; d < inputs; d++) {
                byInput[d][k] = weights[k][d];
            }
        }
        this.bias = bias.clone();
        first = new int[inputs / 4];
        for (int f = 0; f < first.length; f++) {
            while (first[f] < outputs && zero(4 * f, first[f])) {
                first[f]++;
            }
        }
    }

    private boolean zero(int d, int k) {
        return byInput[d][k] == 0 && byInput[d + 1][k] == 0 && byInput[d + 2][k] == 0 && byInput[d + 3][k] == 0;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    /** W, k x d; a copy. */
    public float[][] weights() {
        float[][] weights = new float[outputs][inputs];
        for (int k = 0; k < outputs; k++) {
            for (int d = 0; d < inputs; d++) {
                weights[k][d] = byInput[d][k];
            }
        }
        return weights;
    }

    /** b; a copy. */
    public float[] bias() {
        return bias.clone();
    }

    @Override
    public float[] apply(float[] x) {
        return apply(new float[][] {x})[0];
    }

    /** Four inputs of all points in turn: their weights, read for the first point, are at hand for the others. */
    @Override
    public float[][] apply(float[][] x) {
        float[][] z = new float[x.length][];
        for (int i = 0; i < z.length; i++) {
            z[i] = bias.clone();
        }
        int d = 0;
        for (; d + 4 <= inputs; d += 4) {
            for (int i = 0; i < z.length; i++) {
                addFour(byInput, x[i], d, first[d / 4], z[i]);
            }
        }
        for (; d < inputs; d++) {
            for (int i = 0; i < z.length; i++) {
                addOne(byInput[d], x[i][d], z[i]);
            }
        }
        return z;
    }

    @Override
    public float[] pullback(float[] x, float[] covector) {
        float[] pulled = new float[inputs];
        for (int d = 0; d < inputs; d++) {
            double sum = 0;
            for (int k = 0; k < outputs; k++) {
                sum += (double) byInput[d][k] * covector[k];
            }
            pulled[d] = (float) sum;
        }
        return pulled;
    }

    /** Adds the products of four inputs: one load and one store of z for all of them. */
    private static void addFour(float[][] weights, float[] x, int d, int first, float[] z) {
        float[] w0 = weights[d];
        float[] w1 = weights[d + 1];
        float[] w2 = weights[d + 2];
        float[] w3 = weights[d + 3];
        float x0 = x[d];
        float x1 = x[d + 1];
        float x2 = x[d + 2];
        float x3 = x[d + 3];
        for (int k = first; k < z.length; k++) {
            z[k] += x0 * w0[k] + x1 * w1[k] + x2 * w2[k] + x3 * w3[k];
        }
    }

    private static void addOne(float[] weights, float x, float[] z) {
        for (int k = 0; k < z.length; k++) {
            z[k] += x * weights[k];
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AffineMap map
                && inputs == map.inputs
                && Arrays.deepEquals(byInput, map.byInput)
                && Arrays.equals(bias, map.bias);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(byInput) + Arrays.hashCode(bias);
    }

    @Override
    public String toString() {
        return "AffineMap[" + inputs + " -> " + outputs + "]";
    }
}
