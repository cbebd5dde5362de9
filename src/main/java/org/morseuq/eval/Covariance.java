package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.algebra.RankFour;

/**
 * Means of groups of rows, and the mean outer product of the rows' deviations from them,
 * \( S = \frac{1}{n} \sum_i (x_i - m_{c(i)})(x_i - m_{c(i)})^T \), where row i of n is of group c(i).
 *
 * <p>The division is by n for any number of groups, so distances under two such matrices can be subtracted. Costs
 * O(n d^2/2) for d features.
 */
final class Covariance {

    /** Rows whose deviations are held at once: at 512 features they fit the second-level cache. A multiple of four. */
    private static final int ROWS = 64;

    private Covariance() {}

    /**
     * The mean of each group.
     *
     * @param rows n x d
     * @param groups n indices in 0 .. count - 1
     * @param count the number of groups
     * @return count x d, null for a group without rows
     */
    static double[][] means(float[][] rows, int[] groups, int count) {
        double[][] means = new double[count][];
        int[] counts = new int[count];
        for (int i = 0; i < rows.length; i++) {
            int c = groups[i];
            if (means[c] == null) {
                means[c] = new double[rows[i].length];
            }
            for (int j = 0; j < rows[i].length; j++) {
                means[c][j] += rows[i][j];
            }
            counts[c]++;
        }
        for (int c = 0; c < count; c++) {
            for (int j = 0; means[c] != null && j < means[c].length; j++) {
                means[c][j] /= counts[c];
            }
        }
        return means;
    }

    /** The mean of all rows. */
    static double[] mean(float[][] rows) {
        return means(rows, new int[rows.length], 1)[0];
    }

    /** One more than the highest label; refuses a row that has none. */
    static int classes(int[] labels) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException(
                        "the label of training row " + i + " must be >= 0, got " + labels[i]);
            }
        }
        return Arrays.stream(labels).max().orElse(-1) + 1;
    }

    /** The labels; refuses one that is not a class of the logits. */
    static int[] requireClasses(int[] labels, int classes) {
        if (classes(labels) > classes) {
            throw new IllegalArgumentException(
                    "labels must be below the number of logits, " + classes + ", got " + (classes(labels) - 1));
        }
        return labels;
    }

    /** The matrix S around one point; the part on and above the diagonal, zeros below. */
    static double[][] around(double[] center, float[][] rows) {
        return within(rows, new int[rows.length], new double[][] {center});
    }

    /** The matrix S around the means of the groups; the part on and above the diagonal, zeros below. */
    static double[][] within(float[][] rows, int[] groups, double[][] means) {
        int size = rows[0].length;
        int even = size + size % 2; // sums are done for two rows of the matrix at a time
        double[][] matrix = new double[even][size];
        double[][] deviations = new double[ROWS][even];
        for (int start = 0; start < rows.length; start += ROWS) {
            int count = Math.min(ROWS, rows.length - start);
            for (int r = 0; r < count; r++) {
                double[] mean = means[groups[start + r]];
                for (int j = 0; j < size; j++) {
                    deviations[r][j] = rows[start + r][j] - mean[j];
                }
            }
            for (int r = count; r < ROWS; r++) {
                Arrays.fill(deviations[r], 0);
            }
            for (int a = 0; a < size; a += 2) {
                for (int r = 0; r < count; r += 4) {
                    RankFour.add(deviations, deviations, r, a, matrix[a], matrix[a + 1], a);
                }
            }
        }
        for (int a = 0; a < size; a++) {
            Arrays.fill(matrix[a], 0, a, 0);
            for (int b = a; b < size; b++) {
                matrix[a][b] /= rows.length;
            }
        }
        return Arrays.copyOf(matrix, size);
    }

    /** The share of the rows that is of each group. */
    static double[] shares(int[] groups, int count) {
        double[] shares = new double[count];
        for (int group : groups) {
            shares[group]++;
        }
        for (int c = 0; c < count; c++) {
            shares[c] /= groups.length;
        }
        return shares;
    }

    /** The mean of the variances of all features around the means of the groups; refuses 0. */
    static double meanVarianceWithin(float[][] rows, int[] groups, double[][] means) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                double deviation = rows[i][j] - means[groups[i]][j];
                sum += deviation * deviation;
            }
        }
        if (!(sum > 0)) {
            throw new UnfittableException("the " + rows.length + " training rows do not differ within any class");
        }
        return sum / rows.length / rows[0].length;
    }

    /** The sum of the diagonal. */
    static double trace(double[][] matrix) {
        double trace = 0;
        for (int a = 0; a < matrix.length; a++) {
            trace += matrix[a][a];
        }
        return trace;
    }
}
