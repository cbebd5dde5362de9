package org.morseuq.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.morseuq.algebra.SymmetricEigen;

/**
 * An orthonormal basis \( q_1, \dots, q_m \) in which a symmetric operator is tridiagonal, grown by one product at a time
 * from a start \( q_1 \): \( A q_m = \beta_{m-1} q_{m-1} + \alpha_m q_m + \beta_m q_{m+1} \) (C. Lanczos 1950).
 *
 * <p>Every new vector is made orthogonal to all before it, twice: in rounding a vector that is only freed of the last two
 * soon leans on the eigenvectors already found, and their eigenvalues come back as ghosts (B. Parlett 1998, The Symmetric
 * Eigenvalue Problem, 13.3). Takes m vectors of memory, and 4 m products of vectors a step. \( \alpha \) and \( \beta \)
 * are doubles whatever the vectors are made of.
 */
public final class KrylovBasis implements AutoCloseable {

    /** What is left of a vector below this part of its length is rounding. */
    private static final double ROUNDING = 1e-13;

    private final SymmetricOperator operator;
    private final List<Vector> basis = new ArrayList<>();
    private Vector next;
    private double[] alpha = new double[16];
    private double[] beta = new double[16]; // beta[m - 1] couples q_m and q_(m + 1)
    private double scale;

    /**
     * A basis without vectors yet.
     *
     * @param operator A
     * @param start not 0, finite; copied and brought to length 1
     */
    public KrylovBasis(SymmetricOperator operator, Vector start) {
        double norm = start.norm();
        if (!(norm > 0) || !Double.isFinite(norm)) {
            throw new IllegalArgumentException("the start of a basis must have a length above 0, got " + norm);
        }
        this.operator = operator;
        next = start.copy().scale(1 / norm);
    }

    /** The number m of vectors. */
    public int size() {
        return basis.size();
    }

    /** Whether there is a next vector: false once the basis spans a space that the operator maps to itself. */
    public boolean canGrow() {
        return next != null;
    }

    /** Takes one product and adds one vector. */
    public void grow() {
        if (next == null) {
            throw new IllegalStateException("the basis of " + size() + " vectors spans an invariant space");
        }
        Vector q = next;
        next = null;
        basis.add(q);
        int m = basis.size();
        if (m > alpha.length) {
            alpha = Arrays.copyOf(alpha, 2 * m);
            beta = Arrays.copyOf(beta, 2 * m);
        }
        Vector image = q.zeros();
        operator.apply(q, image);
        double length = image.norm();
        if (!Double.isFinite(length)) {
            image.close();
            throw new ArithmeticException("product " + m + " of the operator is not finite");
        }
        scale = Math.max(scale, length);
        alpha[m - 1] = image.dot(q);
        orthogonalise(image);
        beta[m - 1] = image.norm();
        if (beta[m - 1] > ROUNDING * scale) {
            next = image.scale(1 / beta[m - 1]);
        } else {
            beta[m - 1] = 0;
            image.close();
        }
    }

    /**
     * Goes on from a new direction after an invariant space: what of it is orthogonal to the basis, if anything is.
     *
     * @param direction not changed
     */
    public void restart(Vector direction) {
        Vector fresh = direction.copy();
        double before = fresh.norm();
        orthogonalise(fresh);
        double norm = fresh.norm();
        if (next == null && size() < direction.size() && norm > ROUNDING * before) {
            next = fresh.scale(1 / norm);
        } else {
            fresh.close();
        }
    }

    private void orthogonalise(Vector x) {
        for (int pass = 0; pass < 2; pass++) {
            for (Vector q : basis) {
                x.add(-x.dot(q), q);
            }
        }
    }

    /** \( \beta_m \), by which the space fails to be invariant; 0 if it is. */
    public double coupling() {
        return basis.isEmpty() ? Double.POSITIVE_INFINITY : beta[basis.size() - 1];
    }

    /**
     * The eigenpairs of the tridiagonal matrix: Ritz values, and Ritz vectors in coordinates of the basis. The residual
     * of one is \( \beta_m \) times its last coordinate; the squares of the first coordinates are the weights of Gauss's
     * quadrature for the spectral measure of the start.
     */
    public SymmetricEigen ritz() {
        int m = basis.size();
        double[][] tridiagonal = new double[m][m];
        for (int i = 0; i < m; i++) {
            tridiagonal[i][i] = alpha[i];
            if (i + 1 < m) {
                tridiagonal[i][i + 1] = beta[i];
            }
        }
        return SymmetricEigen.of(tridiagonal);
    }

    /**
     * A vector from its coordinates.
     *
     * @param coordinates m numbers
     * @return \( \sum_i c_i q_i \); the caller closes it
     */
    public Vector combine(double[] coordinates) {
        if (coordinates.length != basis.size() || basis.isEmpty()) {
            throw new IllegalArgumentException(
                    "a basis of " + basis.size() + " vectors was given " + coordinates.length + " coordinates");
        }
        Vector sum = basis.get(0).zeros();
        for (int i = 0; i < coordinates.length; i++) {
            sum.add(coordinates[i], basis.get(i));
        }
        return sum;
    }

    @Override
    public void close() {
        basis.forEach(Vector::close);
        if (next != null) {
            next.close();
            next = null;
        }
    }
}
