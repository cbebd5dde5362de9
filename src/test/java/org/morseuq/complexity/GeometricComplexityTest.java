package org.morseuq.complexity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morseuq.function.PointwiseMap;

final class GeometricComplexityTest {

    /** Covectors and pulled-back rows are floats. */
    private static final double FLOAT = 1e-5;

    private final PerceptronMap map = PerceptronMap.random(7, 9, 5, true, 1);
    private final float[][] points = PerceptronMap.points(300, 7, 2);

    private double truth(float[] point) {
        double sum = 0;
        for (double[] row : map.jacobian(point)) {
            for (double entry : row) {
                sum += entry * entry;
            }
        }
        return sum;
    }

    @Test
    void exactIsTheSquaredNormOfTheJacobianAtEveryPoint() {
        double[] squares = GeometricComplexity.exact().perPoint(map, points, i -> {});
        for (int i = 0; i < points.length; i++) {
            assertEquals(truth(points[i]), squares[i], FLOAT * squares[i]);
        }
    }

    @Test
    void anAffineMapHasTheNormOfItsMatrixEverywhere() {
        PerceptronMap affine = PerceptronMap.random(4, 4, 3, false, 3);
        double norm = 0;
        for (double[] row : affine.jacobian(new float[4])) {
            for (double entry : row) {
                norm += entry * entry;
            }
        }
        Estimate estimate = GeometricComplexity.exact().of(affine, points(4));
        assertEquals(norm, estimate.value(), FLOAT * norm);
        assertEquals(0, estimate.standardError(), FLOAT * norm);
    }

    private static float[][] points(int inputs) {
        return PerceptronMap.points(40, inputs, 4);
    }

    static Probe[] estimators() {
        return new Probe[] {new Probe.Rademacher(1), new Probe.Gaussian(2), new Probe.Outputs(2), new Probe.Mask(0.3)};
    }

    /** One point, many seeds: the mean must be within three of its own standard errors of the truth. */
    @ParameterizedTest
    @MethodSource("estimators")
    void estimatorsAreUnbiased(Probe probe) {
        float[][] one = {points[0]};
        double[] draws = new double[4000];
        for (int s = 0; s < draws.length; s++) {
            draws[s] = new GeometricComplexity(probe, 1, s).perPoint(map, one, i -> {})[0];
        }
        Estimate estimate = Estimate.of(draws);
        assertTrue(estimate.standardError() > 0 && estimate.standardError() < 0.05 * estimate.value());
        assertEquals(truth(one[0]), estimate.value(), 3 * estimate.standardError());
    }

    @Test
    void rademacherHasTheVarianceOfHutchinson() {
        double[][] jacobian = map.jacobian(points[0]);
        double variance = 0;
        for (int k = 0; k < jacobian.length; k++) {
            for (int l = 0; l < jacobian.length; l++) {
                double product = 0;
                for (int i = 0; i < 7; i++) {
                    product += jacobian[k][i] * jacobian[l][i];
                }
                variance += k == l ? 0 : 2 * product * product;
            }
        }
        double[] draws = new double[20000];
        for (int s = 0; s < draws.length; s++) {
            draws[s] = new GeometricComplexity(new Probe.Rademacher(1), 1, s)
                    .perPoint(map, new float[][] {points[0]}, i -> {})[0];
        }
        double measured = Math.pow(Estimate.of(draws).standardError(), 2) * draws.length;
        // The relative error of a variance from n draws is about sqrt(2/n) = 0.01 for tails like a normal's.
        assertEquals(1, measured / variance, 0.05);
    }

    @Test
    void allOutputsAndFullMasksAreExact() {
        double[] exact = GeometricComplexity.exact().perPoint(map, points, i -> {});
        for (Probe probe : new Probe[] {new Probe.Outputs(5), new Probe.Mask(1)}) {
            double[] squares = new GeometricComplexity(probe, 64, 0).perPoint(map, points, i -> {});
            for (int i = 0; i < exact.length; i++) {
                assertEquals(exact[i], squares[i], 1e-9 * exact[i], probe.toString());
            }
        }
    }

