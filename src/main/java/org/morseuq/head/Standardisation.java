package org.morseuq.head;

/**
 * Coordinates \( y = (x - o) / s \) in which every feature varies alike: a step of one size then suits them all. Where
 * \( s_i = 0 \) the feature is held at \( o_i \).
 *
 * <p>A flow or a Langevin chain in y is one in x with the preconditioner \( \mathrm{diag}(s^2) \); its modes and its
 * stationary distribution are the same.
 *
 * @param offset o, d numbers; not copied
 * @param scale s, d numbers of at least 0; not copied
 */
public record Standardisation(float[] offset, float[] scale) {

    /** Checks the numbers. */
    public Standardisation {
        if (offset.length != scale.length) {
            throw new IllegalArgumentException(
                    "as many offsets as scales are needed, got " + offset.length + " and " + scale.length);
        }
        for (float s : scale) {
            if (!(s >= 0) || Float.isInfinite(s)) {
                throw new IllegalArgumentException("a scale must be at least 0 and finite, got " + s);
            }
        }
    }

    /**
     * By mean and standard deviation of every column.
     *
     * @param rows n x d, n at least 1
     * @return the coordinates
     */
    public static Standardisation of(float[][] rows) {
        int width = rows[0].length;
        float[] mean = new float[width];
        float[] deviation = new float[width];
        for (int j = 0; j < width; j++) {
            double sum = 0;
            for (float[] row : rows) {
                sum += row[j];
            }
            double centre = sum / rows.length;
            double squares = 0;
            for (float[] row : rows) {
                squares += (row[j] - centre) * (row[j] - centre);
            }
            mean[j] = (float) centre;
            deviation[j] = (float) Math.sqrt(squares / rows.length);
        }
        return new Standardisation(mean, deviation);
    }

    /** x from y. */
    public float[] restore(float[] y) {
        float[] x = new float[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = scale[i] == 0 ? offset[i] : (float) (offset[i] + (double) scale[i] * y[i]);
        }
        return x;
    }

    /** y from x; 0 where the scale is. */
    public float[] apply(float[] x) {
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = scale[i] == 0 ? 0 : (float) (((double) x[i] - offset[i]) / scale[i]);
        }
        return y;
    }

    /** The box of y whose points are those of a box of x, unbounded where the scale is 0. */
    public Box apply(Box box) {
        Box image = new Box(apply(box.low()), apply(box.high()));
        for (int i = 0; i < scale.length; i++) {
            if (scale[i] == 0) {
                image.low()[i] = Float.NEGATIVE_INFINITY;
                image.high()[i] = Float.POSITIVE_INFINITY;
            }
        }
        return image;
    }

    /** The potential as a function of y, with the gradient \( s \, \nabla V \). */
    public Potential apply(Potential potential) {
        return new Standardised(this, potential);
    }

    private record Standardised(Standardisation coordinates, Potential inner) implements Potential {

        @Override
        public int dimension() {
            return inner.dimension();
        }

        @Override
        public Slope at(float[] y) {
            Slope slope = inner.at(coordinates.restore(y));
            double[] gradient = slope.gradient().clone();
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= coordinates.scale[i];
            }
            return new Slope(slope.energy(), gradient);
        }

        @Override
        public double distance(float[] y) {
            return inner.distance(coordinates.restore(y));
        }
    }

    @Override
    public String toString() {
        return "Standardisation[" + scale.length + " features]";
    }
}
