package org.morseuq.density;

import java.util.SplittableRandom;

/**
 * Integration by sampling the mollified density, in any dimension and codimension, to two digits or three.
 *
 * <p>The mean of \( I_\lambda = \int a\, (\lambda / 2 \pi)^{k/2} e^{-\frac{\lambda}{2} \|F\|^2} dx \) over points spread
 * evenly with a random shift, at \( \lambda, 2 \lambda \) and \( 4 \lambda \) from the same points, is extrapolated by L.
 * F. Richardson's rule, \( (8 I_{4 \lambda} - 6 I_{2 \lambda} + I_\lambda) / 3 \), which removes the errors of order \( 1 /
 * \lambda \) and \( 1 / \lambda^2 \). The error is the root of two squares added: the standard error over the shifts, which
 * are independent, and the change by the last step of the extrapolation. Where \( \lambda \) is so large that few points
 * come near the level set, the former grows; where it is too small, the latter does.
 *
 * <p>Costs shifts times points values of a and F. For k = 0 nothing is mollified.
 *
 * @param region where the density is integrated
 * @param points a shift, at least 1
 * @param shifts at least 2
 * @param lambda the least \( \lambda \), above 0
 * @param seed of the shifts
 */
public record MonteCarlo(Region region, int points, int shifts, double lambda, long seed) implements Integration {

    private static final double[] LAST = {1 / 3.0, -2, 8 / 3.0};
    private static final double[] BEFORE = {0, -1, 2};

    /** Checks the numbers. */
    public MonteCarlo {
        if (points < 1 || shifts < 2 || !(lambda > 0) || Double.isInfinite(4 * lambda)) {
            throw new IllegalArgumentException("sampling needs points >= 1, shifts >= 2 and a finite lambda > 0, got "
                    + points + ", " + shifts + " and " + lambda);
        }
    }

    @Override
    public Integral of(AlphaDensity density) {
        region.require(density.dimension());
        SplittableRandom random = new SplittableRandom(seed);
        double mean = 0;
        double squares = 0;
        double step = 0;
        for (int shift = 0; shift < shifts; shift++) {
            double[] levels = levels(density, new Kronecker(density.dimension(), random));
            double estimate = RowSpace.dot(LAST, levels);
            double off = estimate - mean;
            mean += off / (shift + 1);
            squares += off * (estimate - mean);
            step += (estimate - RowSpace.dot(BEFORE, levels)) / shifts;
        }
        return new Integral(mean, Math.sqrt(squares / (shifts - 1) / shifts + step * step));
    }

    /** The integral at the three \( \lambda \) by one set of points. */
    private double[] levels(AlphaDensity density, Kronecker places) {
        double[] levels = new double[LAST.length];
        for (int i = 0; i < points; i++) {
            double[] x = region.at(places.point(i));
            double amplitude = density.amplitude().at(x);
            if (amplitude == 0) {
                continue;
            }
            double[] f = density.map().value(x);
            double square = RowSpace.dot(f, f);
            for (int level = 0; level < levels.length; level++) {
                double rate = lambda * (1 << level);
                levels[level] += amplitude
                        * Math.pow(rate / (2 * Math.PI), density.codimension() / 2.0)
                        * Math.exp(-rate / 2 * square);
            }
        }
        for (int level = 0; level < levels.length; level++) {
            levels[level] *= region.volume() / points;
        }
        return levels;
    }
}
