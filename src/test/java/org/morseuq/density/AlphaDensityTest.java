package org.morseuq.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The algebra of the family, on random examples. Roots are known to rounding, and so are the sums over them. */
final class AlphaDensityTest {

    private static final int TRIALS = 12;
    private static final double ROUNDING = 1e-10;

    /** A circle or line through the middle of the plane, a sphere or plane through that of space. */
    private static AlphaDensity random(int n, double alpha, Random random) {
        double[] c = new double[n];
        for (int i = 0; i < n; i++) {
            c[i] = 0.4 * random.nextGaussian();
        }
        double lean = random.nextGaussian();
        Amplitude amplitude = x -> Math.exp(lean * x[0] / 4) * (1 + x[n - 1] * x[n - 1]);
        SmoothMap map = random.nextBoolean()
                ? SmoothMap.sphere(0.7 + random.nextDouble(), c)
                : SmoothMap.affine(Densities.matrix(1, n, random), 0.2 * random.nextGaussian());
        return new AlphaDensity(amplitude, map, alpha);
    }

    private static double integral(AlphaDensity density, Region region) {
        return density.integrate(new RootSum(ZeroSearch.in(region))).value();
    }

    @Test
    void thePairingIsSymmetricAndBilinear() {
        Region region = Region.cube(2, 6);
        for (int trial = 0; trial < TRIALS; trial++) {
            Random random = new Random(trial);
            AlphaDensity u = random(2, 0.5, random);
            AlphaDensity v = random(2, 0.5, random);
            double pairing = Densities.pair(u, v, region);
            assertEquals(pairing, Densities.pair(v, u, region), ROUNDING * (1 + Math.abs(pairing)));
            double s = random.nextGaussian();
            Amplitude other = x -> Math.sin(x[0] + 2 * x[1]);
            AlphaDensity sum = u.withAmplitude(x -> s * u.amplitude().at(x) + other.at(x));
            double parts = s * pairing + Densities.pair(u.withAmplitude(other), v, region);
            assertEquals(parts, Densities.pair(sum, v, region), ROUNDING * (1 + Math.abs(parts)));
        }
    }

