package org.morseuq.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class IntegrationTest {

    private static final Region PLANE = Region.cube(2, 1.6);

    private static AlphaDensity measure(SmoothMap map) {
        return new AlphaDensity(Amplitude.constant(1), map, 1);
    }

    /** Flat pieces, extrapolated three times: halving the cells divides the error by 2^8, until rounding. */
    @Test
    void theQuadratureOfACurveIsOfTheEighthOrder() {
        double[] errors = new double[2];
        for (int i = 0; i < 2; i++) {
            Integral found = measure(Densities.circle())
                    .integrate(new SimplicialQuadrature(PLANE, 5 << i, ZeroSearch.TOLERANCE));
            errors[i] = Math.abs(found.value() - 2 * Math.PI);
            assertTrue(errors[i] <= found.error(), found.toString());
        }
        assertTrue(errors[0] > 1e-11, "not by accident: " + errors[0]);
        // The cells cut the circle differently, so the ratio is 2^8 only up to some factor.
        assertTrue(errors[0] / errors[1] > 40, errors[0] + " and " + errors[1]);
    }

    /** The perimeter of the ellipse with half axes 2 and 1, by the complete elliptic integral: 4 * 2 * E(3/4). */
    @Test
    void anEllipseHasItsPerimeter() {
        SmoothMap ellipse = SmoothMap.of(2, 1, x -> new double[] {x[0] * x[0] / 4 + x[1] * x[1] - 1}, x ->
                new double[][] {{x[0] / 2, 2 * x[1]}});
        Amplitude length = x -> Math.hypot(x[0] / 2, 2 * x[1]);
        Integral found = measure(ellipse)
                .withAmplitude(length)
                .integrate(new SimplicialQuadrature(Region.cube(2, 2.3), 40, ZeroSearch.TOLERANCE));
        assertEquals(9.688448220547675, found.value(), 1e-8, found.toString()); // scipy.special.ellipe(0.75) * 8
    }

    /** Twelve straight lines of a curve in space: sums are exact up to rounding. */
    @Test
    void aStraightLineInSpaceHasItsLength() {
        Region region = Region.cube(3, 1);
        AlphaDensity line = measure(SmoothMap.affine(new double[][] {{1, 0, 0}, {0, 3, 0}}, 0.1, 0.1));
        Integral found = line.integrate(new SimplicialQuadrature(region, 6, ZeroSearch.TOLERANCE));
        assertEquals(2 / 3.0, found.value(), 1e-8, "the level set is moved by 1e-9 against degenerate cuts");
    }

    /** The error of a sampled pairing, by twice its own estimate, on 40 seeds of which 38 should be within. */
    @Test
    void samplingErrsAsMuchAsItSays() {
        AlphaDensity pair = measure(Densities.circle().stacked(Densities.coordinate(2, 1, 0.5)));
        AlphaDensity circle = measure(Densities.circle()).withAmplitude(Densities.GAUSSIAN);
        double[] exact = {2 / Math.sqrt(0.75), 2 * Math.PI * Math.exp(-0.5)};
        AlphaDensity[] densities = {pair, circle};
        for (int d = 0; d < 2; d++) {
            int within = 0;
            double relative = 0;
            for (int seed = 0; seed < 40; seed++) {
                Integral found = densities[d].integrate(new MonteCarlo(Region.cube(2, 1.8), 1024, 8, 60, seed));
                within += Math.abs(found.value() - exact[d]) <= 2 * found.error() ? 1 : 0;
                relative += found.error() / exact[d] / 40;
            }
            // Binomial: 34 or fewer of 40 at 0.95 has a probability below 2 %; with 7 degrees of freedom 0.91 is due.
            assertTrue(within >= 32, within + " of 40 within");
            assertTrue(relative < 0.05, "and the error is small: " + relative);
        }
    }

    @Test
    void samplingIsRepeatableAndImprovesWithPoints() {
        AlphaDensity circle = measure(Densities.circle());
        MonteCarlo few = new MonteCarlo(PLANE, 256, 8, 40, 1);
        assertEquals(circle.integrate(few), circle.integrate(few));
        Integral many = circle.integrate(new MonteCarlo(PLANE, 16384, 8, 40, 1));
        assertTrue(many.error() < circle.integrate(few).error() / 4, many.toString());
        // In four dimensions: a sphere of radius 1 has the area 2 pi^2.
        AlphaDensity sphere = measure(SmoothMap.sphere(1, 0, 0, 0, 0));
        Integral area = sphere.integrate(new MonteCarlo(Region.cube(4, 1.5), 4096, 8, 40, 2));
        assertEquals(2 * Math.PI * Math.PI, area.value(), 3 * area.error(), area.toString());
        assertTrue(area.error() < 0.5, area.toString());
    }

    /** With three starts one of the two roots may be missed: the estimate then is of the size of a root's term. */
    @Test
    void rootsThatMayBeMissingCountAsError() {
        AlphaDensity pair = measure(Densities.circle().stacked(Densities.coordinate(2, 1, 0.5)));
        double exact = 2 / Math.sqrt(0.75);
        for (int seed = 0; seed < 20; seed++) {
            Integral found = pair.integrate(new RootSum(new ZeroSearch(PLANE, 3, seed, ZeroSearch.TOLERANCE)));
            boolean whole = Math.abs(found.value() - exact) < 1e-10;
            assertTrue(whole || found.value() < exact * 0.51, found.toString());
        }
        Integral one = pair.integrate(new RootSum(new ZeroSearch(PLANE, 1, 0, ZeroSearch.TOLERANCE)));
        assertEquals(exact / 2, one.error(), 1e-10, "one root, found once: another as large may be missing");
        Integral sure = pair.integrate(new RootSum(ZeroSearch.in(PLANE)));
        assertTrue(sure.error() < 1e-12, sure.toString());
    }

    @Test
    void everyDensityHasItsRule() {
        assertInstanceOf(GridRule.class, Integration.best(measure(SmoothMap.none(3)), Region.cube(3, 1)));
        assertInstanceOf(SimplicialQuadrature.class, Integration.best(measure(Densities.circle()), PLANE));
        AlphaDensity point = measure(Densities.circle().stacked(Densities.coordinate(2, 1, 0)));
        assertInstanceOf(RootSum.class, Integration.best(point, PLANE));
        AlphaDensity circle = measure(Densities.circle());
        assertThrows(IllegalArgumentException.class, () -> point.integrate(SimplicialQuadrature.in(PLANE)));
        assertThrows(IllegalArgumentException.class, () -> circle.integrate(new GridRule(PLANE, 9)));
        assertThrows(IllegalArgumentException.class, () -> circle.integrate(new RootSum(ZeroSearch.in(PLANE))));
        assertThrows(
                IllegalArgumentException.class, () -> circle.integrate(SimplicialQuadrature.in(Region.cube(3, 1))));
        assertThrows(IllegalArgumentException.class, () -> new GridRule(PLANE, 1));
        assertThrows(IllegalArgumentException.class, () -> new SimplicialQuadrature(PLANE, 1, 1e-10));
        assertThrows(IllegalArgumentException.class, () -> new MonteCarlo(PLANE, 1, 1, 1, 0));
    }

    /** Two lines that cross, as one equation: 0 is no regular value, and near the crossing the steps go astray. */
    @Test
    void aLevelSetThatIsNoCurveIsRefused() {
        AlphaDensity cross = measure(
                SmoothMap.of(2, 1, x -> new double[] {x[0] * x[0] + 1e-5}, x -> new double[][] {{2 * x[0], 0}}));
        assertEquals(0, cross.integrate(SimplicialQuadrature.in(PLANE)).value(), "there is nothing to integrate over");
        AlphaDensity twice = measure(Densities.circle().stacked(Densities.circle()));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> twice.integrate(new RootSum(ZeroSearch.in(PLANE))))
                .getMessage();
        assertTrue(message.startsWith("0 is no regular value: the derivative is singular"), message);
    }

    /** \( \delta(x^2) \) is infinite. Its root is only known to be near 0, and the sum says that it is worth nothing. */
    @Test
    void aRootThatIsNotRegularHasAnErrorAsLargeAsItself() {
        AlphaDensity squared =
                measure(SmoothMap.of(1, 1, x -> new double[] {x[0] * x[0]}, x -> new double[][] {{2 * x[0]}}));
        Integral found = squared.integrate(new RootSum(ZeroSearch.in(Region.cube(1, 1))));
        assertTrue(found.error() >= 0.99 * Math.abs(found.value()), found.toString());
    }
}
