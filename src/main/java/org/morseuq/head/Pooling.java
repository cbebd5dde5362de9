package org.morseuq.head;

import java.util.Arrays;
import java.util.Locale;
import org.morseuq.algebra.Extremum;

/** How the densities of the classes become one: \( \mu(x) \) from \( \mu(x, y) = e^{-E_y} \), in the log domain. */
public enum Pooling {
    /** \( \max_y \mu(x, y) \): in [0, 1], and 1 exactly on the modes. */
    MAX {
        @Override
        double energy(double[] energies) {
            return energies[Extremum.least(energies)];
        }

        @Override
        double[] weights(double[] energies) {
            double[] weights = new double[energies.length];
            weights[Extremum.least(energies)] = 1;
            return weights;
        }
    },

    /** \( \sum_y \mu(x, y) \): the marginal of a supervised network; where modes overlap it can exceed 1. */
    SUM {
        @Override
        double energy(double[] energies) {
            double least = energies[Extremum.least(energies)];
            if (Double.isInfinite(least)) {
                return least; // their differences would be NaN
            }
            double sum = 0;
            for (double energy : energies) {
                sum += Math.exp(least - energy);
            }
            return least - Math.log(sum);
        }

        @Override
        double[] weights(double[] energies) {
            double pooled = energy(energies);
            if (Double.isInfinite(pooled)) {
                return MAX.weights(energies);
            }
            return Arrays.stream(energies).map(e -> Math.exp(pooled - e)).toArray();
        }
    };

    /** The pooled energy \( -\log \mu(x) \) from the energies of the classes. */
    abstract double energy(double[] energies);

    /** The derivative of the pooled energy by the energy of every class: at least 0, and 1 together. */
    abstract double[] weights(double[] energies);

    static Pooling of(String name) {
        for (Pooling pooling : values()) {
            if (pooling.toString().equals(name)) {
                return pooling;
            }
        }
        throw new IllegalArgumentException("unknown pooling '" + name + "', known are max, sum");
    }

    /** The name in files and on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
