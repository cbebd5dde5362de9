package org.morseuq.head;

import java.util.Locale;

/** How the densities of the classes become one: \( \mu(x) \) from \( \mu(x, y) = e^{-E_y} \), in the log domain. */
public enum Pooling {
    /** \( \max_y \mu(x, y) \): in [0, 1], and 1 exactly on the modes. */
    MAX {
        @Override
        double energy(double[] energies) {
            return least(energies);
        }
    },

    /** \( \sum_y \mu(x, y) \): the marginal of a supervised network; where modes overlap it can exceed 1. */
    SUM {
        @Override
        double energy(double[] energies) {
            double least = least(energies);
            if (Double.isInfinite(least)) {
                return least; // their differences would be NaN
            }
            double sum = 0;
            for (double energy : energies) {
                sum += Math.exp(least - energy);
            }
            return least - Math.log(sum);
        }
    };

    /** The pooled energy \( -\log \mu(x) \) from the energies of the classes. */
    abstract double energy(double[] energies);

    static Pooling of(String name) {
        for (Pooling pooling : values()) {
            if (pooling.toString().equals(name)) {
                return pooling;
            }
        }
        throw new IllegalArgumentException("unknown pooling '" + name + "', known are max, sum");
    }

    private static double least(double[] energies) {
        double least = energies[0];
        for (double energy : energies) {
            least = Math.min(least, energy);
        }
        return least;
    }

    /** The name in files and on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
