package org.morseuq.density;

/**
 * The midpoint rule on a grid, for smooth densities on all of space: \( \sum a(x_i)\, h^n \) over the middles of equal
 * cells.
 *
 * <p>For a smooth amplitude that vanishes at the boundary the error falls faster than any power of h: for a Gaussian of
 * width \( \sigma \) along an axis as \( 2 e^{-2 \pi^2 \sigma^2 / h^2} \), 5e-9 from \( h = \sigma \) on. Where the
 * amplitude does not vanish there the error is \( O(h^2) \). The error estimate is the change from two thirds of the cells,
 * plus rounding: far too large for the former, too large by 5/4 for the latter. Costs \( c^n + (2 c / 3)^n \) values.
 *
 * @param region where the density is integrated
 * @param cells c along every side, at least 2
 */
public record GridRule(Region region, int cells) implements Integration {

    /** Checks the number. */
    public GridRule {
        if (cells < 2) {
            throw new IllegalArgumentException("a grid has at least 2 cells along a side, got " + cells);
        }
    }

    @Override
    public Integral of(AlphaDensity density) {
        region.require(density.dimension());
        if (density.codimension() != 0) {
            throw new IllegalArgumentException(
                    "a grid integrates densities on all of space, not of codimension " + density.codimension());
        }
        double fine = sum(density.amplitude(), cells);
        double coarse = sum(density.amplitude(), Math.max(1, cells * 2 / 3));
        return new Integral(fine, Math.abs(fine - coarse) + Math.ulp(fine) * cells);
    }

    private double sum(Amplitude amplitude, int n) {
        int dimensions = region.dimensions();
        double[] parts = new double[dimensions];
        double total = 0;
        for (long cell = 0; cell < (long) Math.pow(n, dimensions); cell += n) {
            long rest = cell / n;
            for (int i = 1; i < dimensions; i++) {
                parts[i] = (rest % n + 0.5) / n;
                rest /= n;
            }
            double line = 0; // by lines, so that rounding grows with c and not with all cells
            for (int j = 0; j < n; j++) {
                parts[0] = (j + 0.5) / n;
                line += amplitude.at(region.at(parts));
            }
            total += line;
        }
        return total * region.volume() / Math.pow(n, dimensions);
    }
}