    @Test
    void theProductIsAssociative() {
        Region region = Region.cube(3, 4);
        ZeroSearch where = ZeroSearch.in(region);
        int meeting = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Random random = new Random(100 + trial);
            AlphaDensity u = random(3, 0.5, random);
            AlphaDensity v = random(3, 0.2, random);
            AlphaDensity w = random(3, 0.3, random);
            AlphaDensity left = u.times(v, where).times(w, where);
            AlphaDensity right = u.times(v.times(w, where), where);
            assertEquals(3, left.codimension());
            assertEquals(1, left.alpha(), 1e-15);
            double first = integral(left, region);
            meeting += first == 0 ? 0 : 1;
            assertEquals(first, integral(right, region), ROUNDING * (1 + Math.abs(first)));
        }
        assertTrue(meeting > TRIALS / 3, "only " + meeting + " triples meet");
    }

    @Test
    void threeCoordinatePlanesMultiplyToThePointMassAtTheOrigin() {
        Region region = Region.cube(3, 2);
        ZeroSearch where = ZeroSearch.in(region);
        AlphaDensity[] planes = new AlphaDensity[3];
        for (int i = 0; i < 3; i++) {
            planes[i] = new AlphaDensity(Amplitude.constant(1), Densities.coordinate(3, i, 0), i == 2 ? 0 : 0.5);
        }
        AlphaDensity left = planes[0].times(planes[1], where).times(planes[2], where);
        AlphaDensity right = planes[0].times(planes[1].times(planes[2], where), where);
        assertEquals(1, integral(left, region), 1e-14);
        assertEquals(1, integral(right, region), 1e-14);
        assertEquals(Math.E, integral(left.withAmplitude(x -> Math.exp(1 + x[0])), region), 1e-14);
    }

    @Test
    void pairingsDoNotChangeUnderDiffeomorphisms() {
        Region region = Region.cube(2, 6);
        for (int trial = 0; trial < TRIALS; trial++) {
            Random random = new Random(200 + trial);
            AlphaDensity u = random(2, 0.5, random);
            AlphaDensity v = random(2, 0.5, random);
            SmoothMap psi = Densities.bent(2, random);
            double before = Densities.pair(u, v, region);
            double after = Densities.pair(u.pullback(psi), v.pullback(psi), Region.cube(2, 9));
            assertEquals(before, after, ROUNDING * (1 + Math.abs(before)));
        }
    }

    /** The arc length of a circle, weighed, as an integral over its image under a bent map. */
    @Test
    void measuresOnCurvesDoNotChangeUnderDiffeomorphisms() {
        AlphaDensity measure = new AlphaDensity(x -> 2 + x[0], Densities.circle(), 1);
        AlphaDensity pulled = measure.pullback(Densities.bent(2, new Random(4)));
        Integral found = pulled.integrate(SimplicialQuadrature.in(Region.cube(2, 2.5)));
        assertEquals(4 * Math.PI, found.value(), 1e-7, found.toString()); // 24 cells along 5
    }

    @Test
    void otherEquationsOfTheSameLevelSetAreTheSameDensity() {
        Region region = Region.cube(3, 4);
        ZeroSearch where = ZeroSearch.in(region);
        for (int trial = 0; trial < TRIALS; trial++) {
            Random random = new Random(300 + trial);
            AlphaDensity curve = random(3, 0.25, random).times(random(3, 0.25, random), where);
            AlphaDensity third = random(3, 0.5, random);
            double[][] slopes = Densities.matrix(4, 3, random);
            // 3 I + 0.4 tanh(A x): diagonal rows dominate, so B is invertible everywhere.
            SmoothMap b = SmoothMap.of(
                    3,
                    4,
                    x -> {
                        double[] entries = new double[4];
                        for (int i = 0; i < 4; i++) {
                            entries[i] = (i % 3 == 0 ? 3 : 0) + 0.4 * Math.tanh(RowSpace.dot(slopes[i], x));
                        }
                        return entries;
                    },
                    x -> {
                        double[][] jacobian = new double[4][3];
                        for (int i = 0; i < 4; i++) {
                            double z = Math.tanh(RowSpace.dot(slopes[i], x));
                            RowSpace.add(0.4 * (1 - z * z), slopes[i], jacobian[i]);
                        }
                        return jacobian;
                    });
            AlphaDensity other = curve.reparametrised(b);
            double expected = integral(curve.times(third, where), region);
            double found = integral(other.times(third, where), region);
            assertEquals(expected, found, ROUNDING * (1 + Math.abs(expected)));
            double[] x = {0.3, -0.2, 0.5};
            assertJacobian(other.map(), x);
        }
    }

    private static void assertJacobian(SmoothMap map, double[] x) {
        double h = 1e-5; // leaves the third derivative times h^2, and rounding of 1e-16 / h
        for (int j = 0; j < x.length; j++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[j] += h;
            down[j] -= h;
            double[] slope = RowSpace.difference(map.value(up), map.value(down));
            for (int i = 0; i < slope.length; i++) {
                assertEquals(slope[i] / (2 * h), map.jacobian(x)[i][j], 1e-7);
            }
        }
    }

    @Test
    void mapsCompose() {
        Random random = new Random(5);
        SmoothMap bent = Densities.bent(3, random);
        SmoothMap both = SmoothMap.sphere(1, 0.1, 0.2, 0.3).stacked(bent).after(Densities.bent(3, random));
        assertEquals(4, both.outputs());
        assertJacobian(both, new double[] {0.4, -0.1, 0.7});
    }

    @Test
    void theConormalSpaceIsSpannedByTheGradients() {
        AlphaDensity curve = AlphaDensity.half(SmoothMap.sphere(1, 0, 0, 0).stacked(Densities.coordinate(3, 2, 0.6)));
        double[][] conormal = curve.conormal(new double[] {0.8, 0, 0.6});
        assertArrayEquals(new double[] {0.8, 0, 0.6}, conormal[0], 1e-15);
        assertArrayEquals(new double[] {-0.6, 0, 0.8}, conormal[1], 1e-15);
        assertEquals(0, AlphaDensity.half(SmoothMap.none(3)).conormal(new double[3]).length);
    }

    @Test
    void whatHasNoMeaningIsRefused() {
        ZeroSearch where = ZeroSearch.in(Region.cube(2, 2));
        AlphaDensity circle = AlphaDensity.half(Densities.circle());
        AlphaDensity twice = AlphaDensity.half(SmoothMap.affine(new double[][] {{1, 2}, {2, 4}}, 0, 0));
        refused(
                "0 is no regular value of the first map: its derivative has rank 1, not 2, at x = [",
                () -> twice.times(circle, where));
        refused("only 1-densities have an integral, got alpha = 0.5", () -> circle.integrate(new RootSum(where)));
        refused("densities of 2 and 3 dimensions", () -> circle.times(AlphaDensity.half(SmoothMap.none(3)), where));
        refused("alpha must be finite", () -> new AlphaDensity(Amplitude.constant(1), circle.map(), Double.NaN));
        refused("lambda must be above 0", () -> circle.mollified(0));
        refused("B is a map from 2 to 1 numbers", () -> circle.reparametrised(SmoothMap.none(2)));
        refused("a diffeomorphism keeps the dimension 2", () -> circle.pullback(Densities.bent(3, new Random(1))));
        refused("cannot be stacked", () -> circle.map().stacked(SmoothMap.none(3)));
        refused("bounds 1 of a region", () -> new Region(new double[2], new double[] {1, 0}));
        refused("a search needs starts >= 1", () -> new ZeroSearch(where.region(), 0, 0, 1e-10));
    }

    private static void refused(String start, Runnable what) {
        String message = assertThrows(IllegalArgumentException.class, what::run).getMessage();
        assertTrue(message.contains(start), message);
    }
}
