package org.morseuq.head;

/**
 * The map to the probability simplex, \( \varphi(x)_k = e^{x_k} / \sum_j e^{x_j} \): a classifier's probabilities from its
 * logits. Its derivative is symmetric, \( v \mapsto z_k (v_k - \sum_j z_j v_j) \).
 *
 * @param inputs d, at least 1
 */
public record SoftmaxMap(int inputs) implements FeatureMap {

    /** Checks the dimension. */
    public SoftmaxMap {
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
        double[] z = probabilities(x);
        float[] rounded = new float[z.length];
        for (int k = 0; k < z.length; k++) {
            rounded[k] = (float) z[k];
        }
        return rounded;
    }

    @Override
    public float[] pullback(float[] x, float[] covector) {
        double[] z = probabilities(x);
        double mean = 0;
        for (int k = 0; k < z.length; k++) {
            mean += z[k] * covector[k];
        }
        float[] pulled = new float[z.length];
        for (int k = 0; k < z.length; k++) {
            pulled[k] = (float) (z[k] * (covector[k] - mean));
        }
        return pulled;
    }

    private static double[] probabilities(float[] x) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float v : x) {
            largest = Math.max(largest, v);
        }
        double[] z = new double[x.length];
        double sum = 0;
        for (int k = 0; k < z.length; k++) {
            z[k] = Math.exp(x[k] - largest);
            sum += z[k];
        }
        for (int k = 0; k < z.length; k++) {
            z[k] /= sum;
        }
        return z;
    }
}
