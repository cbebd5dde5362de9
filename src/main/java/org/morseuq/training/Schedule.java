package org.morseuq.training;

import java.util.Locale;

/** How the learning rate goes from the first step to the last, as a fraction of its peak. */
public enum Schedule {
    /**
     * Rises linearly from 1/25 to 1 over the first quarter, then falls to 0 along half a cosine: Smith and Topin 2019,
     * "Super-convergence", arXiv 1708.07120, with the cosine in place of the straight descent.
     */
    ONE_CYCLE {
        @Override
        double fraction(double progress) {
            return progress < LONG_WARM_UP
                    ? START + (1 - START) * progress / LONG_WARM_UP
                    : halfCosine((progress - LONG_WARM_UP) / (1 - LONG_WARM_UP));
        }
    },

    /** Falls from 1 to 0 along half a cosine: Loshchilov and Hutter 2017, arXiv 1608.03983, without restarts. */
    COSINE {
        @Override
        double fraction(double progress) {
            return halfCosine(progress);
        }
    },

    /** Rises linearly from 1/25 to 1 over the first twentieth, then stays there. */
    WARM_UP {
        @Override
        double fraction(double progress) {
            return rise(progress / SHORT_WARM_UP);
        }
    },

    /** Rises linearly from 1/25 to 1 over the first twentieth, then falls to 0 along half a cosine. */
    WARM_UP_COSINE {
        @Override
        double fraction(double progress) {
            return progress < SHORT_WARM_UP
                    ? rise(progress / SHORT_WARM_UP)
                    : halfCosine((progress - SHORT_WARM_UP) / (1 - SHORT_WARM_UP));
        }
    },

    /** Stays at 1. */
    CONSTANT {
        @Override
        double fraction(double progress) {
            return 1;
        }
    };

    private static final double LONG_WARM_UP = 0.25;
    private static final double SHORT_WARM_UP = 0.05;
    private static final double START = 1.0 / 25;

    /**
     * The fraction of the peak rate.
     *
     * @param progress the part of all steps that is done, from 0 to 1
     * @return from 0 to 1
     */
    abstract double fraction(double progress);

    private static double rise(double part) {
        return Math.min(1, START + (1 - START) * part);
    }

    private static double halfCosine(double progress) {
        return (1 + Math.cos(Math.PI * progress)) / 2;
    }

    /** The name on the command line, for example {@code one-cycle}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
