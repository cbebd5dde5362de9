package org.morseuq.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The smooth densities tend to the sharp ones as 1 / lambda, and diverge where there is none. */
final class MollifiedTest {

    private static final double[] LAMBDAS = {400, 800, 1600, 3200};

    private static AlphaDensity half(SmoothMap map) {
        return AlphaDensity.half(map);
    }

    /** The slope of the error over the given lambdas. */
    private static double order(AlphaDensity u, AlphaDensity v, double exact, double[] lambdas, Integration grid) {
        double[] errors = new double[lambdas.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.abs(
                    DivergenceExponent.mollifiedPairing(u, v, lambdas[i], grid).value() - exact);
        }
        return -DivergenceExponent.of(lambdas, errors).slope();
    }

    @Test
    void theErrorOfTheMollifiedPairingIsOfOrderOneOverLambda() {
        // The narrowest Gaussian has a width of 1/57, across two level sets of 1/80, the cells of 1/125: the grid is
        // off
        // by 2 exp(-2 pi^2 * 2.4).
        GridRule grid = new GridRule(Region.cube(2, 1.6), 400);
        AlphaDensity circle = half(Densities.circle());
        AlphaDensity gaussian = half(SmoothMap.none(2)).withAmplitude(Densities.GAUSSIAN);
        AlphaDensity line = half(Densities.coordinate(2, 1, 0.5));
        AlphaDensity shifted = half(SmoothMap.sphere(1, 0.4, 0));
        AlphaDensity weighted = circle.withAmplitude(x -> Math.exp(x[0]));
        assertEquals(1, order(circle, gaussian, 2 * Math.PI * Math.exp(-0.5), LAMBDAS, grid), 0.1);
        assertEquals(1, order(circle, line, 2 / Math.sqrt(0.75), LAMBDAS, grid), 0.1);
        assertEquals(1, order(weighted, line, 2 * Math.cosh(Math.sqrt(0.75)) / Math.sqrt(0.75), LAMBDAS, grid), 0.1);
        assertEquals(1, order(circle, shifted, 2 / (0.4 * Math.sqrt(1 - 0.04)), LAMBDAS, grid), 0.1);
    }

    /** By Archimedes a sphere pairs with planes alike at every height, so mollifying the plane changes nothing. */
    @Test
    void inSpaceASphereAndAPlaneConvergeAtTheSameOrderOnceWeighed() {
        GridRule grid = new GridRule(Region.cube(3, 1.4), 64);
        double[] lambdas = {100, 200, 400};
        AlphaDensity sphere = half(SmoothMap.sphere(1, 0, 0, 0));
        AlphaDensity plane = half(Densities.coordinate(3, 2, 0.3));
        // Spheres too small to reach the plane, 4.5 deviations of t = (r^2 - 1) / 2 away, make a part of 3e-6 to 2e-5.
        double mollified =
                DivergenceExponent.mollifiedPairing(sphere, plane, 100, grid).value();
        assertEquals(2 * Math.PI, mollified, 2e-4);
        AlphaDensity weighted = plane.withAmplitude(x -> Math.exp(x[2]));
        // At 400 the cells are as wide as the narrowest Gaussian: 2 exp(-2 pi^2) of the value, of the error 1e-5.
        assertEquals(1, order(sphere, weighted, 2 * Math.PI * Math.exp(0.3), lambdas, grid), 0.1);
    }

    /** Numbers of an independent computation with numpy, on a grid of 2001 points along [-2.5, 2.5]. */
    @Test
    void mollifiedValuesAgreeWithAnIndependentComputation() {
        AlphaDensity circle = half(Densities.circle());
        AlphaDensity gaussian = half(SmoothMap.none(2)).withAmplitude(Densities.GAUSSIAN);
        Integral found =
                DivergenceExponent.mollifiedPairing(circle, gaussian, 400, new GridRule(Region.cube(2, 1.6), 250));
        assertEquals(2 * Math.PI * Math.exp(-0.5 + 1 / 800.0), found.value(), 1e-9); // t = r^2/2 makes it a convolution
        assertEquals(3.8157, found.value(), 5e-5);
    }

    /** \( \sqrt{\lambda / 4 \pi}\; 2\, \Gamma(5/4) (4 / \lambda)^{1/4} \), for the second square is completed. */
    @Test
    void aParabolaAndItsTangentDivergeAsTheFourthRoot() {
        GridRule grid = new GridRule(new Region(new double[] {-1.2, -0.5}, new double[] {1.2, 0.5}), 250);
        double[] lambdas = {400, 800, 1600, 3200};
        DivergenceExponent found =
                DivergenceExponent.of(half(Densities.power(2)), half(Densities.coordinate(2, 1, 0)), lambdas, grid);
        for (int i = 0; i < lambdas.length; i++) {
            double exact = Math.sqrt(lambdas[i] / 4 / Math.PI) * 2 * 0.906402477055477 * Math.pow(4 / lambdas[i], 0.25);
            assertEquals(exact, found.pairings()[i], 1e-9 * exact); // the tails beyond 1.2 are e^-207
        }
        assertEquals(0.25, found.slope(), 1e-8);
    }

