package org.morseuq.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Pairings of half-densities with closed forms. Roots are known to rounding, quadratures to their own estimates. */
final class PairingTest {

    private static final double ROUNDING = 1e-12;

    private static void assertIntegral(double expected, AlphaDensity density, Region region, double tolerance) {
        Integral found = density.integrate(Integration.best(density, region));
        assertEquals(expected, found.value(), tolerance, found.toString());
        // An estimate may be somewhat low, but not by an order.
        assertEquals(expected, found.value(), 10 * found.error() + 1e-13, "the estimate is honest: " + found);
    }

    private static AlphaDensity product(AlphaDensity u, AlphaDensity v, Region region) {
        return u.times(v, ZeroSearch.in(region));
    }

    /** \( \int e^{-x^2} dx = \sqrt{\pi} \) in each dimension. */
    @Test
    void smoothDensitiesPairAsFunctions() {
        for (int n = 1; n <= 3; n++) {
            AlphaDensity u = AlphaDensity.half(SmoothMap.none(n)).withAmplitude(Densities.GAUSSIAN);
            Region region = Region.cube(n, 7);
            assertIntegral(Math.pow(Math.PI, n / 2.0), product(u, u, region), region, ROUNDING);
        }
    }

    @Test
    void linesMeetInAPointOverTheirDeterminant() {
        AlphaDensity u = AlphaDensity.half(SmoothMap.affine(new double[][] {{2, 1}}, 0));
        AlphaDensity v = AlphaDensity.half(SmoothMap.affine(new double[][] {{1, -3}}, 0));
        Region region = Region.cube(2, 2);
        assertIntegral(1 / 7.0, product(u, v, region), region, ROUNDING);
        // Away from the origin: 2 x + y = 1 and x - 3 y = -1 at (2, 3) / 7, weighed there.
        AlphaDensity shifted = new AlphaDensity(x -> x[0] + x[1], SmoothMap.affine(new double[][] {{2, 1}}, -1), 0.5);
        AlphaDensity other = new AlphaDensity(x -> x[1], SmoothMap.affine(new double[][] {{1, -3}}, 1), 0.5);
        assertIntegral(5 / 7.0 * 3 / 7 / 7, product(shifted, other, region), region, ROUNDING);
    }

    /** In space, with the third plane as a density of \( \alpha = 0 \). */
    @Test
    void planesMeetInAPointOverTheirDeterminant() {
        Region region = Region.cube(3, 2);
        AlphaDensity line = product(
                AlphaDensity.half(SmoothMap.affine(new double[][] {{1, 2, 0}}, 0)),
                AlphaDensity.half(SmoothMap.affine(new double[][] {{0, 1, -1}}, 0)),
                region);
        AlphaDensity plane =
                new AlphaDensity(Amplitude.constant(1), SmoothMap.affine(new double[][] {{3, 0, 1}}, 0), 0);
        assertIntegral(1 / 5.0, product(line, plane, region), region, ROUNDING); // det = 1 (1) - 2 (0 + 3) = -5
    }

    /** The gradient of \( (r^2 - 1) / 2 \) has length 1 on the circle, that of \( r^2 - 1 \) has 2. */
    @Test
    void aCirclePairsWithAFunctionByItsArc() {
        Region region = Region.cube(2, 1.7);
        AlphaDensity circle = AlphaDensity.half(Densities.circle());
        AlphaDensity one = AlphaDensity.half(SmoothMap.none(2));
        assertIntegral(2 * Math.PI, product(circle, one, region), region, 1e-9);
        assertIntegral(
                2 * Math.PI * Math.exp(-0.5),
                product(circle, one.withAmplitude(Densities.GAUSSIAN), region),
                region,
                1e-9);
        AlphaDensity steep = AlphaDensity.half(SmoothMap.of(
                2, 1, x -> new double[] {RowSpace.dot(x, x) - 1}, x -> new double[][] {{2 * x[0], 2 * x[1]}}));
        assertIntegral(Math.PI, product(steep, one, region), region, 1e-9);
    }

    /** The mean of \( e^z \) over the unit sphere is \( \sinh 1 \). */
    @Test
    void aSpherePairsWithAFunctionByItsArea() {
        Region region = Region.cube(3, 1.4);
        AlphaDensity sphere = AlphaDensity.half(SmoothMap.sphere(1, 0, 0, 0));
        AlphaDensity weight = AlphaDensity.half(SmoothMap.none(3)).withAmplitude(x -> Math.exp(x[2]));
        AlphaDensity product = product(sphere, weight, region);
        Integral found = product.integrate(new SimplicialQuadrature(region, 8, 1e-10));
        assertEquals(4 * Math.PI * Math.sinh(1), found.value(), 1e-5, found.toString()); // 8 cells along 2.8
        assertEquals(4 * Math.PI * Math.sinh(1), found.value(), 10 * found.error(), found.toString());
    }

    @Test
    void aCircleAndALineMeetTwiceOrNever() {
        Region region = Region.cube(2, 1.6);
        AlphaDensity circle = AlphaDensity.half(Densities.circle());
        for (double c : new double[] {-0.9, 0, 0.5, 0.99}) {
            AlphaDensity line = AlphaDensity.half(Densities.coordinate(2, 1, c));
            assertIntegral(2 / Math.sqrt(1 - c * c), product(circle, line, region), region, 1e-10);
        }
        AlphaDensity above = AlphaDensity.half(Densities.coordinate(2, 1, 1.01));
        assertEquals(0, Densities.pair(circle, above, region));
    }

