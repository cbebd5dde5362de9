package org.morseuq.density;

import java.util.Arrays;

/**
 * A distributional \( \alpha \)-density on a level set, \( u = a(x)\, \delta(F(x))\, |dx|^\alpha \), with a smooth
 * amplitude a and a map \( F: R^n \to R^k \) that has 0 as a regular value.
 *
 * <p>It pairs with smooth \( (1 - \alpha) \)-densities of compact support, \( \langle u, \varphi \rangle = \int_{F = 0} a
 * \varphi / \sqrt{\det DF\, DF^T}\, dS \) with the surface measure dS. For k = 0 it is the smooth density \( a\,
 * |dx|^\alpha \); for \( \alpha = 1 \) a measure, which {@link #integrate} integrates; half-densities, \( \alpha = 1/2 \),
 * pair with each other. Only a on the level set matters, and \( (a, F) \) and \( (a\, |\det B|, B F) \) are the same for
 * invertible B.
 *
 * <p>The family is closed: under products of transversal level sets, where codimensions and \( \alpha \) add, and under
 * pullback by diffeomorphisms. See the package for what is known of its source. Immutable, and thread-safe if amplitude
 * and map are.
 */
public final class AlphaDensity {

    private static final double EQUAL = 1e-9;

    private final Amplitude amplitude;
    private final SmoothMap map;
    private final double alpha;

    /**
     * A density.
     *
     * @param amplitude a
     * @param map F; that 0 is a regular value is a promise, of which only rows that depend on each other are noticed
     * @param alpha any finite number
     */
    public AlphaDensity(Amplitude amplitude, SmoothMap map, double alpha) {
        if (!Double.isFinite(alpha)) {
            throw new IllegalArgumentException("alpha must be finite, got " + alpha);
        }
        this.amplitude = amplitude;
        this.map = map;
        this.alpha = alpha;
    }

    /**
     * The half-density \( \delta(F)\, |dx|^{1/2} \).
     *
     * @param map F
     * @return with the amplitude 1
     */
    public static AlphaDensity half(SmoothMap map) {
        return new AlphaDensity(Amplitude.constant(1), map, 0.5);
    }

    /** a. */
    public Amplitude amplitude() {
        return amplitude;
    }

    /** F. */
    public SmoothMap map() {
        return map;
    }

    /** \( \alpha \). */
    public double alpha() {
        return alpha;
    }

    /** n. */
    public int dimension() {
        return map.inputs();
    }

    /** k, the codimension of the level set. */
    public int codimension() {
        return map.outputs();
    }

    /** The same level set with another amplitude. */
    public AlphaDensity withAmplitude(Amplitude other) {
        return new AlphaDensity(other, map, alpha);
    }

    /**
     * The product, \( a b\, \delta((F, G))\, |dx|^{\alpha + \beta} \). It exists where the level sets are transversal at
     * every common point in both supports; without a common point it is 0.
     *
     * @param other \( b\, \delta(G)\, |dx|^\beta \), of the same dimension
     * @param where the search for common points
     * @return the product
     * @throws NotTransversalException if the worst crossing that was found cannot be told from a touching
     */
    public AlphaDensity times(AlphaDensity other, ZeroSearch where) {
        if (other.dimension() != dimension()) {
            throw new IllegalArgumentException(
                    "densities of " + dimension() + " and " + other.dimension() + " dimensions have no product");
        }
        Amplitude product = amplitude.times(other.amplitude);
        if (codimension() > 0 || other.codimension() > 0) {
            Transversality.least(map, other.map, product, where).ifPresent(worst -> {
                requireRegular("first", codimension(), worst.firstRank(), worst);
                requireRegular("second", other.codimension(), worst.secondRank(), worst);
                if (!worst.transversal(where.angleTolerance())) {
                    throw new NotTransversalException(worst);
                }
            });
        }
        return new AlphaDensity(product, map.stacked(other.map), alpha + other.alpha);
    }

    private static void requireRegular(String which, int outputs, int rank, Transversality at) {
        if (rank < outputs) {
            throw new IllegalArgumentException(
                    "0 is no regular value of the " + which + " map: its derivative has rank " + rank + ", not "
                            + outputs + ", at x = " + Arrays.toString(at.point()));
        }
    }

    /**
     * The pairing \( \langle u, v \rangle = \int u v \) with a density of the complementary \( \alpha \), as of two
     * half-densities. It extends that of functions but not to all pairs: u is never transversal to itself unless k = 0.
     *
     * @param other v
     * @param where the search for common points
     * @param integration how the product is integrated
     * @return the pairing and how exact it is
     * @throws NotTransversalException if the product does not exist
     */
    public Integral pair(AlphaDensity other, ZeroSearch where, Integration integration) {
        return times(other, where).integrate(integration);
    }