    @Test
    void touchingsOfHigherOrderDivergeFaster() {
        GridRule grid = new GridRule(new Region(new double[] {-1.2, -0.5}, new double[] {1.2, 0.5}), 250);
        double[] lambdas = {400, 800, 1600, 3200};
        DivergenceExponent cubic =
                DivergenceExponent.of(half(Densities.power(3)), half(Densities.coordinate(2, 1, 0)), lambdas, grid);
        assertEquals(1 / 3.0, cubic.slope(), 1e-5); // tails at 1.2: exp(-100 * 1.2^6)
    }

    @Test
    void aLineAndItselfDivergeAsTheRoot() {
        AlphaDensity line = half(Densities.coordinate(2, 1, 0));
        AlphaDensity weighted = line.withAmplitude(Densities.GAUSSIAN);
        GridRule grid = new GridRule(new Region(new double[] {-7, -0.7}, new double[] {7, 0.7}), 200);
        DivergenceExponent found = DivergenceExponent.of(line, weighted, new double[] {100, 400, 1600}, grid);
        // The weight along y is a factor of 1 / sqrt(1 + 1 / (2 lambda)): the slope is off by some 1 / (4 lambda).
        assertEquals(0.5, found.slope(), 1e-3);
        Transversality clean = Transversality.at(line.map(), weighted.map(), new double[2]);
        assertEquals(0.5, clean.cleanExponent());
    }

    /** Two planes in space that share a direction twice over: (k + l - r) / 2 = (2 + 2 - 3) / 2. */
    @Test
    void cleanIntersectionsInSpaceDivergeByTheMissingRank() {
        AlphaDensity first = half(Densities.coordinate(3, 0, 0).stacked(Densities.coordinate(3, 1, 0)));
        AlphaDensity second = half(Densities.coordinate(3, 0, 0).stacked(Densities.coordinate(3, 2, 0)));
        GridRule grid = new GridRule(Region.cube(3, 1.2), 48);
        DivergenceExponent found = DivergenceExponent.of(first, second, new double[] {50, 100, 200}, grid);
        double expected =
                Transversality.at(first.map(), second.map(), new double[3]).cleanExponent();
        assertEquals(0.5, expected);
        // The widest Gaussian, 1/7 wide, is cut at 8 widths. The cells are as wide as the narrowest: 2 exp(-2 pi^2).
        assertEquals(expected, found.slope(), 1e-8);
    }

    /** Where the product exists the slope tends to 0; and so it does at a sphere that a plane touches. */
    @Test
    void aFinitePairingHasTheExponentZero() {
        AlphaDensity circle = half(Densities.circle());
        AlphaDensity line = half(Densities.coordinate(2, 1, 0.5));
        DivergenceExponent found = DivergenceExponent.of(circle, line, LAMBDAS, new GridRule(Region.cube(2, 1.6), 400));
        assertEquals(0, found.slope(), 0.01); // the error of 1 / lambda, 1 % at 400
        assertTrue(found.standardError() < 0.01);
        AlphaDensity sphere = half(SmoothMap.sphere(1, 0, 0, 0));
        AlphaDensity touching = half(Densities.coordinate(3, 2, 1));
        GridRule grid = new GridRule(Region.cube(3, 1.7), 56);
        double[] lambdas = {25, 50, 100};
        DivergenceExponent finite = DivergenceExponent.of(sphere, touching, lambdas, grid);
        // By half a plane at every height below 1: the limit is pi, and yet there is no product.
        assertEquals(Math.PI, finite.pairings()[2], 0.2);
        assertEquals(0, finite.slope(), 0.05);
        assertThrows(NotTransversalException.class, () -> sphere.times(touching, ZeroSearch.in(Region.cube(3, 1.7))));
    }

    @Test
    void anExponentOfWrongNumbersIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> DivergenceExponent.of(new double[2], new double[2]));
        assertThrows(
                IllegalArgumentException.class,
                () -> DivergenceExponent.of(new double[] {1, 2, 2}, new double[] {1, 1, 1}));
        assertThrows(
                IllegalArgumentException.class,
                () -> DivergenceExponent.of(new double[] {1, 2, 3}, new double[] {1, 0, 1}));
    }
}
