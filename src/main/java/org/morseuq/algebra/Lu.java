package org.morseuq.algebra;

/**
 * The solution of a small square system \( A x = r \) by elimination with partial pivoting.
 *
 * <p>For an n × n matrix \( O(n^3) \) once, and \( O(n^2) \) for every right-hand side. The error of x is of the size of
 * the rounding times the condition number of A.
 */
public final class Lu {

    private final double[][] factors;
    private final int[] rows;

    private Lu(double[][] factors, int[] rows) {
        this.factors = factors;
        this.rows = rows;
    }

    /**
     * Factorises a matrix.
     *
     * @param matrix n rows of n numbers; copied
     * @return its factors
     * @throws IllegalArgumentException if a pivot is 0 or no number: the matrix is singular
     */
    public static Lu of(double[][] matrix) {
        int n = matrix.length;
        double[][] factors = new double[n][];
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) {
            if (matrix[i].length != n) {
                throw new IllegalArgumentException(
                        "a square matrix of " + n + " rows was given a row of " + matrix[i].length);
            }
            factors[i] = matrix[i].clone();
            rows[i] = i;
        }
        for (int k = 0; k < n; k++) {
            pivot(factors, rows, k);
            for (int i = k + 1; i < n; i++) {
                double factor = factors[i][k] /= factors[k][k];
                for (int j = k + 1; j < n; j++) {
                    factors[i][j] -= factor * factors[k][j];
                }
            }
        }
        return new Lu(factors, rows);
    }

    private static void pivot(double[][] factors, int[] rows, int k) {
        int largest = k;
        for (int i = k + 1; i < factors.length; i++) {
            largest = Math.abs(factors[i][k]) > Math.abs(factors[largest][k]) ? i : largest;
        }
        if (!(Math.abs(factors[largest][k]) > 0)) {
            throw new IllegalArgumentException("a singular matrix: pivot " + k + " is " + factors[largest][k]);
        }
        double[] row = factors[k];
        factors[k] = factors[largest];
        factors[largest] = row;
        int place = rows[k];
        rows[k] = rows[largest];
        rows[largest] = place;
    }

    /**
     * Solves a system.
     *
     * @param right r, n numbers
     * @return x
     */
    public double[] solve(double[] right) {
        int n = factors.length;
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = right[rows[i]];
            for (int j = 0; j < i; j++) {
                sum -= factors[i][j] * x[j];
            }
            x[i] = sum;
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                x[i] -= factors[i][j] * x[j];
            }
            x[i] /= factors[i][i];
        }
        return x;
    }
}