    @Test
    void twoCirclesMeetTwice() {
        Region region = Region.cube(2, 2.5);
        AlphaDensity circle = AlphaDensity.half(Densities.circle());
        for (double d : new double[] {0.3, 1.2, 1.9}) {
            AlphaDensity other = AlphaDensity.half(SmoothMap.sphere(1, d, 0));
            assertIntegral(2 / (d * Math.sqrt(1 - d * d / 4)), product(circle, other, region), region, 1e-10);
        }
    }

    /** In space they meet in a circle of radius \( \sqrt{1 - d^2/4} \), where \( \sin \) of their angle is d times it. */
    @Test
    void twoSpheresMeetInACircle() {
        Region region = new Region(new double[] {-0.4, -1.3, -1.3}, new double[] {1.6, 1.3, 1.3});
        AlphaDensity sphere = AlphaDensity.half(SmoothMap.sphere(1, 0, 0, 0));
        AlphaDensity other = AlphaDensity.half(SmoothMap.sphere(1, 1.2, 0, 0));
        assertIntegral(2 * Math.PI / 1.2, product(sphere, other, region), region, 1e-8);
    }

    @Test
    void aSphereAndAPlanePairAlikeAtEveryHeight() {
        Region region = Region.cube(3, 1.3);
        AlphaDensity sphere = AlphaDensity.half(SmoothMap.sphere(1, 0, 0, 0));
        for (double c : new double[] {-0.8, 0.3, 0.7}) {
            AlphaDensity plane = AlphaDensity.half(Densities.coordinate(3, 2, c));
            assertIntegral(2 * Math.PI, product(sphere, plane, region), region, 1e-8);
        }
    }

    @Test
    void aPointPairsWithAFunctionAtItself() {
        for (int n = 1; n <= 3; n++) {
            Region region = Region.cube(n, 3);
            double[][] identity = new double[n][n];
            for (int i = 0; i < n; i++) {
                identity[i][i] = 1;
            }
            double[] at = DoubleStream.iterate(-0.25, x -> x - 0.25).limit(n).toArray();
            AlphaDensity point = AlphaDensity.half(SmoothMap.affine(identity, at));
            AlphaDensity g = AlphaDensity.half(SmoothMap.none(n)).withAmplitude(Densities.GAUSSIAN);
            assertIntegral(Math.exp(-RowSpace.dot(at, at) / 2), product(point, g, region), region, ROUNDING);
            ZeroSearch where = ZeroSearch.in(region);
            assertThrows(NotTransversalException.class, () -> point.times(point, where));
        }
    }

    @Test
    void tangentCurvesHaveNoProductAndThePlaceIsSaid() {
        ZeroSearch where = ZeroSearch.in(Region.cube(2, 2));
        AlphaDensity parabola = AlphaDensity.half(Densities.power(2));
        AlphaDensity axis = AlphaDensity.half(Densities.coordinate(2, 1, 0));
        NotTransversalException refused =
                assertThrows(NotTransversalException.class, () -> parabola.times(axis, where));
        assertEquals("not transversal: smallest principal angle 0.0 at x = [0.0, 0.0]", refused.getMessage());
        assertTrue(refused.crossing().angle() < 1e-6, "a double root is known to the root of a rounding");
        AlphaDensity touching = AlphaDensity.half(Densities.coordinate(2, 1, 1));
        AlphaDensity circle = AlphaDensity.half(Densities.circle());
        refused = assertThrows(NotTransversalException.class, () -> circle.times(touching, where));
        assertEquals("not transversal: smallest principal angle 0.0 at x = [0.0, 1.0]", refused.getMessage());
    }

    /** Only common points in both supports count: an amplitude that vanishes around the touching point cures it. */
    @Test
    void aTouchingOutsideTheSupportDoesNotMatter() {
        ZeroSearch where = ZeroSearch.in(Region.cube(2, 2));
        AlphaDensity parabola = AlphaDensity.half(Densities.power(2));
        AlphaDensity axis = AlphaDensity.half(Densities.coordinate(2, 1, 0));
        Amplitude away = x -> x[0] > 0.1 ? Math.exp(-1 / (x[0] - 0.1)) : 0;
        assertEquals(
                0,
                parabola.withAmplitude(away)
                        .times(axis, where)
                        .integrate(new RootSum(where))
                        .value());
        // x_1 vanishes at the point but not around it, so the point is in the support.
        AlphaDensity zeroThere = parabola.withAmplitude(x -> x[0]);
        assertThrows(NotTransversalException.class, () -> zeroThere.times(axis, where));
    }

    @Test
    void noLevelSetIsTransversalToItself() {
        Region plane = Region.cube(2, 2);
        AlphaDensity line = AlphaDensity.half(SmoothMap.affine(new double[][] {{1, 2}}, 0.3));
        assertThrows(NotTransversalException.class, () -> line.times(line, ZeroSearch.in(plane)));
        AlphaDensity sphere = AlphaDensity.half(SmoothMap.sphere(1, 0, 0, 0));
        assertThrows(NotTransversalException.class, () -> sphere.times(sphere, ZeroSearch.in(Region.cube(3, 2))));
    }
}
