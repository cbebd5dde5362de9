package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class CovarianceTest {

    private static final int GROUPS = 3;

    private static float[][] gaussian(int n, int d) {
        Random random = new Random(n);
        float[][] rows = new float[n][d];
        for (float[] row : rows) {
            for (int j = 0; j < d; j++) {
                row[j] = (float) (3 + j + random.nextGaussian());
            }
        }
        return rows;
    }

    /** Group 1 has no rows. */
    private static int[] groups(int n) {
        int[] groups = new int[n];
        for (int i = 0; i < n; i++) {
            groups[i] = i % 2 * 2;
        }
        return groups;
    }

    /** Sizes around the sixty-four rows held at once and the two rows of the matrix done at a time. */
    @Test
    void everySizeAgreesWithTheDefinition() {
        for (int n : new int[] {1, 5, 63, 64, 67, 130}) {
            for (int d : new int[] {1, 2, 5, 8}) {
                float[][] rows = gaussian(n, d);
                double[][] means = Covariance.means(rows, groups(n), GROUPS);
                double[][] found = Covariance.within(rows, groups(n), means);
                assertEquals(d, found.length);
                for (int a = 0; a < d; a++) {
                    double[] expected = new double[d];
                    for (int i = 0; i < n; i++) {
                        double[] mean = means[groups(n)[i]];
                        for (int b = a; b < d; b++) {
                            expected[b] += (rows[i][a] - mean[a]) * (rows[i][b] - mean[b]) / n;
                        }
                    }
                    assertArrayEquals(expected, found[a], 1e-13); // 130 sums of numbers of size 1
                }
            }
        }
    }

    /** The identity by which the distance under the covariance of all rows is computed. */
    @Test
    void withinGroupsAndTheSpreadOfTheMeansAddUpToTheWhole() {
        float[][] rows = gaussian(67, 5);
        int[] groups = groups(67);
        double[][] means = Covariance.means(rows, groups, GROUPS);
        double[] shares = Covariance.shares(groups, GROUPS);
        double[] center = Covariance.mean(rows);
        double[][] total = Covariance.within(rows, groups, means);
        double[][] expected = Covariance.around(center, rows);
        for (int a = 0; a < 5; a++) {
            for (int b = a; b < 5; b++) {
                for (int c = 0; c < GROUPS; c++) {
                    if (shares[c] > 0) {
                        total[a][b] += shares[c] * (means[c][a] - center[a]) * (means[c][b] - center[b]);
                    }
                }
            }
            assertArrayEquals(expected[a], total[a], 1e-13); // numbers of size 1
        }
    }
}
