package org.morseuq.density;

import java.util.SplittableRandom;

/**
 * Points spread evenly over the unit cube: \( x_i = \{ s + i\, \omega \} \), with \( \omega_j = g^{-j} \) for the root of
 * \( g^{n+1} = g + 1 \), which generalises the golden ratio (M. Roberts 2018, "The unreasonable effectiveness of
 * quasirandom sequences"). With a random shift s every point is uniform, so averages have no bias (R. Cranley and T. N. L.
 * Patterson 1976, "Randomization of number theoretic methods for multiple integration").
 */
final class Kronecker {

    private final double[] shift;
    private final double[] rotation;

    Kronecker(int dimensions, SplittableRandom random) {
        shift = random.doubles(dimensions).toArray();
        double g = 2;
        for (int i = 0; i < 64; i++) { // a contraction by at least 3: 64 steps are more than enough
            g = Math.pow(1 + g, 1.0 / (dimensions + 1));
        }
        rotation = new double[dimensions];
        for (int j = 0; j < dimensions; j++) {
            rotation[j] = Math.pow(g, -(j + 1.0));
        }
    }

    double[] point(long index) {
        double[] x = new double[shift.length];
        for (int j = 0; j < x.length; j++) {
            double place = shift[j] + index * rotation[j];
            x[j] = place - Math.floor(place);
        }
        return x;
    }
}
