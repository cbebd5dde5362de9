package org.morseuq.algebra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SymmetricEigenTest {

    /** A v = lambda v and V V^T = I, to a hundred roundings of the largest eigenvalue for sizes up to 80. */
    private static SymmetricEigen decompose(double[][] matrix) {
        SymmetricEigen eigen = SymmetricEigen.of(matrix);
        int size = matrix.length;
        double[] values = eigen.values();
        double largest = Math.max(Math.abs(values[0]), Math.abs(values[size - 1]));
        for (int k = 0; k < size; k++) {
            double[] v = eigen.vectors()[k];
            for (int i = 0; i < size; i++) {
                double sum = 0;
                double product = 0;
                for (int j = 0; j < size; j++) {
                    sum += (i <= j ? matrix[i][j] : matrix[j][i]) * v[j];
                    product += eigen.vectors()[i][j] * v[j];
                }
                assertEquals(values[k] * v[i], sum, 2e-14 * largest, "A v of " + k);
                assertEquals(i == k ? 1 : 0, product, 2e-14, i + " times " + k);
            }
            assertTrue(k == 0 || values[k] <= values[k - 1]);
        }
        return eigen;
    }

    private static double[][] random(int size, Random random) {
        double[][] matrix = new double[size][size];
        for (double[] row : matrix) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        return matrix; // only the upper part is read
    }

    /** sum_k value_k v_k v_k^T with the eigenvectors of a random matrix. */
    private static double[][] withSpectrum(double[] values, Random random) {
        int size = values.length;
        double[][] vectors = SymmetricEigen.of(random(size, random)).vectors();
        double[][] matrix = new double[size][size];
        for (int k = 0; k < size; k++) {
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    matrix[i][j] += values[k] * vectors[k][i] * vectors[k][j];
                }
            }
        }
        return matrix;
    }

    @Test
    void randomMatricesOfAllSmallSizes() {
        Random random = new Random(1);
        for (int size : new int[] {1, 2, 3, 4, 5, 8, 17, 80}) {
            decompose(random(size, random));
        }
    }

    /** [[2, 1], [1, 2]] has 3 and 1 along (1, 1) and (1, -1). */
    @Test
    void twoByTwoByHand() {
        SymmetricEigen eigen = decompose(new double[][] {{2, 1}, {0, 2}});
        assertArrayEquals(new double[] {3, 1}, eigen.values(), 1e-15);
        assertEquals(eigen.vectors()[0][0], eigen.vectors()[0][1], 1e-15);
    }

    /** Second differences of n points: 2 - 2 cos(k pi / (n + 1)). */
    @Test
    void secondDifferencesHaveAKnownSpectrum() {
        int n = 60;
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = 2;
            if (i + 1 < n) {
                matrix[i][i + 1] = -1;
            }
        }
        double[] expected = IntStream.range(0, n)
                .mapToDouble(k -> 2 - 2 * Math.cos((n - k) * Math.PI / (n + 1)))
                .toArray();
        assertArrayEquals(expected, decompose(matrix).values(), 1e-13);
    }

    @Test
    void clusteredEigenvaluesStillHaveOrthogonalVectors() {
        Random random = new Random(2);
        double[] values = new double[40];
        Arrays.setAll(values, k -> k < 15 ? 5 : k < 30 ? 5 - 1e-13 * k : 1);
        assertArrayEquals(values, decompose(withSpectrum(values, random)).values(), 1e-12);
    }

    @Test
    void valuesOverFifteenOrdersOfMagnitude() {
        double[] values =
                IntStream.range(0, 30).mapToDouble(k -> Math.pow(10, -k / 2.0)).toArray();
        assertArrayEquals(values, decompose(withSpectrum(values, new Random(3))).values(), 1e-14);
    }

    @Test
    void zeroUnitDiagonalAndRankOne() {
        assertArrayEquals(new double[5], decompose(new double[5][5]).values());
        double[][] diagonal = new double[4][4];
        for (int i = 0; i < 4; i++) {
            diagonal[i][i] = i == 2 ? -7 : i;
        }
        assertArrayEquals(new double[] {3, 1, 0, -7}, decompose(diagonal).values());
        double[][] ones = new double[50][50];
        Arrays.stream(ones).forEach(row -> Arrays.fill(row, 1));
        double[] values = decompose(ones).values();
        assertEquals(50, values[0], 1e-12);
        assertEquals(0, values[1], 1e-13);
    }

    @Test
    void hugeAndTinyMatricesScale() {
        double[][] matrix = random(12, new Random(4));
        double[] values = SymmetricEigen.of(matrix).values();
        for (double scale : new double[] {1e150, 1e-150}) {
            double[][] scaled = Arrays.stream(matrix)
                    .map(row -> Arrays.stream(row).map(x -> x * scale).toArray())
                    .toArray(double[][]::new);
            double[] found = SymmetricEigen.of(scaled).values();
            for (int k = 0; k < values.length; k++) {
                assertEquals(values[k], found[k] / scale, 1e-13);
            }
        }
    }
}
