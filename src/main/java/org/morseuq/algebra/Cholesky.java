package org.morseuq.algebra;

import java.util.Arrays;

/**
 * The factor \( L \) of a positive definite \( A = L L^T \), and what is easy once it is known: \( L^{-1} x \), which
 * turns a covariance A into the identity, \( L x \), which turns it back, \( A^{-1} x \), and the determinant.
 *
 * <p>Stored as \( L^T \): both loops then run along rows as sums that do not depend on each other, which the compiler
 * turns into vector instructions, and which leaves the order of every sum fixed.
 */
public final class Cholesky {

    /** Columns of L subtracted at once, so that x is loaded and stored a quarter as often. */
    private static final int UNROLLED = 4;

    /** Rows of X that all rows before them are subtracted from together, so that these are fetched once for all. */
    private static final int GROUP = 16;

    private final double[][] upper;

    private Cholesky(double[][] upper) {
        this.upper = upper;
    }

    /**
     * Factorises in \( d^3/3 \) multiplications.
     *
     * @param matrix d x d, of which the part on and above the diagonal is read; overwritten and kept
     * @return the factor
     */
    public static Cholesky of(double[][] matrix) {
        int size = matrix.length;
        for (int j = 0; j < size; j++) {
            double[] pivotRow = matrix[j];
            if (!(pivotRow[j] > 0)) {
                throw new IllegalArgumentException(
                        "the matrix must be positive definite, got pivot " + pivotRow[j] + " at " + j);
            }
            double pivot = Math.sqrt(pivotRow[j]);
            for (int i = j; i < size; i++) {
                pivotRow[i] /= pivot;
            }
            for (int i = j + 1; i < size; i++) {
                double[] row = matrix[i];
                double factor = pivotRow[i];
                for (int l = i; l < size; l++) {
                    row[l] -= factor * pivotRow[l];
                }
            }
        }
        return new Cholesky(matrix);
    }

    /**
     * Replaces x by \( L^{-1} x \) in \( d^2/2 \) multiplications.
     *
     * @param x d numbers; overwritten
     */
    public void whiten(double[] x) {
        int j = 0;
        for (; j + UNROLLED <= x.length; j += UNROLLED) {
            for (int i = j; i < j + UNROLLED; i++) {
                x[i] /= upper[i][i];
                subtract(upper[i], x[i], x, i + 1, j + UNROLLED);
            }
            subtract(upper[j], upper[j + 1], upper[j + 2], upper[j + 3], x[j], x[j + 1], x[j + 2], x[j + 3], x, j);
        }
        for (; j < x.length; j++) {
            x[j] /= upper[j][j];
            subtract(upper[j], x[j], x, j + 1, x.length);
        }
    }

    /**
     * Replaces every column of X by \( L^{-1} \) times it, in \( d^2/2 \) multiplications each, but several times as fast as
     * one after the other: L is read once for all of them, and the loops run across them.
     *
     * @param x d rows of equal length, at least some fifty for speed; overwritten
     */
    public void whitenColumns(double[][] x) {
        int whole = x.length / UNROLLED * UNROLLED;
        for (int start = 0; start < whole; start += GROUP) {
            int end = Math.min(start + GROUP, whole);
            negate(x, start, end);
            for (int j = 0; j < start; j += UNROLLED) {
                addTerms(x, j, start, end);
            }
            for (int i = start; i < end; i += UNROLLED) {
                for (int j = start; j < i; j += UNROLLED) {
                    addTerms(x, j, i, i + UNROLLED);
                }
                negate(x, i, i + UNROLLED);
                for (int k = i; k < i + UNROLLED; k++) {
                    eliminate(x, i, k);
                }
            }
        }
        for (int i = whole; i < x.length; i++) {
            eliminate(x, 0, i);
        }
    }

    /** Advances some rows by the terms of rows j to j + 3. */
    private void addTerms(double[][] x, int j, int from, int to) {
        for (int i = from; i < to; i += 2) {
            RankFour.add(upper, x, j, i, x[i], x[i + 1], 0);
        }
    }

    /** What row k still lacks of the rows from first on, then the division by the diagonal. */
    private void eliminate(double[][] x, int first, int k) {
        for (int j = first; j < k; j++) {
            subtract(x[j], upper[j][k], x[k], 0, x[k].length);
        }
        double[] row = x[k];
        double pivot = upper[k][k];
        for (int r = 0; r < row.length; r++) {
            row[r] /= pivot;
        }
    }

    private static void negate(double[][] x, int from, int to) {
        for (int i = from; i < to; i++) {
            double[] row = x[i];
            for (int r = 0; r < row.length; r++) {
                row[r] = -row[r];
            }
        }
    }

    /**
     * Replaces x by \( L x \) in \( d^2/2 \) multiplications: independent standard normals get the covariance A.
     *
     * @param x d numbers; overwritten
     */
    public void colour(double[] x) {
        for (int i = x.length - 1; i >= 0; i--) {
            double sum = 0;
            for (int j = 0; j <= i; j++) {
                sum += upper[j][i] * x[j];
            }
            x[i] = sum;
        }
    }

    /**
     * Replaces b by the solution x of \( A x = b \) in \( d^2 \) multiplications.
     *
     * @param b d numbers; overwritten
     */
    public void solve(double[] b) {
        whiten(b);
        for (int i = b.length - 1; i >= 0; i--) {
            double sum = b[i];
            for (int j = i + 1; j < b.length; j++) {
                sum -= upper[i][j] * b[j];
            }
            b[i] = sum / upper[i][i];
        }
    }

    /**
     * \( L^{-1} \), d x d and lower triangular, in \( d^3/2 \) multiplications.
     */
    public double[][] inverse() {
        int size = upper.length;
        double[][] inverse = new double[size][size];
        double[] column = new double[size];
        for (int j = 0; j < size; j++) {
            Arrays.fill(column, 0);
            column[j] = 1;
            whiten(column);
            for (int i = j; i < size; i++) {
                inverse[i][j] = column[i];
            }
        }
        return inverse;
    }

    /** The natural log of the determinant of A. */
    public double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < upper.length; i++) {
            sum += 2 * Math.log(upper[i][i]);
        }
        return sum;
    }

    private static void subtract(double[] column, double factor, double[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] -= column[i] * factor;
        }
    }

    private static void subtract(
            double[] a,
            double[] b,
            double[] c,
            double[] d,
            double fa,
            double fb,
            double fc,
            double fd,
            double[] x,
            int j) {
        for (int i = j + UNROLLED; i < x.length; i++) {
            x[i] = x[i] - a[i] * fa - b[i] * fb - c[i] * fc - d[i] * fd;
        }
    }
}