    @Test
    void theBatchChangesNothingForExactOnes() {
        assertArrayEquals(
                GeometricComplexity.exact().perPoint(map, points, i -> {}),
                new GeometricComplexity(new Probe.Exact(), 7, 5).perPoint(map, points, i -> {}));
    }

    @Test
    void itScalesWithTheSquareOfTheMapAndOfTheInputs() {
        double gc = GeometricComplexity.exact().of(map, points).value();
        double[][] tripled = scaled(map.b(), 3);
        PerceptronMap louder = new PerceptronMap(map.a(), map.shift(), tripled, true);
        assertEquals(9 * gc, GeometricComplexity.exact().of(louder, points).value(), FLOAT * 9 * gc);
        PerceptronMap finer = new PerceptronMap(scaled(map.a(), 2), map.shift(), map.b(), true);
        float[][] halves = new float[points.length][];
        for (int i = 0; i < points.length; i++) {
            halves[i] = points[i].clone();
            for (int j = 0; j < halves[i].length; j++) {
                halves[i][j] /= 2;
            }
        }
        assertEquals(4 * gc, GeometricComplexity.exact().of(finer, halves).value(), FLOAT * 4 * gc);
    }

    private static double[][] scaled(double[][] matrix, double factor) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).map(x -> factor * x).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void itStopsAtTheRequestedPrecisionAndNotBefore() {
        GeometricComplexity small = new GeometricComplexity(new Probe.Rademacher(1), 20, 3);
        int[] last = new int[1];
        Estimate estimate = small.within(0.05, map, points, i -> last[0] = i);
        assertTrue(estimate.within(0.05), estimate.toString());
        assertTrue(last[0] < points.length && last[0] == estimate.samples(), last[0] + " points");
        Estimate before = Estimate.of(Arrays.copyOf(small.perPoint(map, points, i -> {}), last[0] - 20));
        assertTrue(!before.within(0.05), before.toString());
        Estimate all = small.within(1e-9, map, points, i -> {});
        assertEquals(points.length, all.samples());
    }

    @Test
    void someOutputsAreThoseOfTheMap() {
        PointwiseMap part = map.outputs(1, 3);
        double[][] jacobian = map.jacobian(points[0]);
        double sum = 0;
        for (int k = 1; k < 4; k++) {
            for (double entry : jacobian[k]) {
                sum += entry * entry;
            }
        }
        assertEquals(
                sum, GeometricComplexity.exact().perPoint(part, new float[][] {points[0]}, i -> {})[0], FLOAT * sum);
        assertThrows(IllegalArgumentException.class, () -> map.outputs(3, 3));
    }

    @Test
    void noiseAddedToTheInputCostsTheGeometricComplexity() {
        // E |f(x + s e) - y|^2 = |f(x) - y|^2 + s^2 |A|^2, exactly, for an affine f.
        PerceptronMap affine = PerceptronMap.random(4, 4, 3, false, 3);
        float[] x = {0.4f, -1, 2, 0.1f};
        double s = 0.7;
        SplittableRandom random = new SplittableRandom(11);
        double[] draws = new double[20000];
        float[][] base = value(affine, x);
        for (int n = 0; n < draws.length; n++) {
            float[] noisy = x.clone();
            for (int i = 0; i < 4; i++) {
                noisy[i] += (float) (s * random.nextGaussian());
            }
            float[][] there = value(affine, noisy);
            for (int k = 0; k < 3; k++) {
                draws[n] += Math.pow(there[0][k] - base[0][k], 2);
            }
        }
        Estimate excess = Estimate.of(draws);
        double gc = GeometricComplexity.exact().of(affine, new float[][] {x}).value();
        assertEquals(s * s * gc, excess.value(), 3 * excess.standardError());
    }

    private static float[][] value(PointwiseMap map, float[] x) {
        try (PointwiseMap.Linearisation here = map.at(new float[][] {x})) {
            return here.values();
        }
    }

    @Test
    void badRequestsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Probe.Rademacher(0));
        assertThrows(IllegalArgumentException.class, () -> new Probe.Mask(0));
        assertThrows(IllegalArgumentException.class, () -> new GeometricComplexity(new Probe.Outputs(6), 8, 0)
                .of(map, points));
        assertThrows(IllegalArgumentException.class, () -> GeometricComplexity.exact()
                .of(map, new float[0][]));
    }
}
