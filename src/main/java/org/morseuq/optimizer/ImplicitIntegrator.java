package org.morseuq.optimizer;

import java.util.Arrays;
import org.morseuq.algebra.Lu;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;

/**
 * Follows \( x' = F(x) \) in steps of one length with any Runge-Kutta method, implicit ones too: a reference for small
 * problems, not a way to train.
 *
 * <p>The s n equations \( k_i = F(x + h \sum_j a_{ij} k_j) \) are solved by Newton's method with the Jacobian at the
 * beginning of the step, by central differences; it is refined until the equations hold to rounding. A step costs
 * 2 n evaluations of the field, s for every iteration, and \( O(s^3 n^3) \) for the factors.
 */
public final class ImplicitIntegrator {

    private static final int MOST_UNKNOWNS = 1000;
    private static final int MOST_ITERATIONS = 50;

    private final ButcherTableau tableau;

    /**
     * For a method.
     *
     * @param tableau any method
     */
    public ImplicitIntegrator(ButcherTableau tableau) {
        this.tableau = tableau;
    }

    /**
     * Several steps.
     *
     * @param field F
     * @param x the point, moved in place by whole steps
     * @param duration the time to follow the field for
     * @param steps how many steps it is cut into, at least 1
     * @return whether the equations of all steps were solved; if not, x is where the first failure was
     * @throws IllegalArgumentException if \( I - h A \otimes J \) is singular to the last bit
     */
    public boolean integrate(VectorField field, Vector x, double duration, int steps) {
        Range.check(steps >= 1, "an integration needs at least 1 step, got " + steps);
        Range.check(
                x.size() * tableau.stages() <= MOST_UNKNOWNS,
                tableau.name() + " has " + tableau.stages() + " stages; with " + x.size() + " variables these are more"
                        + " than " + MOST_UNKNOWNS + " equations");
        for (int i = 0; i < steps; i++) {
            if (!step(field, x, duration / steps)) {
                return false;
            }
        }
        return true;
    }

    private boolean step(VectorField field, Vector x, double h) {
        double[] start = x.toArray();
        int n = start.length;
        int s = tableau.stages();
        try (Vector at = x.zeros();
                Vector slope = x.zeros()) {
            double[][] jacobian = jacobian(field, start, at, slope);
            if (Arrays.stream(jacobian).flatMapToDouble(Arrays::stream).anyMatch(d -> !Double.isFinite(d))) {
                return false;
            }
            Lu factors = Lu.of(matrix(jacobian, h));
            double[] k = new double[s * n];
            double before = Double.POSITIVE_INFINITY;
            for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
                double[] residual = new double[s * n];
                double size = 0;
                double scale = 0;
                for (int i = 0; i < s; i++) {
                    field.at(at.setArray(point(start, k, h, i)), slope);
                    double[] f = slope.toArray();
                    for (int d = 0; d < n; d++) {
                        residual[i * n + d] = f[d] - k[i * n + d];
                        size = Math.max(size, Math.abs(residual[i * n + d]));
                        scale = Math.max(scale, Math.abs(f[d]));
                    }
                }
                if (!Double.isFinite(size)) {
                    return false;
                }
                // no better any more, and as good as rounding allows
                if (size == 0 || (size >= before && size <= 1e-12 * scale)) {
                    x.setArray(end(start, k, h));
                    return true;
                }
                before = size;
                double[] correction = factors.solve(residual);
                for (int j = 0; j < k.length; j++) {
                    k[j] += correction[j];
                }
            }
            return false;
        }
    }

    private double[] point(double[] start, double[] k, double h, int stage) {
        double[] point = start.clone();
        for (int j = 0; j < tableau.stages(); j++) {
            for (int d = 0; d < point.length; d++) {
                point[d] += h * tableau.a(stage, j) * k[j * point.length + d];
            }
        }
        return point;
    }

    private double[] end(double[] start, double[] k, double h) {
        double[] end = start.clone();
        for (int j = 0; j < tableau.stages(); j++) {
            for (int d = 0; d < end.length; d++) {
                end[d] += h * tableau.b(j) * k[j * end.length + d];
            }
        }
        return end;
    }

    /** \( I - h A \otimes J \). */
    private double[][] matrix(double[][] jacobian, double h) {
        int n = jacobian.length;
        int s = tableau.stages();
        double[][] matrix = new double[s * n][s * n];
        for (int row = 0; row < s * n; row++) {
            for (int column = 0; column < s * n; column++) {
                double coefficient = h * tableau.a(row / n, column / n);
                matrix[row][column] = (row == column ? 1 : 0) - coefficient * jacobian[row % n][column % n];
            }
        }
        return matrix;
    }

    private static double[][] jacobian(VectorField field, double[] start, Vector at, Vector slope) {
        int n = start.length;
        double[][] jacobian = new double[n][n];
        for (int column = 0; column < n; column++) {
            // the cube root of the rounding: the least sum of both errors of a central difference
            double width = 6e-6 * Math.max(1, Math.abs(start[column]));
            double[] moved = start.clone();
            moved[column] = start[column] + width;
            field.at(at.setArray(moved), slope);
            double[] above = slope.toArray();
            moved[column] = start[column] - width;
            field.at(at.setArray(moved), slope);
            double[] below = slope.toArray();
            for (int row = 0; row < n; row++) {
                jacobian[row][column] = (above[row] - below[row]) / (2 * width);
            }
        }
        return jacobian;
    }
}
