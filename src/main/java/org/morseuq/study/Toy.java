package org.morseuq.study;

import java.util.SplittableRandom;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/**
 * A density of the plane that lies along curves: the middle of a curve, drawn evenly, plus normal noise,
 *
 * <p>\( p(x) = \frac{1}{C} \sum_y \int_0^1 N(x;\, c_y(s),\, \sigma^2 I)\, ds, \)
 *
 * <p>with one curve \( c_y: [0, 1] \to R^2 \) for each of C classes. All three lie well within \( [-3, 3]^2 \).
 */
public enum Toy {
    /** Two half circles of radius 1.3, each around an end of the other. */
    MOONS(2) {
        @Override
        double[] curve(int y, double s) {
            double angle = Math.PI * s;
            double side = y == 0 ? 1 : -1;
            return new double[] {1.3 * side * (Math.cos(angle) - 0.5), 1.3 * side * (Math.sin(angle) - 0.25)};
        }
    },

    /** Two circles around the origin, of radius 0.7 and 1.7. */
    CIRCLES(2) {
        @Override
        double[] curve(int y, double s) {
            double radius = y == 0 ? 0.7 : 1.7;
            double angle = 2 * Math.PI * s;
            return new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
        }
    },

    /** Three arms that wind outwards by 200 degrees, from radius 0.4 to 2.2. */
    SPIRAL(3) {
        @Override
        double[] curve(int y, double s) {
            double radius = 0.4 + 1.8 * s;
            double angle = 2 * Math.PI * y / 3 + s * Math.toRadians(200);
            return new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
        }
    };

    /** The block of the rows: a point of the plane. */
    public static final String BLOCK = "point";

    /** What the rows of a toy hold. */
    public static final Layout LAYOUT = Layout.of(BLOCK, 2);

    /** Nodes of the midpoint rule along a curve of length 6: a tenth of the noise that is used apart. */
    private static final int NODES = 600;

    private final int classes;

    Toy(int classes) {
        this.classes = classes;
    }

    /** The place on the curve of class y at s from 0 to 1. */
    abstract double[] curve(int y, double s);

    /** C, the number of curves. */
    public int classes() {
        return classes;
    }

    /** The name in files and on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * The toy of a name.
     *
     * @param name in lower case
     * @return the toy
     */
    public static Toy named(String name) {
        for (Toy toy : values()) {
            if (toy.toString().equals(name)) {
                return toy;
            }
        }
        throw new IllegalArgumentException(
                "unknown toy '" + name + "', known are " + java.util.Arrays.toString(values()));
    }

    /**
     * Draws points.
     *
     * @param count how many; class 0, 1, ... in turn
     * @param noise \( \sigma \), at least 0
     * @param seed of everything random
     * @return labelled rows of {@link #LAYOUT}
     */
    public FeatureTable draw(int count, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % classes;
            double[] middle = curve(labels[i], random.nextDouble());
            rows[i] = new float[] {
                (float) (middle[0] + noise * random.nextGaussian()), (float) (middle[1] + noise * random.nextGaussian())
            };
        }
        return new FeatureTable(LAYOUT, rows, labels);
    }

    /**
     * Draws points evenly from a square around the origin.
     *
     * @param count how many
     * @param half half the side of the square, above 0
     * @param seed of everything random
     * @return unlabelled rows of {@link #LAYOUT}
     */
    public static FeatureTable uniform(int count, double half, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = org.morseuq.data.Image.UNLABELLED;
            rows[i] = new float[] {(float) random.nextDouble(-half, half), (float) random.nextDouble(-half, half)};
        }
        return new FeatureTable(LAYOUT, rows, labels);
    }

    /**
     * The density at a point, by the midpoint rule along the curves; exact to rounding for a noise of at least 0.02.
     *
     * @param x two numbers
     * @param noise \( \sigma \), above 0
     * @return \( p(x) \), per unit of area
     */
    public double density(float[] x, double noise) {
        double sum = 0;
        for (int y = 0; y < classes; y++) {
            for (int j = 0; j < NODES; j++) {
                double[] c = curve(y, (j + 0.5) / NODES);
                double dx = x[0] - c[0];
                double dy = x[1] - c[1];
                sum += Math.exp(-(dx * dx + dy * dy) / (2 * noise * noise));
            }
        }
        return sum / (classes * NODES * 2 * Math.PI * noise * noise);
    }
}
