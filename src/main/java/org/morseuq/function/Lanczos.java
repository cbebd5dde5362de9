package org.morseuq.function;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.morseuq.algebra.SymmetricEigen;

/**
 * A few eigenpairs of a large symmetric operator by the method of Lanczos, with full re-orthogonalisation: see
 * {@link KrylovBasis}.
 *
 * <p>The basis grows until the wanted pairs have residuals of at most the tolerance times the largest Ritz value in size,
 * or until the products are used up; then the pairs of that moment are returned, and told not to have converged. Two
 * things no residual can tell. A start without any part along an eigenvector does not find it; a random one has some. And
 * of an eigenvalue that occurs several times one start sees a single eigenvector, unless the space is used up: then
 * further random directions are taken, and all are found.
 *
 * <p>Costs one product of the operator and 4 m products of vectors in step m, and a vector of memory each step. Twenty
 * products find the five largest eigenvalues of a small network's Hessian to 1e-3.
 *
 * @param part of the spectrum that is wanted
 * @param count how many pairs, at least 1; fewer are found in a space of fewer dimensions
 * @param products at most so many, at least {@code count}
 * @param tolerance relative, at least 0
 * @param seed of the random start
 */
public record Lanczos(Part part, int count, int products, double tolerance, long seed) implements Eigensolver {

    /** A part of a spectrum, and the order in which its values come. */
    public enum Part {
        /** The largest in size, whatever their sign. */
        MAGNITUDE,
        /** The largest. */
        LARGEST,
        /** The smallest. */
        SMALLEST;

        private double rank(double value) {
            return switch (this) {
                case MAGNITUDE -> -Math.abs(value);
                case LARGEST -> -value;
                case SMALLEST -> value;
            };
        }
    }

    /** Directions tried after an invariant space before it is taken for the whole space. */
    private static final int RESTARTS = 3;

    /** Checks the ranges. */
    public Lanczos {
        if (part == null) {
            throw new IllegalArgumentException("a part of the spectrum must be named");
        }
        if (count < 1 || products < count) {
            throw new IllegalArgumentException("at least 1 pair, and as many products as pairs, must be asked for, got "
                    + count + " pairs and " + products + " products");
        }
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("the tolerance must be >= 0, got " + tolerance);
        }
    }

    /**
     * The largest in size, with a tolerance of 1e-6 and at most 30 products and 10 more for every pair.
     *
     * @param count how many pairs
     */
    public static Lanczos top(int count) {
        return new Lanczos(Part.MAGNITUDE, count, 30 + 10 * count, 1e-6, 0);
    }

    /** The same for another part of the spectrum. */
    public Lanczos of(Part other) {
        return new Lanczos(other, count, products, tolerance, seed);
    }

    @Override
    public Eigenpairs of(SymmetricOperator operator, Vector like) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Vector start = random(like, random)) {
            return from(start, operator, random);
        }
    }

    /**
     * Finds eigenpairs from a start, such as the sum of those found at a point nearby.
     *
     * @param operator A
     * @param start not 0; not changed
     * @return the pairs; the caller closes them
     */
    public Eigenpairs from(SymmetricOperator operator, Vector start) {
        return from(start, operator, new SplittableRandom(seed));
    }

    private Eigenpairs from(Vector start, SymmetricOperator operator, SplittableRandom random) {
        try (KrylovBasis basis = new KrylovBasis(operator, start)) {
            while (true) {
                for (int i = 0; i < RESTARTS && !basis.canGrow(); i++) {
                    try (Vector direction = random(start, random)) {
                        basis.restart(direction);
                    }
                }
                boolean whole = !basis.canGrow();
                if (!whole) {
                    basis.grow();
                }
                int m = basis.size();
                boolean last = whole || m == products || m == start.size();
                if (last || (m >= count && m % (1 + m / 16) == 0)) {
                    SymmetricEigen ritz = basis.ritz();
                    int[] wanted = wanted(ritz.values());
                    double[] residuals = IntStream.of(wanted)
                            .mapToDouble(i -> Math.abs(basis.coupling() * ritz.vectors()[i][m - 1]))
                            .toArray();
                    boolean converged = converged(ritz.values(), residuals);
                    // An invariant space may lack the copies of an eigenvalue: go on while there are products.
                    if (last || (converged && basis.coupling() > 0)) {
                        return pairs(basis, ritz, wanted, residuals, converged);
                    }
                }
            }
        }
    }

    private int[] wanted(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> part.rank(values[i])))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private boolean converged(double[] values, double[] residuals) {
        double scale = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
        for (double residual : residuals) {
            if (!(residual <= tolerance * scale)) {
                return false;
            }
        }
        return true;
    }

    private static Eigenpairs pairs(
            KrylovBasis basis, SymmetricEigen ritz, int[] wanted, double[] residuals, boolean converged) {
        List<Vector> vectors = new ArrayList<>();
        for (int i : wanted) {
            vectors.add(basis.combine(ritz.vectors()[i]));
        }
        double[] values =
                IntStream.of(wanted).mapToDouble(i -> ritz.values()[i]).toArray();
        return new Eigenpairs(values, List.copyOf(vectors), residuals, basis.size(), converged);
    }

    private static Vector random(Vector like, SplittableRandom random) {
        return like.zeros()
                .setArray(random.doubles(like.size()).map(x -> x - 0.5).toArray());
    }
}
