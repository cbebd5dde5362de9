package org.morseuq.density;

/**
 * How a 1-density is integrated over a region. Its amplitude should vanish, or nearly so, at the boundary of the region, or
 * the level set not reach it.
 *
 * <table>
 * <caption>Which one when, in n dimensions and codimension k</caption>
 * <tr><td>{@link GridRule}</td><td>k = 0, n up to 3</td></tr>
 * <tr><td>{@link RootSum}</td><td>k = n: points, in any dimension</td></tr>
 * <tr><td>{@link SimplicialQuadrature}</td><td>0 &lt; k &lt; n: curves and surfaces, n up to 3</td></tr>
 * <tr><td>{@link MonteCarlo}</td><td>any, to two digits or three</td></tr>
 * </table>
 */
public sealed interface Integration permits GridRule, RootSum, SimplicialQuadrature, MonteCarlo {

    /**
     * The integral of a density.
     *
     * @param density of \( \alpha = 1 \), which {@link AlphaDensity#integrate} checks
     * @return the integral and how exact it is
     */
    Integral of(AlphaDensity density);

    /**
     * The most exact rule for a density.
     *
     * @param density of dimension 1 to 3, or of as many equations as dimensions
     * @param region where it is integrated
     * @return the rule, with 256 starts for points, 24 cells along every side for curves and surfaces, 256 for all of space
     *     in up to two dimensions and 96 in three
     */
    static Integration best(AlphaDensity density, Region region) {
        if (density.codimension() == 0) {
            return new GridRule(region, density.dimension() < 3 ? 256 : 96);
        }
        return density.codimension() >= density.dimension()
                ? new RootSum(ZeroSearch.in(region))
                : SimplicialQuadrature.in(region);
    }
}
