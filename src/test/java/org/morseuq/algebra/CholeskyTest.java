package org.morseuq.algebra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class CholeskyTest {

    @Test
    void colouringByHand() {
        // [[4, 2], [2, 10]] = L L^T with L = [[2, 0], [1, 3]].
        double[] x = {5, 7};
        Cholesky.of(new double[][] {{4, 2}, {2, 10}}).colour(x);
        assertArrayEquals(new double[] {10, 26}, x, 1e-14);
    }

    @Test
    void colouringUndoesWhitening() {
        Random random = new Random(1);
        for (int d : new int[] {1, 3, 4, 9}) {
            double[][] matrix = new double[d][d];
            double[] x = new double[d];
            for (int i = 0; i < d; i++) {
                matrix[i][i] = 1 + d;
                x[i] = random.nextGaussian();
                for (int j = 0; j < i; j++) {
                    matrix[i][j] = random.nextDouble();
                    matrix[j][i] = matrix[i][j];
                }
            }
            double[] before = x.clone();
            Cholesky factor = Cholesky.of(matrix);
            factor.whiten(x);
            factor.colour(x);
            assertArrayEquals(before, x, 1e-14); // a matrix close to a multiple of the identity
        }
    }

    /** Sizes around the four rows that are done at once; fused products round elsewhere, so not to the bit. */
    @Test
    void columnsAreWhitenedAsOneByOne() {
        for (int d : new int[] {1, 3, 4, 8, 13}) {
            Cholesky factor = Cholesky.of(positive(d, new Random(d)));
            for (int count : new int[] {1, 7, 130}) {
                double[][] x = gaussian(d, count, new Random(count));
                double[][] expected = transposed(x);
                for (double[] column : expected) {
                    factor.whiten(column);
                }
                factor.whitenColumns(x);
                double[][] actual = transposed(x);
                for (int i = 0; i < count; i++) {
                    assertArrayEquals(expected[i], actual[i], 1e-14); // a matrix close to a multiple of the identity
                }
            }
        }
    }

    @Test
    void theOtherColumnsChangeNoBit() {
        Cholesky factor = Cholesky.of(positive(13, new Random(1)));
        double[][] many = transposed(gaussian(100, 13, new Random(2)));
        double[][] one = transposed(new double[][] {transposed(many)[77].clone()});
        factor.whitenColumns(many);
        factor.whitenColumns(one);
        assertArrayEquals(transposed(one)[0], transposed(many)[77]);
    }

    private static double[][] positive(int d, Random random) {
        double[][] matrix = new double[d][d];
        for (int i = 0; i < d; i++) {
            matrix[i][i] = 1 + d;
            for (int j = i + 1; j < d; j++) {
                matrix[i][j] = random.nextDouble();
            }
        }
        return matrix;
    }

    private static double[][] gaussian(int n, int d, Random random) {
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
            for (int j = 0; j < d; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return rows;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] transposed = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                transposed[j][i] = matrix[i][j];
            }
        }
        return transposed;
    }

    @Test
    void theInverseOfTheFactorByHand() {
        // [[2, 0], [1, 3]]^-1 = [[1/2, 0], [-1/6, 1/3]].
        double[][] inverse = Cholesky.of(new double[][] {{4, 2}, {2, 10}}).inverse();
        assertArrayEquals(new double[] {0.5, 0}, inverse[0], 1e-16);
        assertArrayEquals(new double[] {-1 / 6.0, 1 / 3.0}, inverse[1], 1e-16);
    }
}
