package org.morseuq.head;

/**
 * A function \( V: R^d \to R \) to go downhill on and to sample \( e^{-V} \) from: the energy of a Morse network by its
 * features, or by the image that has them.
 */
public interface Potential {

    /**
     * Value and gradient at a point.
     *
     * @param energy V, in nats
     * @param gradient \( \nabla V \), d numbers
     */
    record Slope(double energy, double[] gradient) {

        /** Whether value and gradient are finite. */
        public boolean finite() {
            double sum = energy;
            for (double g : gradient) {
                sum += Math.abs(g);
            }
            return Double.isFinite(sum);
        }
    }

    /** d. */
    int dimension();

    /**
     * Value and gradient at a point.
     *
     * @param x d numbers; not changed
     * @return both
     */
    Slope at(float[] x);

    /**
     * How far a point is from the modes, in whatever space this potential measures distances.
     *
     * @param x d numbers; not changed
     * @return at least 0, and 0 exactly on the modes
     */
    double distance(float[] x);
}
