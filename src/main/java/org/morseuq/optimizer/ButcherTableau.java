package org.morseuq.optimizer;

import java.util.Arrays;
import org.morseuq.algebra.Lu;

/**
 * A Runge-Kutta method as data. For \( x' = F(x) \) one step of length h is
 *
 * <p>\( k_i = F\big(x + h \sum_j a_{ij} k_j\big), \qquad x \leftarrow x + h \sum_i b_i k_i . \)
 *
 * <p>The method proves what it claims when it is made: the sums of the rows are c, the sum of the weights is 1, and the
 * {@linkplain RootedTree order conditions} hold up to the order and not beyond, for the weights and for the embedded
 * weights \( \hat b = b - e \). It is <em>explicit</em> if a is strictly lower triangular.
 *
 * @param name for messages and tables
 * @param a s rows of s coefficients
 * @param b s weights
 * @param c the times of the stages, s numbers
 * @param errorWeights e, so that \( h \sum_i e_i k_i \) estimates the error of the embedded solution; empty if there is
 *     none
 * @param order the order p: the error of one step is \( O(h^{p+1}) \)
 * @param embeddedOrder the order of the embedded solution, or 0
 */
public record ButcherTableau(
        String name, double[][] a, double[] b, double[] c, double[] errorWeights, int order, int embeddedOrder) {

    /** Sums of a dozen products of numbers of the size of ten: a few hundred roundings. */
    private static final double ROUNDING = 1e-12;

    /** Proves the claims; all arrays are copied. */
    public ButcherTableau {
        a = rows(a);
        b = b.clone();
        c = c.clone();
        errorWeights = errorWeights.clone();
        checkShape(name, a, b, c, errorWeights);
        checkOrder(name, a, b, order);
        if (errorWeights.length > 0) {
            double[] embedded = b.clone();
            for (int i = 0; i < b.length; i++) {
                embedded[i] -= errorWeights[i];
            }
            checkOrder("the embedded solution of " + name, a, embedded, embeddedOrder);
        }
    }

    private static double[][] rows(double[][] a) {
        return Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
    }

    private static void checkShape(String name, double[][] a, double[] b, double[] c, double[] e) {
        int s = b.length;
        check(s > 0 && a.length == s && c.length == s, name + " needs as many rows and times as its " + s + " weights");
        check(e.length == 0 || e.length == s, name + " has " + s + " stages, but " + e.length + " error weights");
        for (int i = 0; i < s; i++) {
            check(a[i].length == s, name + ": row " + i + " has " + a[i].length + " coefficients, expected " + s);
            double sum = Arrays.stream(a[i]).sum();
            check(
                    Math.abs(sum - c[i]) <= ROUNDING,
                    name + ": row " + i + " sums to " + sum + ", but its time is " + c[i]);
        }
        double sum = Arrays.stream(b).sum();
        check(Math.abs(sum - 1) <= ROUNDING, name + ": the weights must sum to 1, got " + sum);
    }

    private static void checkOrder(String name, double[][] a, double[] b, int order) {
        check(order >= 1, name + ": the order must be at least 1, got " + order);
        for (int vertices = 1; vertices <= order; vertices++) {
            for (RootedTree tree : RootedTree.ofOrder(vertices)) {
                double residual = tree.residual(a, b);
                check(
                        Math.abs(residual) <= ROUNDING,
                        name + " claims order " + order + ", but misses the condition of order " + vertices
                                + " of the tree " + tree + " by " + residual);
            }
        }
        check(
                RootedTree.ofOrder(order + 1).stream().anyMatch(tree -> !(Math.abs(tree.residual(a, b)) <= ROUNDING)),
                name + " claims order " + order + ", but is of order " + (order + 1) + " at least");
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** A copy. */
    @Override
    public double[][] a() {
        return rows(a);
    }

    /** A copy. */
    @Override
    public double[] b() {
        return b.clone();
    }

    /** A copy. */
    @Override
    public double[] c() {
        return c.clone();
    }

    /** A copy. */
    @Override
    public double[] errorWeights() {
        return errorWeights.clone();
    }

    /** One coefficient. */
    double a(int i, int j) {
        return a[i][j];
    }

    /** One weight. */
    double b(int i) {
        return b[i];
    }

    /** One error weight. */
    double e(int i) {
        return errorWeights[i];
    }

    /** The number of stages s: evaluations of the field a step. */
    public int stages() {
        return b.length;
    }

    /** The number of stages that a step without an estimate of its error needs: the last ones may have no weight. */
    public int weightedStages() {
        int count = stages();
        while (explicit() && b[count - 1] == 0) {
            count--;
        }
        return count;
    }

    /** Whether a stage needs earlier stages alone. */
    public boolean explicit() {
        for (int i = 0; i < a.length; i++) {
            for (int j = i; j < a.length; j++) {
                if (a[i][j] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether there is an embedded solution to estimate the error with. */
    public boolean estimatesError() {
        return errorWeights.length > 0;
    }

    /** Whether the last stage is at the next point, and so the first stage of the next step of the same field. */
    public boolean firstSameAsLast() {
        return stages() > 1 && explicit() && Arrays.equals(a[stages() - 1], b);
    }

    /**
     * What a step does to \( x' = \lambda x \): \( R(z) = 1 + z \, b^\top (I - z A)^{-1} \mathbf 1 \) with
     * \( z = h \lambda \). On a quadratic with curvature \( \lambda \), n steps of descent multiply by
     * \( R(-h\lambda)^n \).
     *
     * @param z a real number
     * @return the factor
     */
    public double amplification(double z) {
        int s = stages();
        double[][] matrix = new double[s][s];
        for (int i = 0; i < s; i++) {
            for (int j = 0; j < s; j++) {
                matrix[i][j] = (i == j ? 1 : 0) - z * a[i][j];
            }
        }
        double[] ones = new double[s];
        Arrays.fill(ones, 1);
        double[] k = Lu.of(matrix).solve(ones);
        double sum = 0;
        for (int i = 0; i < s; i++) {
            sum += b[i] * k[i];
        }
        return 1 + z * sum;
    }

    /**
     * The coefficients of R, which is a polynomial if the method is explicit: 1 and \( b^\top A^{k-1} \mathbf 1 \) for
     * \( z^k \), k = 1 ... s.
     *
     * @return s + 1 numbers, that of the power 0 first
     * @throws IllegalStateException if the method is implicit
     */
    public double[] stabilityPolynomial() {
        if (!explicit()) {
            throw new IllegalStateException(name + " is implicit: its amplification is no polynomial");
        }
        double[] polynomial = new double[stages() + 1];
        polynomial[0] = 1;
        double[] power = new double[stages()];
        Arrays.fill(power, 1);
        for (int k = 1; k <= stages(); k++) {
            double[] next = new double[stages()];
            for (int i = 0; i < stages(); i++) {
                polynomial[k] += b[i] * power[i];
                for (int j = 0; j < stages(); j++) {
                    next[i] += a[i][j] * power[j];
                }
            }
            power = next;
        }
        return polynomial;
    }

    /**
     * The largest \( h \lambda \) up to which descent on a quadratic of curvature \( \lambda \) does not grow:
     * \( |R(-z)| \le 1 \) on all of [0, limit]. Found to 1e-10 behind the first point of a grid of width 1/1000 where it
     * grows; a method that never grows before \( 2 s^2 \), the most that an explicit one can reach, has no limit.
     *
     * @return the limit, infinite for the implicit methods here
     */
    public double stabilityLimit() {
        double most = 2.0 * stages() * stages() + 1;
        for (int i = 1; i <= most * 1000; i++) {
            if (grows(i / 1000.0)) {
                double stable = (i - 1) / 1000.0;
                double growing = i / 1000.0;
                while (growing - stable > 1e-10) {
                    double middle = (stable + growing) / 2;
                    if (grows(middle)) {
                        growing = middle;
                    } else {
                        stable = middle;
                    }
                }
                return stable;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private boolean grows(double z) {
        return Math.abs(amplification(-z)) > 1 + ROUNDING;
    }
}
