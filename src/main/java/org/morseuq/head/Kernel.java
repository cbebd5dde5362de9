package org.morseuq.head;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Morse kernel: \( K(z, t) = e^{-E(z, t)} \in [0, 1] \) with energy \( E = \rho(D(z, t)) \ge 0 \), zero exactly where
 * z = t. This is the profile \( \rho \), increasing and 0 at 0, of a {@link Divergence} D.
 *
 * <p>On \( R^k \) with \( D = \|z - t\|^2 \), or the squared Mahalanobis distance, which is that of a linear image, all
 * of these kernels are positive definite in every dimension, for \( e^{-\rho} \) is completely monotone (Schoenberg 1938,
 * "Metric spaces and completely monotone functions"): the exponential of a multiple of D at once, the Laplace
 * kernel because the root is a Bernstein function, and the powers \( (1 + c D)^{-a} \) of the Cauchy and Student-t kernels
 * as mixtures of exponentials with a gamma density. For the Kullback-Leibler divergence nothing of the kind is claimed: it
 * is not symmetric.
 *
 * <p>Dherin et al. 2023, "Morse neural networks for uncertainty quantification", arXiv 2307.00667, section 2. Only the
 * energy is ever computed: in hundreds of dimensions it reaches hundreds, and its exponential is then one number for all
 * inputs.
 */
public sealed interface Kernel {

    /** The scale \( \lambda \) of the energy, above 0: the larger, the narrower the kernel. */
    double rate();

    /**
     * The energy as a function of the divergence.
     *
     * @param divergence D(z, t), at least 0, or infinite
     * @return the energy in nats, at least 0, increasing, 0 at 0
     */
    double energy(double divergence);

    /**
     * The derivative of the energy by the divergence; the gradient in z is \( \rho'(D) \nabla_z D \).
     *
     * @param divergence D(z, t), at least 0 and finite
     * @return above 0; infinite at 0 for the Laplace kernel, whose energy has a kink there
     */
    double slope(double divergence);

    /** The same kernel with another rate. */
    Kernel withRate(double rate);

    /** The kind's name in files and on the command line. */
    String kind();

    /**
     * The kernel of a kind.
     *
     * @param kind {@code gaussian}, {@code laplace}, {@code cauchy}, {@code von-mises-fisher}, {@code exponential}, or
     *     {@code student-t(n)} with n degrees of freedom
     * @param rate above 0
     * @return the kernel
     */
    static Kernel of(String kind, double rate) {
        Matcher student = StudentT.KIND.matcher(kind);
        if (student.matches()) {
            return new StudentT(rate, Double.parseDouble(student.group(1)));
        }
        return switch (kind) {
            case Gaussian.KIND -> new Gaussian(rate);
            case Laplace.KIND -> new Laplace(rate);
            case Cauchy.KIND -> new Cauchy(rate);
            case VonMisesFisher.KIND -> new VonMisesFisher(rate);
            case Exponential.KIND -> new Exponential(rate);
            default ->
                throw new IllegalArgumentException("unknown kernel '" + kind
                        + "', known are gaussian, laplace, cauchy, von-mises-fisher, exponential, student-t(DEGREES)");
        };
    }

    /**
     * \( E = \frac{\lambda}{2} D \), that is \( \frac{\lambda}{2} \|z - t\|^2 \) for the squared Euclidean distance.
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
        public double energy(double divergence) {
            return rate / 2 * divergence;
        }

        @Override
        public double slope(double divergence) {
            return rate / 2;
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
     * \( E = \lambda \sqrt{D} \), that is \( \lambda \|z - t\| \) for the squared Euclidean distance.
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
        public double energy(double divergence) {
            return rate * Math.sqrt(divergence);
        }

        @Override
        public double slope(double divergence) {
            return rate / (2 * Math.sqrt(divergence));
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

    /**
     * \( E = \log(1 + \lambda D) \): a power-law tail, so far inputs are told apart by little.
     *
     * @param rate \( \lambda \), above 0 and finite
     */
    record Cauchy(double rate) implements Kernel {

        static final String KIND = "cauchy";

        /** Checks the rate. */
        public Cauchy {
            requirePositive(rate);
        }

        @Override
        public double energy(double divergence) {
            return Math.log1p(rate * divergence);
        }

        @Override
        public double slope(double divergence) {
            return rate / (1 + rate * divergence);
        }

        @Override
        public Kernel withRate(double other) {
            return new Cauchy(other);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * \( E = \frac{\nu + 1}{2} \log(1 + \frac{\lambda}{\nu} D) \): between the Cauchy kernel
     * (\( \nu = 1 \)) and, as \( \nu \to \infty \), the Gaussian one.
     *
     * @param rate \( \lambda \), above 0 and finite
     * @param degrees \( \nu \), above 0 and finite
     */
    record StudentT(double rate, double degrees) implements Kernel {

        static final Pattern KIND = Pattern.compile("student-t\\((\\d{1,6}(?:\\.\\d{1,9})?)\\)");

        /** Checks rate and degrees. */
        public StudentT {
            requirePositive(rate);
            if (!(degrees > 0) || Double.isInfinite(degrees)) {
                throw new IllegalArgumentException("degrees of freedom must be above 0 and finite, got " + degrees);
            }
        }

        @Override
        public double energy(double divergence) {
            return (degrees + 1) / 2 * Math.log1p(rate / degrees * divergence);
        }

        @Override
        public double slope(double divergence) {
            return (degrees + 1) / 2 * rate / (degrees + rate * divergence);
        }

        @Override
        public Kernel withRate(double other) {
            return new StudentT(other, degrees);
        }

        @Override
        public String kind() {
            return "student-t(" + degrees + ")";
        }
    }

    /**
     * \( K = e^{\kappa (z \cdot t - 1)} \) for z and t on the unit sphere, written as \( E = \frac{\kappa}{2}
     * \|z - t\|^2 \), which is the same there and a Morse kernel everywhere. Put {@link UnitNormMap} last in the map.
     *
     * @param rate the concentration \( \kappa \), above 0 and finite
     */
    record VonMisesFisher(double rate) implements Kernel {

        static final String KIND = "von-mises-fisher";

        /** Checks the rate. */
        public VonMisesFisher {
            requirePositive(rate);
        }

        @Override
        public double energy(double divergence) {
            return rate / 2 * divergence;
        }

        @Override
        public double slope(double divergence) {
            return rate / 2;
        }

        @Override
        public Kernel withRate(double other) {
            return new VonMisesFisher(other);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * \( E = \lambda D \), so \( K = e^{-\lambda D} \): the general Morse kernel of a divergence.
     *
     * @param rate \( \lambda \), above 0 and finite
     */
    record Exponential(double rate) implements Kernel {

        static final String KIND = "exponential";

        /** Checks the rate. */
        public Exponential {
            requirePositive(rate);
        }

        @Override
        public double energy(double divergence) {
            return rate * divergence;
        }

        @Override
        public double slope(double divergence) {
            return rate;
        }

        @Override
        public Kernel withRate(double other) {
            return new Exponential(other);
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
