package org.morseuq.complexity;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.morseuq.algebra.SymmetricEigen;
import org.morseuq.function.KrylovBasis;
import org.morseuq.function.SymmetricOperator;
import org.morseuq.function.Vector;

/**
 * How the eigenvalues of a symmetric operator are distributed, as points with weights: stochastic Lanczos quadrature (S.
 * Ubaru, J. Chen, Y. Saad 2017, "Fast estimation of tr(f(A)) via stochastic Lanczos quadrature").
 *
 * <p>From each of some random signs v a basis of m vectors is grown in which A is tridiagonal. The eigenvalues of that
 * matrix, weighted by the squares of the first coordinates of its eigenvectors, integrate every polynomial of degree 2m - 1
 * against the spectral measure of v exactly; the mean over v is an unbiased estimate of \( \frac1n tr f(A) \).
 *
 * @param nodes eigenvalues of the small matrices, of all starts one after the other
 * @param weights at least 0, summing to 1
 */
public record SpectralDensity(double[] nodes, double[] weights) {

    /**
     * Estimates the distribution.
     *
     * @param operator A
     * @param like any vector of its space; not changed
     * @param starts random starts, at least 1
     * @param steps m, products a start, at least 1; fewer if the space is used up before
     * @param seed of the starts
     * @return the points
     */
    public static SpectralDensity of(SymmetricOperator operator, Vector like, int starts, int steps, long seed) {
        if (starts < 1 || steps < 1) {
            throw new IllegalArgumentException(
                    "a density needs at least 1 start and 1 step, got " + starts + " and " + steps);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[][] nodes = new double[starts][];
        double[][] weights = new double[starts][];
        for (int s = 0; s < starts; s++) {
            try (Vector start = Signs.into(like.zeros(), random);
                    KrylovBasis basis = new KrylovBasis(operator, start)) {
                while (basis.size() < steps && basis.canGrow()) {
                    basis.grow();
                }
                SymmetricEigen ritz = basis.ritz();
                nodes[s] = ritz.values();
                weights[s] = IntStream.range(0, basis.size())
                        .mapToDouble(i -> ritz.vectors()[i][0] * ritz.vectors()[i][0] / starts)
                        .toArray();
            }
        }
        return new SpectralDensity(
                Arrays.stream(nodes).flatMapToDouble(Arrays::stream).toArray(),
                Arrays.stream(weights).flatMapToDouble(Arrays::stream).toArray());
    }

    /**
     * An estimate of \( \frac1n tr A^k \).
     *
     * @param k at least 0; up to 2m - 1 only the starts are random
     */
    public double moment(int k) {
        double sum = 0;
        for (int i = 0; i < nodes.length; i++) {
            sum += weights[i] * Math.pow(nodes[i], k);
        }
        return sum;
    }

    /**
     * The density at a value, each point spread to a normal curve.
     *
     * @param value where
     * @param width the standard deviation of the curves, above 0
     */
    public double at(double value, double width) {
        if (!(width > 0)) {
            throw new IllegalArgumentException("the width must be above 0, got " + width);
        }
        double sum = 0;
        for (int i = 0; i < nodes.length; i++) {
            double z = (value - nodes[i]) / width;
            sum += weights[i] * Math.exp(-z * z / 2) / (width * Math.sqrt(2 * Math.PI));
        }
        return sum;
    }

    /** The share of eigenvalues below a value, as far as the points tell. */
    public double below(double value) {
        double sum = 0;
        for (int i = 0; i < nodes.length; i++) {
            sum += nodes[i] < value ? weights[i] : 0;
        }
        return sum;
    }
}
