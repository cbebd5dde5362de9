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
        double[] z = Temperature.softmax(x, 1);
        float[] rounded = new float[z.length];
        for (int k = 0; k < z.length; k++) {
            rounded[k] = (float) z[k];
        }
        return rounded;
    }

    @Override
    public float[] pullback(float[] x, float[] covector) {
        double[] z = Temperature.softmax(x, 1);
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
}
