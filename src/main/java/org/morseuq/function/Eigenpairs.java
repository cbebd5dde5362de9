package org.morseuq.function;

import java.util.ArrayList;
import java.util.List;
import org.morseuq.algebra.SymmetricEigen;

/**
 * Eigenvalues and unit eigenvectors of a symmetric operator, \( A u_i = \lambda_i u_i \), as far as they were found.
 *
 * @param values \( \lambda_i \), in the order that was asked for
 * @param vectors \( u_i \), orthonormal; closed with this
 * @param residuals \( \|A u_i - \lambda_i u_i\| \): an eigenvalue of A lies no farther than this from each value
 * @param products how many products with the operator were taken
 * @param converged whether the residuals are all as small as was asked for
 */
public record Eigenpairs(double[] values, List<Vector> vectors, double[] residuals, int products, boolean converged)
        implements AutoCloseable {

    /**
     * All eigenpairs, by writing the operator down as a matrix: n products, n^2 numbers of memory and about 6 n^3
     * multiplications, so for n up to some hundreds.
     *
     * @param operator A
     * @param like a vector of its space
     * @return n pairs, from the largest eigenvalue to the smallest; always converged, with residuals that are rounding
     *     and are given as 0
     */
    public static Eigenpairs all(SymmetricOperator operator, Vector like) {
        int n = Math.toIntExact(like.size());
        double[][] matrix = new double[n][];
        try (Vector unit = like.zeros();
                Vector column = like.zeros()) {
            for (int i = 0; i < n; i++) {
                double[] entries = new double[n];
                entries[i] = 1;
                operator.apply(unit.setArray(entries), column);
                matrix[i] = column.toArray();
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(matrix);
        List<Vector> vectors = new ArrayList<>();
        for (double[] row : eigen.vectors()) {
            vectors.add(like.zeros().setArray(row));
        }
        return new Eigenpairs(eigen.values(), vectors, new double[n], n, true);
    }

    /** The number of pairs. */
    public int count() {
        return values.length;
    }

    /** Closes the vectors. */
    @Override
    public void close() {
        vectors.forEach(Vector::close);
    }
}
