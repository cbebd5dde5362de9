package org.morseuq.density;

import java.util.Arrays;

/**
 * The points whose every coordinate lies between two finite bounds: where zeros are looked for and integrals taken.
 *
 * @param low n lower bounds; copied
 * @param high n upper bounds, each above its lower bound; copied
 */
public record Region(double[] low, double[] high) {

    /** Copies and checks the bounds. */
    public Region {
        low = low.clone();
        high = high.clone();
        if (low.length < 1 || low.length != high.length) {
            throw new IllegalArgumentException(
                    "a region needs n >= 1 lower and n upper bounds, got " + low.length + " and " + high.length);
        }
        for (int i = 0; i < low.length; i++) {
            double width = high[i] - low[i];
            if (!(width > 0) || Double.isInfinite(width)) {
                throw new IllegalArgumentException("bounds " + i + " of a region must be finite and rising, got ["
                        + low[i] + ", " + high[i] + "]");
            }
        }
    }

    /**
     * The cube around the origin.
     *
     * @param dimensions n, at least 1
     * @param half half of its side, above 0
     * @return \( [-h, h]^n \)
     */
    public static Region cube(int dimensions, double half) {
        double[] low = new double[dimensions];
        double[] high = new double[dimensions];
        Arrays.fill(low, -half);
        Arrays.fill(high, half);
        return new Region(low, high);
    }

    /** n. */
    public int dimensions() {
        return low.length;
    }

    /** The product of the sides. */
    public double volume() {
        double volume = 1;
        for (int i = 0; i < low.length; i++) {
            volume *= high[i] - low[i];
        }
        return volume;
    }

    /** The distance of opposite corners. */
    public double diameter() {
        double sum = 0;
        for (int i = 0; i < low.length; i++) {
            sum += (high[i] - low[i]) * (high[i] - low[i]);
        }
        return Math.sqrt(sum);
    }

    /**
     * Whether a point lies inside, or outside by a rounding at most.
     *
     * @param x n numbers
     * @return whether every coordinate is within its bounds
     */
    public boolean contains(double[] x) {
        for (int i = 0; i < low.length; i++) {
            double slack = 1e-12 * (high[i] - low[i]);
            if (!(x[i] >= low[i] - slack && x[i] <= high[i] + slack)) {
                return false;
            }
        }
        return true;
    }

    /** The point at the given parts of the sides. */
    double[] at(double[] parts) {
        double[] x = new double[low.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = low[i] + parts[i] * (high[i] - low[i]);
        }
        return x;
    }

    /** Refuses another dimension. */
    void require(int dimensions) {
        if (dimensions != low.length) {
            throw new IllegalArgumentException(
                    "the region has " + low.length + " dimensions, the density " + dimensions);
        }
    }
}
