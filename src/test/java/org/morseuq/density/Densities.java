package org.morseuq.density;

import java.util.Random;

/** Level sets and amplitudes of which the tests know the integrals. */
final class Densities {

    private Densities() {}

    /** \( e^{-\|x\|^2 / 2} \). */
    static final Amplitude GAUSSIAN = x -> Math.exp(-RowSpace.dot(x, x) / 2);

    static SmoothMap circle() {
        return SmoothMap.sphere(1, 0, 0);
    }

    /** The line or plane \( x_i = c \). */
    static SmoothMap coordinate(int dimensions, int axis, double c) {
        double[][] normal = new double[1][dimensions];
        normal[0][axis] = 1;
        return SmoothMap.affine(normal, -c);
    }

    /** \( y - x^p \). */
    static SmoothMap power(int p) {
        return SmoothMap.of(2, 1, x -> new double[] {x[1] - Math.pow(x[0], p)}, x ->
                new double[][] {{-p * Math.pow(x[0], p - 1), 1}});
    }

    /** A bent diffeomorphism of \( R^n \), near enough to a random linear one to be invertible on the cube of half 4. */
    static SmoothMap bent(int n, Random random) {
        double[][] linear = matrix(n, n, random);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                linear[i][j] = (i == j ? 1 : 0) + 0.2 * linear[i][j];
            }
        }
        double phase = random.nextDouble();
        return SmoothMap.of(
                n,
                n,
                x -> {
                    double[] y = new double[n];
                    for (int i = 0; i < n; i++) {
                        y[i] = RowSpace.dot(linear[i], x) + 0.1 * Math.sin(x[(i + 1) % n] + phase);
                    }
                    return y;
                },
                x -> {
                    double[][] jacobian = new double[n][];
                    for (int i = 0; i < n; i++) {
                        jacobian[i] = linear[i].clone();
                        jacobian[i][(i + 1) % n] += 0.1 * Math.cos(x[(i + 1) % n] + phase);
                    }
                    return jacobian;
                });
    }

    static double[][] matrix(int rows, int columns, Random random) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return matrix;
    }

    /** Half-densities pair by the most exact rule. */
    static double pair(AlphaDensity u, AlphaDensity v, Region region) {
        AlphaDensity product = u.times(v, ZeroSearch.in(region));
        return product.integrate(Integration.best(product, region)).value();
    }
}
