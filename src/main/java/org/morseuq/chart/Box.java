package org.morseuq.chart;

/**
 * A rectangle of the plane, in units of the data.
 *
 * @param left least x
 * @param right largest x, above {@code left}
 * @param bottom least y
 * @param top largest y, above {@code bottom}
 */
public record Box(double left, double right, double bottom, double top) {

    /** Checks that the rectangle is finite and not empty. */
    public Box {
        if (!(right - left > 0 && top - bottom > 0 && right - left + top - bottom < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a box needs left < right and bottom < top, all finite, got [" + left
                    + ", " + right + "] x [" + bottom + ", " + top + "]");
        }
    }

    /**
     * The square around the origin.
     *
     * @param half half of its side, above 0
     * @return \( [-h, h]^2 \)
     */
    public static Box around(double half) {
        return new Box(-half, half, -half, half);
    }

    /** The middle of column {@code i} where the width is cut into {@code n} columns. */
    public double x(int i, int n) {
        return left + (i + 0.5) * (right - left) / n;
    }

    /** The middle of row {@code j}, counted from the bottom, where the height is cut into {@code n} rows. */
    public double y(int j, int n) {
        return bottom + (j + 0.5) * (top - bottom) / n;
    }
}
