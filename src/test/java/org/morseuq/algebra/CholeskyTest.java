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

    @Test
    void theInverseOfTheFactorByHand() {
        // [[2, 0], [1, 3]]^-1 = [[1/2, 0], [-1/6, 1/3]].
        double[][] inverse = Cholesky.of(new double[][] {{4, 2}, {2, 10}}).inverse();
        assertArrayEquals(new double[] {0.5, 0}, inverse[0], 1e-16);
        assertArrayEquals(new double[] {-1 / 6.0, 1 / 3.0}, inverse[1], 1e-16);
    }
}
