package org.morseuq.density;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A map \( F: R^n \to R^k \) with its derivative. Its level set \( F = 0 \) carries an {@link AlphaDensity}.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface SmoothMap {

    /** n, at least 1. */
    int inputs();

    /** k, at least 0. */
    int outputs();

    /**
     * The image of a point.
     *
     * @param x n numbers; not changed
     * @return k numbers, new
     */
    double[] value(double[] x);

    /**
     * The derivative at a point.
     *
     * @param x n numbers; not changed
     * @return k x n, row i the gradient of the i-th output; new
     */
    double[][] jacobian(double[] x);

    /**
     * A map given by two functions.
     *
     * @param inputs n, at least 1
     * @param outputs k, at least 0
     * @param value of k numbers
     * @param jacobian of k x n numbers
     * @return the map
     */
    static SmoothMap of(
            int inputs, int outputs, UnaryOperator<double[]> value, Function<double[], double[][]> jacobian) {
        return new GivenMap(inputs, outputs, value, jacobian);
    }

    /**
     * The map to a point: its level set is everything.
     *
     * @param inputs n, at least 1
     * @return a map without outputs
     */
    static SmoothMap none(int inputs) {
        return of(inputs, 0, x -> new double[0], x -> new double[0][]);
    }

    /**
     * \( F(x) = W x + b \); its level set is a flat.
     *
     * @param weights W, k x n with k at least 1; not copied
     * @param offset b, k numbers; not copied
     * @return the map
     */
    static SmoothMap affine(double[][] weights, double... offset) {
        if (weights.length < 1 || weights.length != offset.length) {
            throw new IllegalArgumentException("an affine map needs k >= 1 rows of weights and k offsets, got "
                    + weights.length + " and " + offset.length);
        }
        return of(
                weights[0].length,
                offset.length,
                x -> {
                    double[] z = offset.clone();
                    for (int i = 0; i < z.length; i++) {
                        z[i] += RowSpace.dot(weights[i], x);
                    }
                    return z;
                },
                x -> Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new));
    }

    /**
     * \( F(x) = (\|x - c\|^2 - r^2) / 2 \): the sphere around c, where the gradient has the length r.
     *
     * @param radius r, above 0
     * @param centre c, n numbers; not copied
     * @return the map
     */
    static SmoothMap sphere(double radius, double... centre) {
        return of(
                centre.length,
                1,
                x -> {
                    double[] y = RowSpace.difference(x, centre);
                    return new double[] {(RowSpace.dot(y, y) - radius * radius) / 2};
                },
                x -> new double[][] {RowSpace.difference(x, centre)});
    }

    /**
     * Both maps side by side: its level set is the intersection of theirs.
     *
     * @param other a map with as many inputs
     * @return \( (F, G) \), the outputs of this map first
     */
    default SmoothMap stacked(SmoothMap other) {
        if (other.inputs() != inputs()) {
            throw new IllegalArgumentException(
                    "maps of " + inputs() + " and " + other.inputs() + " inputs cannot be stacked");
        }
        return of(
                inputs(),
                outputs() + other.outputs(),
                x -> {
                    double[] both = Arrays.copyOf(value(x), outputs() + other.outputs());
                    System.arraycopy(other.value(x), 0, both, outputs(), other.outputs());
                    return both;
                },
                x -> RowSpace.stacked(jacobian(x), other.jacobian(x)));
    }

    /**
     * Another map first, then this one.
     *
     * @param inner a map with as many outputs as this one has inputs
     * @return \( F \circ \Psi \), with the derivative \( DF(\Psi(x))\, D\Psi(x) \)
     */
    default SmoothMap after(SmoothMap inner) {
        if (inner.outputs() != inputs()) {
            throw new IllegalArgumentException(
                    "a map of " + inputs() + " inputs cannot follow one of " + inner.outputs() + " outputs");
        }
        return of(
                inner.inputs(),
                outputs(),
                x -> value(inner.value(x)),
                x -> RowSpace.product(jacobian(inner.value(x)), inner.jacobian(x)));
    }
}
