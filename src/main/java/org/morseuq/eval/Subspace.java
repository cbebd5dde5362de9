package org.morseuq.eval;

/**
 * The length of the part of a row that lies in a linear subspace through a centre: \( \| B^T ((x - o) / s) \| \), with
 * the centre o, a scale s for each feature, and m orthonormal directions as the columns of B (d x m).
 *
 * <p>Costs O(d m) a row; B is kept feature by feature, so that the inner loop runs along sums that do not depend on each
 * other.
 */
final class Subspace {

    private final double[] center;
    private final double[] scale;
    private final double[][] directions; // by feature

    /**
     * A subspace.
     *
     * @param center d numbers
     * @param scale d numbers above 0
     * @param vectors m x d, orthonormal
     */
    Subspace(double[] center, double[] scale, double[]... vectors) {
        this.center = center.clone();
        this.scale = scale.clone();
        this.directions = new double[center.length][vectors.length];
        for (int k = 0; k < vectors.length; k++) {
            for (int j = 0; j < center.length; j++) {
                directions[j][k] = vectors[k][j];
            }
        }
    }

    /** The dimension of the principal space that the papers take for d features. */
    static int usualDimension(int features) {
        if (features >= 2048) {
            return 1000;
        }
        return features >= 768 ? 512 : features / 2;
    }

    /** Refuses a principal space that leaves nothing over, for which a residual would be 0 or rounding for every row. */
    static int requireDimension(int dimension, int features) {
        if (dimension < 0 || dimension >= features) {
            throw new IllegalArgumentException("the dimension of the principal space must be in 0 .. " + (features - 1)
                    + ", less than the " + features + " features, got " + dimension);
        }
        return dimension;
    }

    /** The length in this subspace of the row's deviation from the centre, at least 0. */
    double length(float[] row) {
        double[] products = new double[directions[0].length];
        for (int j = 0; j < row.length; j++) {
            add((row[j] - center[j]) / scale[j], directions[j], products);
        }
        return norm(products);
    }

    /** The length of the whole deviation, in the subspace or not. */
    double fullLength(float[] row) {
        double[] deviation = new double[row.length];
        for (int j = 0; j < row.length; j++) {
            deviation[j] = (row[j] - center[j]) / scale[j];
        }
        return norm(deviation);
    }

    private static void add(double factor, double[] from, double[] to) {
        for (int k = 0; k < to.length; k++) {
            to[k] += factor * from[k];
        }
    }

    private static double norm(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
