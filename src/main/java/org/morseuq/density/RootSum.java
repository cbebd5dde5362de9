package org.morseuq.density;

import java.util.Arrays;
import java.util.List;

/**
 * The integral over a level set that is a set of points: \( \sum_{F(p) = 0} a(p) / |\det DF(p)| \).
 *
 * <p>The error estimate is the change of the sum by one more step from every root, plus what may be missing: the part of
 * the successful starts whose root no other start found estimates the part of the starts that would lead to a root not
 * seen (I. J. Good 1953, "The population frequencies of species and the estimation of population parameters", due to A. M.
 * Turing); times the largest term. Where no start was successful, the integral is 0 and the error as well: whether there
 * are no roots is then not known. Where 0 is no regular value one more step doubles a term, and the error is as large.
 *
 * @param where the search for the roots
 */
public record RootSum(ZeroSearch where) implements Integration {

    @Override
    public Integral of(AlphaDensity density) {
        if (density.codimension() < density.dimension()) {
            throw new IllegalArgumentException("the level set is no set of points: codimension " + density.codimension()
                    + " in " + density.dimension() + " dimensions");
        }
        List<ZeroSearch.Zero> roots = where.zeros(density.map());
        if (!roots.isEmpty() && density.codimension() > density.dimension()) {
            throw new IllegalArgumentException("0 is no regular value: " + density.codimension() + " equations in "
                    + density.dimension() + " dimensions have the root "
                    + Arrays.toString(roots.get(0).point()));
        }
        double sum = 0;
        double change = 0;
        double largest = 0;
        int hits = 0;
        int once = 0;
        for (ZeroSearch.Zero root : roots) {
            double term = term(density, root.point());
            double[] next = root.point().clone();
            RowSpace.add(
                    -1,
                    RowSpace.leastSquares(
                            density.map().jacobian(next), density.map().value(next), 0),
                    next);
            sum += term;
            change += Math.abs(term(density, next) - term) + Math.ulp(term);
            largest = Math.max(largest, Math.abs(term));
            hits += root.hits();
            once += root.hits() == 1 ? 1 : 0;
        }
        return new Integral(sum, change + (hits == 0 ? 0 : largest * once / hits));
    }

    private static double term(AlphaDensity density, double[] root) {
        double amplitude = density.amplitude().at(root);
        if (amplitude == 0) {
            return 0;
        }
        double volume = RowSpace.volume(density.map().jacobian(root));
        if (!(volume > 0)) {
            throw new IllegalArgumentException(
                    "0 is no regular value: the derivative is singular at x = " + Arrays.toString(root));
        }
        return amplitude / volume;
    }
}
