package org.morseuq.density;

/**
 * How fast a mollified pairing grows, \( \langle u, v \rangle_\lambda \sim \lambda^s \): a diagnostic of pairings that do
 * not exist.
 *
 * <p>The slope s of \( \log \langle u, v \rangle_\lambda \) by \( \log \lambda \), by least squares. About 0 where the
 * product exists, and where the mollified pairing happens to stay finite all the same, as for a sphere and a plane that
 * touch in space; 1/4 for a parabola and its tangent, 1/3 for \( y = x^3 \) and \( y = 0 \), 1/2 for a line and itself;
 * \( (k + l - r) / 2 \) where level sets of codimensions k and l meet cleanly with conormal spaces that span r dimensions
 * together.
 *
 * @param slope s
 * @param standardError of the slope by the residuals; what curvature is left in the logarithms shows here
 * @param lambdas where; not copied
 * @param pairings \( \langle u, v \rangle_\lambda \) by \( \lambda \); not copied
 */
public record DivergenceExponent(double slope, double standardError, double[] lambdas, double[] pairings) {

    /**
     * The exponent of a pairing.
     *
     * @param u one density
     * @param v another, \( \alpha \) adding up to 1
     * @param lambdas at least three, rising, above 0
     * @param integration of smooth densities, fine enough for the largest \( \lambda \)
     * @return the slope and what it is made of
     */
    public static DivergenceExponent of(AlphaDensity u, AlphaDensity v, double[] lambdas, Integration integration) {
        double[] pairings = new double[lambdas.length];
        for (int i = 0; i < lambdas.length; i++) {
            pairings[i] = mollifiedPairing(u, v, lambdas[i], integration).value();
        }
        return of(lambdas, pairings);
    }

    /**
     * \( \langle u, v \rangle_\lambda \), which always exists.
     *
     * @param u one density
     * @param v another, \( \alpha \) adding up to 1
     * @param lambda \( \lambda \), above 0
     * @param integration of smooth densities, fine enough for \( \lambda \)
     * @return the pairing
     */
    public static Integral mollifiedPairing(AlphaDensity u, AlphaDensity v, double lambda, Integration integration) {
        AlphaDensity smooth = u.mollified(lambda);
        AlphaDensity other = v.mollified(lambda);
        Amplitude product = x -> {
            double value = smooth.amplitude().at(x); // almost everywhere 0, and then the other one is not needed
            return value == 0 ? 0 : value * other.amplitude().at(x);
        };
        return new AlphaDensity(product, smooth.map(), u.alpha() + v.alpha()).integrate(integration);
    }

    /**
     * The exponent of numbers.
     *
     * @param lambdas at least three, rising, above 0
     * @param values as many, above 0
     * @return the slope of the logarithms
     */
    public static DivergenceExponent of(double[] lambdas, double[] values) {
        int n = lambdas.length;
        if (n < 3 || values.length != n) {
            throw new IllegalArgumentException(
                    "an exponent needs three lambdas or more and as many values, got " + n + " and " + values.length);
        }
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            if (!(lambdas[i] > (i == 0 ? 0 : lambdas[i - 1])) || !(values[i] > 0)) {
                throw new IllegalArgumentException("lambdas must be rising and values above 0, got " + lambdas[i]
                        + " and " + values[i] + " at " + i);
            }
            meanX += Math.log(lambdas[i]) / n;
            meanY += Math.log(values[i]) / n;
        }
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < n; i++) {
            double x = Math.log(lambdas[i]) - meanX;
            xx += x * x;
            xy += x * (Math.log(values[i]) - meanY);
        }
        double slope = xy / xx;
        double residuals = 0;
        for (int i = 0; i < n; i++) {
            double residual = Math.log(values[i]) - meanY - slope * (Math.log(lambdas[i]) - meanX);
            residuals += residual * residual;
        }
        return new DivergenceExponent(slope, Math.sqrt(residuals / (n - 2) / xx), lambdas, values);
    }
}
