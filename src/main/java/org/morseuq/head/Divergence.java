package org.morseuq.head;

/**
 * How far an image \( z = \varphi(x) \) is from a target t: \( D(z, t) \ge 0 \), zero exactly where z = t.
 *
 * <p>A {@link Kernel} turns it into a density, \( K = e^{-\rho(D)} \) with an increasing profile \( \rho \). So every
 * divergence gives a Morse kernel, the plain \( e^{-\lambda D} \) by {@link Kernel.Exponential} (Dherin et al. 2023, arXiv
 * 2307.00667, section 2). All but {@link SquaredMahalanobis}, which costs \( k^2 / 2 \), cost O(k) for k coordinates.
 */
public sealed interface Divergence permits Divergence.SquaredEuclidean, Divergence.KullbackLeibler, SquaredMahalanobis {

    /**
     * The divergence of a point from a target.
     *
     * @param z k numbers
     * @param t k numbers that {@link #requireTarget} accepts
     * @return at least 0; 0 exactly where z = t; may be infinite
     */
    double of(double[] z, double[] t);

    /**
     * The derivative by the point, \( \nabla_z D(z, t) \).
     *
     * @param z k numbers at which the divergence is finite
     * @param t k numbers that {@link #requireTarget} accepts
     * @return k numbers
     */
    double[] gradient(double[] z, double[] t);

    /**
     * Refuses what is no target of this divergence.
     *
     * @param t finite numbers
     */
    void requireTarget(float[] t);

    /** The kind's name in files. */
    String kind();

    /** \( D = \|z - t\|^2 \), on all of \( R^k \). */
    record SquaredEuclidean() implements Divergence {

        static final String KIND = "squared-euclidean";

        @Override
        public double of(double[] z, double[] t) {
            double first = 0; // sums that need not wait for each other
            double second = 0;
            double third = 0;
            double fourth = 0;
            int k = 0;
            for (; k + 4 <= z.length; k += 4) {
                first += square(z[k] - t[k]);
                second += square(z[k + 1] - t[k + 1]);
                third += square(z[k + 2] - t[k + 2]);
                fourth += square(z[k + 3] - t[k + 3]);
            }
            for (; k < z.length; k++) {
                first += square(z[k] - t[k]);
            }
            return (first + second) + (third + fourth);
        }

        private static double square(double difference) {
            return difference * difference;
        }

        @Override
        public double[] gradient(double[] z, double[] t) {
            double[] gradient = new double[z.length];
            for (int k = 0; k < z.length; k++) {
                gradient[k] = 2 * (z[k] - t[k]);
            }
            return gradient;
        }

        @Override
        public void requireTarget(float[] t) {}

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * \( D = KL(t \,\|\, z) = \sum_k t_k \log(t_k / z_k) \) on the probability simplex. Put {@link SoftmaxMap} last in the
     * map.
     *
     * <p>In this order of the arguments, and not the other, a one-hot target is at a finite distance from everything inside
     * the simplex: \( KL(e_y \| z) = -\log z_y \). So on a network's own probabilities, with one-hot targets and
     * {@link Kernel.Exponential} of rate 1, \( \mu(x, y) = p(y | x) \) and the energy of the densest class is that of the
     * maximum softmax probability.
     *
     * <p>Computed as \( \sum_k t_k (\delta_k - \log(1 + \delta_k)) \) with \( \delta_k = z_k / t_k - 1 \), and \( z_k \) for
     * the terms with \( t_k = 0 \). That is the same where both sum to one, but no term is negative, whatever the rounding,
     * and off the simplex it remains a divergence (Csiszár 1991, "Why least squares and maximum entropy?").
     * It is infinite where some \( z_k = 0 \neq t_k \), as a softmax is in float for logits some 104 below the largest,
     * and where some \( z_k \) is negative. It is not symmetric, so no kernel of it is claimed to be positive definite.
     */
    record KullbackLeibler() implements Divergence {

        static final String KIND = "kullback-leibler";

        /** How far from one the coordinates of a target may sum: a thousand float roundings. */
        private static final double SUM_TOLERANCE = 1e-4;

        @Override
        public double of(double[] z, double[] t) {
            double sum = 0;
            for (int k = 0; k < z.length; k++) {
                if (z[k] < 0) {
                    return Double.POSITIVE_INFINITY;
                }
                if (t[k] == 0) {
                    sum += z[k];
                } else {
                    double delta = (z[k] - t[k]) / t[k];
                    // log1p is exact near the target; far from it -1 + z / t would lose a small z.
                    double log = Math.abs(delta) < 0.5 ? Math.log1p(delta) : Math.log(z[k] / t[k]);
                    sum += t[k] * (delta - log);
                }
            }
            return sum;
        }

        @Override
        public double[] gradient(double[] z, double[] t) {
            double[] gradient = new double[z.length];
            for (int k = 0; k < z.length; k++) {
                gradient[k] = t[k] == 0 ? 1 : 1 - t[k] / z[k];
            }
            return gradient;
        }

        @Override
        public void requireTarget(float[] t) {
            double sum = 0;
            for (float coordinate : t) {
                if (coordinate < 0) {
                    throw new IllegalArgumentException(
                            "a target of the Kullback-Leibler divergence has no negative coordinate, got "
                                    + coordinate);
                }
                sum += coordinate;
            }
            if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                throw new IllegalArgumentException(
                        "the coordinates of a target of the Kullback-Leibler divergence sum to 1, got " + sum);
            }
        }

        @Override
        public String kind() {
            return KIND;
        }
    }
}
