package org.morseuq.head;

/**
 * A Morse kernel: \( K(z, t) = e^{-E(z, t)} \in [0, 1] \) with energy \( E \ge 0 \), zero exactly where z = t.
 *
 * <p>Dherin et al. 2023, "Morse neural networks for uncertainty quantification", arXiv 2307.00667, section 2. Only the
 * energy is ever computed: in hundreds of dimensions it reaches hundreds, and its exponential is then one number for all
 * inputs.
 */
public sealed interface Kernel {

    /** The scale \( \lambda \) of the energy, above 0: the larger, the narrower the kernel. */
    double rate();

    /**
     * The energy as a function of the distance.
     *
     * @param squaredDistance \( \|z - t\|^2 \), at least 0
     * @return the energy in nats, at least 0, increasing, 0 at 0
     */
    double energy(double squaredDistance);

    /** The same kernel with another rate. */
    Kernel withRate(double rate);

    /** The kind's name in files and on the command line. */
    String kind();

    /**
     * The kernel of a kind.
     *
     * @param kind {@code gaussian} or {@code laplace}
     * @param rate above 0
     * @return the kernel
     */
    static Kernel of(String kind, double rate) {
        return switch (kind) {
            case Gaussian.KIND -> new Gaussian(rate);
            case Laplace.KIND -> new Laplace(rate);
            default ->
                throw new IllegalArgumentException(
                        "unknown kernel '" + kind + "', known are " + Gaussian.KIND + ", " + Laplace.KIND);
        };
    }

    /**
     * \( E = \frac{\lambda}{2} \|z - t\|^2 \).
     *
     * @param rate \( \lambda \), above 0 and finite
     */
    record Gaussian(double rate) implements Kernel {

        static final String KIND = "gaussian";

        /** Checks the rate. */
        public Gaussian {
            requirePositive(rate);
        }

        @Override
        public double energy(double squaredDistance) {
            return rate / 2 * squaredDistance;
        }

        @Override
        public Kernel withRate(double other) {
            return new Gaussian(other);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * \( E = \lambda \|z - t\| \).
     *
     * @param rate \( \lambda \), above 0 and finite
     */
    record Laplace(double rate) implements Kernel {

        static final String KIND = "laplace";

        /** Checks the rate. */
        public Laplace {
            requirePositive(rate);
        }

        @Override
        public double energy(double squaredDistance) {
            return rate * Math.sqrt(squaredDistance);
        }

        @Override
        public Kernel withRate(double other) {
            return new Laplace(other);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    private static void requirePositive(double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("a kernel's rate must be above 0 and finite, got " + rate);
        }
    }
}
