package org.morseuq.eval;

import java.util.Arrays;

/**
 * Means of groups of rows, and the mean outer product of the rows' deviations from them,
 * \( S = \frac{1}{n} \sum_i (x_i - m_{c(i)})(x_i - m_{c(i)})^T \), where row i of n is of group c(i).
 *
 * <p>The division is by n for any number of groups, so distances under two such matrices can be subtracted. Costs
 * O(n d^2/2) for d features.
 */
final class Covariance {

    /** Rows added at once, so that an entry is loaded and stored a quarter as often. */
    private static final int ROWS = 4;

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
        double[][] matrix = new double[size][size];
        double[][] deviations = new double[ROWS][size];
        for (int start = 0; start < rows.length; start += ROWS) {
            for (int r = 0; r < ROWS; r++) {
                boolean past = start + r >= rows.length;
                for (int j = 0; j < size; j++) {
                    deviations[r][j] = past ? 0 : rows[start + r][j] - means[groups[start + r]][j];
                }
            }
            addProducts(deviations, matrix);
        }
        for (int a = 0; a < size; a++) {
            for (int b = a; b < size; b++) {
                matrix[a][b] /= rows.length;
            }
        }
        return matrix;
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

    private static void addProducts(double[][] deviations, double[][] matrix) {
        double[] r0 = deviations[0];
        double[] r1 = deviations[1];
        double[] r2 = deviations[2];
        double[] r3 = deviations[3];
        for (int a = 0; a < matrix.length; a++) {
            double[] row = matrix[a];
            double x0 = r0[a];
            double x1 = r1[a];
            double x2 = r2[a];
            double x3 = r3[a];
            for (int b = a; b < row.length; b++) {
                row[b] += x0 * r0[b] + x1 * r1[b] + x2 * r2[b] + x3 * r3[b];
            }
        }
    }
}
