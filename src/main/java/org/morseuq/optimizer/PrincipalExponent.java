package org.morseuq.optimizer;

/**
 * The exponent of the {@link PrincipalFlow}, \( \alpha(z) = \log(1 - z) / z \) with \( z = h \lambda \), by which a step of
 * length h along a direction of curvature \( \lambda \) differs from the gradient flow, where it is \( -1 = \alpha(0) \).
 *
 * <p>Beyond z = 1 the logarithm is \( \log|1 - z| + i \pi \): the imaginary part turns the sign around with every step, as
 * gradient descent does that jumps over a minimum. The real part is below 0 for \( z \lt 2 \), where the direction
 * contracts, and above 0 for \( z \gt 2 \), where it runs away; also for negative curvature it is below 0, which leads away from
 * a saddle. At z = 1, where one step lands on the minimum, no finite rate does; there the real part is taken to be
 * {@link #AT_ONE}, as in the public code of the authors of arXiv 2302.01952.
 */
public final class PrincipalExponent {

    /** The real part at z = 1, below every other: the next double before 1 has -36.7. */
    public static final double AT_ONE = -100;

    private PrincipalExponent() {}

    /**
     * The real part.
     *
     * @param z \( h \lambda \)
     * @return \( \log|1 - z| / z \), -1 at 0 and {@link #AT_ONE} at 1; NaN for NaN
     */
    public static double real(double z) {
        if (z == 0) {
            return -1;
        }
        if (z == 1) {
            return AT_ONE;
        }
        return (z < 1 ? Math.log1p(-z) : Math.log(z - 1)) / z;
    }

    /**
     * The imaginary part.
     *
     * @param z \( h \lambda \)
     * @return \( \pi / z \) for z above 1, else 0
     */
    public static double imaginary(double z) {
        return z > 1 ? Math.PI / z : 0;
    }
}
