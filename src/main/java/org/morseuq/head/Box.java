package org.morseuq.head;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The points whose every coordinate lies between two bounds: where samples start, and what they must not leave.
 *
 * @param low d lower bounds, possibly minus infinity; not copied
 * @param high d upper bounds, none below its lower bound, possibly infinity; not copied
 */
public record Box(float[] low, float[] high) {

    /** Checks the bounds. */
    public Box {
        if (low.length < 1 || low.length != high.length) {
            throw new IllegalArgumentException(
                    "a box has as many lower as upper bounds and at least one, got " + low.length + ", " + high.length);
        }
        for (int i = 0; i < low.length; i++) {
            if (!(low[i] <= high[i])) {
                throw new IllegalArgumentException(
                        "bounds " + i + " are " + low[i] + " and " + high[i] + ", expected low <= high");
            }
        }
    }

    /** All of \( R^d \). */
    public static Box unbounded(int dimension) {
        float[] high = new float[dimension];
        Arrays.fill(high, Float.POSITIVE_INFINITY);
        float[] low = new float[dimension];
        Arrays.fill(low, Float.NEGATIVE_INFINITY);
        return new Box(low, high);
    }

    /**
     * The smallest box that holds all rows.
     *
     * @param rows n x d finite numbers, n at least 1
     * @return the box
     */
    public static Box around(float[][] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("a box around rows needs at least one row");
        }
        float[] low = rows[0].clone();
        float[] high = rows[0].clone();
        for (float[] row : rows) {
            for (int j = 0; j < low.length; j++) {
                low[j] = Math.min(low[j], row[j]);
                high[j] = Math.max(high[j], row[j]);
            }
        }
        return new Box(low, high);
    }

    /** d. */
    public int dimension() {
        return low.length;
    }

    /** Whether a point lies in the box. */
    public boolean contains(float[] x) {
        for (int i = 0; i < low.length; i++) {
            if (!(x[i] >= low[i] && x[i] <= high[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * The point of the box next to \( x + s v \).
     *
     * @param x where from; not changed
     * @param s how far
     * @param v which way
     * @return a new array
     */
    public float[] step(float[] x, double s, double[] v) {
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.max(low[i], Math.min(high[i], (float) (x[i] + s * v[i])));
        }
        return y;
    }

    /**
     * The part of a downhill direction that can be followed: the gradient without the coordinates whose negative leads out
     * of the box.
     *
     * @param x a point of the box
     * @param gradient d numbers; not changed
     * @return a new array
     */
    public double[] inward(float[] x, double[] gradient) {
        double[] inward = gradient.clone();
        for (int i = 0; i < inward.length; i++) {
            if ((inward[i] > 0 && x[i] <= low[i]) || (inward[i] < 0 && x[i] >= high[i])) {
                inward[i] = 0;
            }
        }
        return inward;
    }

    /**
     * A point drawn from the uniform distribution on the box.
     *
     * @param random the source of randomness
     * @return d numbers
     */
    public float[] uniform(RandomGenerator random) {
        float[] x = new float[low.length];
        for (int i = 0; i < x.length; i++) {
            double width = (double) high[i] - low[i];
            if (Double.isInfinite(width)) {
                throw new IllegalArgumentException("an unbounded box has no uniform distribution");
            }
            x[i] = Math.max(low[i], Math.min(high[i], (float) (low[i] + width * random.nextDouble())));
        }
        return x;
    }

    @Override
    public String toString() {
        return "Box[" + low.length + " dimensions]";
    }
}