    /**
     * The integral over all of the region that an integration covers.
     *
     * @param integration how
     * @return the integral and how exact it is
     */
    public Integral integrate(Integration integration) {
        if (Math.abs(alpha - 1) > EQUAL) {
            throw new IllegalArgumentException("only 1-densities have an integral, got alpha = " + alpha);
        }
        return integration.of(this);
    }

    /**
     * The pullback, \( a \circ \Psi\, |\det D\Psi|^\alpha\, \delta(F \circ \Psi)\, |dx|^\alpha \). Pairings do not change.
     *
     * @param diffeomorphism \( \Psi \), from as many dimensions, with an invertible derivative
     * @return on the preimage of the level set
     */
    public AlphaDensity pullback(SmoothMap diffeomorphism) {
        if (diffeomorphism.inputs() != dimension()) {
            throw new IllegalArgumentException("a diffeomorphism keeps the dimension " + dimension()
                    + ", got a map from " + diffeomorphism.inputs());
        }
        Amplitude pulled = x ->
                amplitude.at(diffeomorphism.value(x)) * Math.pow(RowSpace.volume(diffeomorphism.jacobian(x)), alpha);
        return new AlphaDensity(pulled, map.after(diffeomorphism), alpha);
    }

    /**
     * The same density by other equations, \( (a\, |\det B|, B F) \).
     *
     * @param matrix B, from \( R^n \) to the k x k numbers of an invertible matrix, row by row
     * @return equal to this one
     */
    public AlphaDensity reparametrised(SmoothMap matrix) {
        int k = codimension();
        if (matrix.inputs() != dimension() || matrix.outputs() != k * k) {
            throw new IllegalArgumentException("B is a map from " + dimension() + " to " + k * k
                    + " numbers, got one from " + matrix.inputs() + " to " + matrix.outputs());
        }
        SmoothMap other = SmoothMap.of(
                dimension(),
                k,
                x -> {
                    double[][] b = rows(matrix.value(x), k);
                    double[] f = map.value(x);
                    return Arrays.stream(b)
                            .mapToDouble(row -> RowSpace.dot(row, f))
                            .toArray();
                },
                x -> {
                    double[][] jacobian = RowSpace.product(rows(matrix.value(x), k), map.jacobian(x));
                    double[][] slopes = matrix.jacobian(x);
                    double[] f = map.value(x);
                    for (int i = 0; i < k * k; i++) {
                        RowSpace.add(f[i % k], slopes[i], jacobian[i / k]);
                    }
                    return jacobian;
                });
        Amplitude stretched = x -> amplitude.at(x) * RowSpace.volume(rows(matrix.value(x), k));
        return new AlphaDensity(stretched, other, alpha);
    }

    private static double[][] rows(double[] matrix, int k) {
        double[][] rows = new double[k][];
        for (int i = 0; i < k; i++) {
            rows[i] = Arrays.copyOfRange(matrix, i * k, (i + 1) * k);
        }
        return rows;
    }

    /**
     * The smooth density \( u_\lambda = a\, (\lambda / 2 \pi)^{k/2} e^{-\frac{\lambda}{2} \|F\|^2}\, |dx|^\alpha \), which
     * tends to this one with an error of \( O(1 / \lambda) \). Up to a and the constant it is the density of a Morse
     * network with a Gaussian kernel.
     *
     * @param lambda \( \lambda \), above 0
     * @return of codimension 0, so its products always exist
     */
    public AlphaDensity mollified(double lambda) {
        if (!(lambda > 0) || Double.isInfinite(lambda)) {
            throw new IllegalArgumentException("lambda must be above 0 and finite, got " + lambda);
        }
        double constant = Math.pow(lambda / (2 * Math.PI), codimension() / 2.0);
        Amplitude smooth = x -> {
            double[] f = map.value(x);
            double decay = Math.exp(-lambda / 2 * RowSpace.dot(f, f));
            return decay == 0 ? 0 : amplitude.at(x) * constant * decay;
        };
        return new AlphaDensity(smooth, SmoothMap.none(dimension()), alpha);
    }

    /**
     * An orthonormal basis of the conormal space \( N^*_x \), which the gradients of F span.
     *
     * @param x a point of the level set, which is not checked
     * @return as many rows of n numbers as DF has rank
     */
    public double[][] conormal(double[] x) {
        return RowSpace.orthonormal(map.jacobian(x));
    }

    @Override
    public String toString() {
        return "AlphaDensity[codimension " + codimension() + " in " + dimension() + ", alpha " + alpha + "]";
    }
}
