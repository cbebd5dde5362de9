package org.morseuq.head;

/**
 * \( \varphi(x) = x + f(x) \): a correction f to what is already there (He et al. 2016, arXiv 1512.03385, equation 1).
 *
 * @param correction f, with as many outputs as inputs
 */
public record ResidualMap(FeatureMap correction) implements FeatureMap {

    /** Checks the dimensions. */
    public ResidualMap {
        if (correction.inputs() != correction.outputs()) {
            throw new IllegalArgumentException("a residual map corrects by as many numbers as it takes, got "
                    + correction.inputs() + " -> " + correction.outputs());
        }
    }

    @Override
    public int inputs() {
        return correction.inputs();
    }

    @Override
    public int outputs() {
        return correction.outputs();
    }

    @Override
    public float[] apply(float[] x) {
        return sum(x, correction.apply(x));
    }

    @Override
    public float[] pullback(float[] x, float[] covector) {
        return sum(covector, correction.pullback(x, covector));
    }

    private static float[] sum(float[] a, float[] b) {
        float[] sum = new float[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }
}
