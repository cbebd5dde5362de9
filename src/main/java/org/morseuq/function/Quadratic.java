package org.morseuq.function;

/**
 * \( E(x) = \frac12 (x - c)^\top A (x - c) \) with a symmetric matrix A, of any signs: the function on which every
 * statement about steps and flows has a closed form.
 */
public final class Quadratic implements ThriceDifferentiable {

    private final double[][] matrix;
    private final double[] centre;

    /**
     * The function.
     *
     * @param matrix A, n rows of n numbers, symmetric; copied
     * @param centre c, n numbers; copied
     */
    public Quadratic(double[][] matrix, double[] centre) {
        int n = centre.length;
        this.matrix = new double[matrix.length][];
        this.centre = centre.clone();
        for (int i = 0; i < matrix.length; i++) {
            this.matrix[i] = matrix[i].clone();
            if (matrix.length != n || matrix[i].length != n) {
                throw new IllegalArgumentException(
                        "a quadratic of " + n + " variables needs " + n + " rows of " + n + " numbers");
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (matrix[i][j] != matrix[j][i]) {
                    throw new IllegalArgumentException("the matrix of a quadratic must be symmetric, but entry " + i
                            + "," + j + " is " + matrix[i][j] + " and its mirror " + matrix[j][i]);
                }
            }
        }
    }

    /**
     * One with a diagonal matrix, centred at 0.
     *
     * @param curvatures the diagonal of A
     */
    public static Quadratic diagonal(double... curvatures) {
        int n = curvatures.length;
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = curvatures[i];
        }
        return new Quadratic(matrix, new double[n]);
    }

    @Override
    public double value(Vector at) {
        double[] d = difference(at);
        double[] pull = times(d);
        double sum = 0;
        for (int i = 0; i < d.length; i++) {
            sum += d[i] * pull[i];
        }
        return sum / 2;
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        gradient.setArray(times(difference(at)));
        return value(at);
    }

    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        product.setArray(times(direction.toArray()));
    }

    @Override
    public void thirdProduct(Vector at, Vector u, Vector v, Vector into) {
        into.fill(0);
    }

    private double[] difference(Vector at) {
        double[] d = at.toArray();
        if (d.length != centre.length) {
            throw new IllegalArgumentException("a quadratic of " + centre.length + " variables was given " + d.length);
        }
        for (int i = 0; i < d.length; i++) {
            d[i] -= centre[i];
        }
        return d;
    }

    private double[] times(double[] v) {
        double[] product = new double[v.length];
        for (int i = 0; i < v.length; i++) {
            double sum = 0;
            for (int j = 0; j < v.length; j++) {
                sum += matrix[i][j] * v[j];
            }
            product[i] = sum;
        }
        return product;
    }
}
