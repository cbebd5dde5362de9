package org.morseuq.density;

/** A smooth function \( a: R^n \to R \): what a density on a level set is weighted by. */
@FunctionalInterface
public interface Amplitude {

    /**
     * The value at a point.
     *
     * @param x n numbers; not changed
     * @return a(x), finite
     */
    double at(double[] x);

    /**
     * The same everywhere.
     *
     * @param value of it
     * @return a constant
     */
    static Amplitude constant(double value) {
        return x -> value;
    }

    /**
     * The product with another.
     *
     * @param other b
     * @return a b
     */
    default Amplitude times(Amplitude other) {
        return x -> at(x) * other.at(x);
    }

    /**
     * Whether a point lies in the support, which is closed: the amplitude is nonzero there, or a step away along an axis.
     *
     * @param x n numbers; not changed
     * @param step how far is still near, above 0
     * @return whether any of the 2 n + 1 values is not 0
     */
    default boolean supports(double[] x, double step) {
        if (at(x) != 0) {
            return true;
        }
        double[] near = x.clone();
        for (int i = 0; i < x.length; i++) {
            for (double to : new double[] {x[i] - step, x[i] + step}) {
                near[i] = to;
                if (at(near) != 0) {
                    return true;
                }
            }
            near[i] = x[i];
        }
        return false;
    }
}
