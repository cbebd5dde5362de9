package org.morseuq.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.morseuq.data.Layout;
import org.morseuq.density.AlphaDensity;
import org.morseuq.density.Amplitude;
import org.morseuq.density.DivergenceExponent;
import org.morseuq.density.GridRule;
import org.morseuq.density.NotTransversalException;
import org.morseuq.density.Region;
import org.morseuq.density.RootSum;
import org.morseuq.density.SmoothMap;
import org.morseuq.density.Transversality;
import org.morseuq.density.ZeroSearch;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.IdentityMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.head.UnitNormMap;

/** Level sets that Morse heads cut out. Their maps are in single precision: 2^-24 of numbers around 1, a few times. */
final class MorseModesTest {

    private static final double SINGLE = 3e-6;
    private static final Region PLANE = Region.cube(2, 2);
    private static final ZeroSearch WHERE = ZeroSearch.in(PLANE).withTolerance(1e-5);

    private static MorseNetwork head(FeatureMap map, float... target) {
        return head(map, new float[][] {target});
    }

    private static MorseNetwork head(FeatureMap map, float[][] targets) {
        Expert expert = new Expert(List.of("x"), map, targets, new Kernel.Gaussian(1));
        return new MorseNetwork(Layout.of("x", map.inputs()), List.of(expert), Pooling.MAX);
    }

    private static FeatureMap line(float a, float b, float c) {
        return new AffineMap(new float[][] {{a, b}}, new float[] {c});
    }

    /** A curve \( v^T \tanh(W x + b) = t \) through a point. */
    private static MorseNetwork curved(Random random, int inputs, int outputs, float[] through) {
        float[][] first = floats(8, inputs, random);
        float[][] second = floats(outputs, 8, random);
        FeatureMap map = new AffineMap(first, floats(1, 8, random)[0])
                .then(new ActivationMap(ActivationMap.Function.TANH, 8))
                .then(new AffineMap(second, new float[outputs]));
        return head(map, map.apply(through));
    }

    private static float[][] floats(int rows, int columns, Random random) {
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) (0.7 * random.nextGaussian());
            }
        }
        return matrix;
    }

    @Test
    void linesOfHeadsPairByTheirDeterminant() {
        AlphaDensity u = AlphaDensity.half(MorseModes.of(head(line(2, 1, 0.5f), 0.5f), 0));
        AlphaDensity v = AlphaDensity.half(MorseModes.of(head(line(1, -3, 0), 0), 0));
        assertEquals(1 / 7.0, u.pair(v, WHERE, new RootSum(WHERE)).value(), SINGLE);
        Transversality crossing = MorseModes.transversality(
                        head(line(2, 1, 0.5f), 0.5f), head(line(1, -3, 0), 0), WHERE)
                .orElseThrow();
        // cos = |2 - 3| / sqrt(5 * 10)
        assertEquals(Math.acos(1 / Math.sqrt(50)), crossing.angle(), SINGLE);
    }

    @Test
    void curvesOfHeadsPairByTheirJacobians() {
        int compared = 0;
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            float[] p = {(float) random.nextGaussian() / 2, (float) random.nextGaussian() / 2};
            MorseNetwork first = curved(random, 2, 1, p);
            MorseNetwork second = curved(random, 2, 1, p);
            AlphaDensity u = AlphaDensity.half(MorseModes.of(first, 0));
            AlphaDensity v = AlphaDensity.half(MorseModes.of(second, 0));
            Transversality crossing =
                    MorseModes.transversality(first, second, WHERE).orElseThrow();
            if (crossing.angle() < 0.2) {
                continue; // a quotient by a small determinant is known to few digits
            }
            compared++;
            // Around p alone, by an amplitude that is 1 there: 1 / |det| of the gradients by differences.
            Amplitude near = x -> {
                double r = Math.hypot(x[0] - p[0], x[1] - p[1]) / 0.05;
                return r < 1 ? Math.exp(1 - 1 / (1 - r * r)) : 0;
            };
            double[] a = gradient(u.map(), p);
            double[] b = gradient(v.map(), p);
            double expected = 1 / Math.abs(a[0] * b[1] - a[1] * b[0]);
            double found =
                    u.withAmplitude(near).pair(v, WHERE, new RootSum(WHERE)).value();
            // Differences in single precision over 2^-6: 2^-24 / 2^-6 and the third derivative times 2^-12.
            assertEquals(expected, found, 5e-3 * expected);
        }
        assertTrue(compared >= 4, "only " + compared);
    }

    private static double[] gradient(SmoothMap map, float[] p) {
        double h = 0x1p-6;
        double[] gradient = new double[2];
        for (int i = 0; i < 2; i++) {
            double[] up = {p[0], p[1]};
            double[] down = {p[0], p[1]};
            up[i] += h;
            down[i] -= h;
            gradient[i] = (map.value(up)[0] - map.value(down)[0]) / (2 * h);
        }
        return gradient;
    }

    /** Three planes through the middle are a point mass, and so are the modes of the identity; W to 2 W is a half of each. */
    @Test
    void headsMultiplyToPointMasses() {
        Region space = Region.cube(3, 1.5);
        ZeroSearch where = ZeroSearch.in(space).withTolerance(1e-5);
        AlphaDensity[] planes = new AlphaDensity[3];
        for (int i = 0; i < 3; i++) {
            float[][] normal = new float[1][3];
            normal[0][i] = 2;
            SmoothMap modes = MorseModes.of(head(new AffineMap(normal, new float[] {-1}), 0), 0);
            planes[i] = new AlphaDensity(Amplitude.constant(1), modes, i == 2 ? 0 : 0.5);
        }
        Amplitude weight = x -> 1 + x[0] + x[1] * x[2];
        AlphaDensity left = planes[0].times(planes[1], where).times(planes[2], where);
        AlphaDensity right = planes[0].times(planes[1].times(planes[2], where), where);
        double expected = (1 + 0.5 + 0.25) / 8; // det = 2^3
        assertEquals(
                expected,
                left.withAmplitude(weight).integrate(new RootSum(where)).value(),
                SINGLE);
        assertEquals(
                expected,
                right.withAmplitude(weight).integrate(new RootSum(where)).value(),
                SINGLE);
        AlphaDensity point = new AlphaDensity(weight, MorseModes.of(head(new IdentityMap(3), 0.5f, 0.5f, 0.5f), 0), 1);
        assertEquals(8 * expected, point.integrate(new RootSum(where)).value(), SINGLE);
        assertThrows(NotTransversalException.class, () -> planes[0].times(planes[0], where));
    }

    /** \( (\lambda / 2 \pi)^{k/2} e^{-V} \) is the mollified density, also of a product of experts on two blocks. */
    @Test
    void theDensityOfAHeadIsTheMollifiedOne() {
        Random random = new Random(9);
        Layout layout = new Layout(List.of(new Layout.Block("a", 2), new Layout.Block("b", 3)));
        Kernel kernel = new Kernel.Gaussian(5);
        Expert first = new Expert(
                List.of("a"), new AffineMap(floats(2, 2, random), new float[2]), floats(3, 2, random), kernel);
        Expert second = new Expert(
                List.of("b", "a"), new AffineMap(floats(2, 5, random), new float[2]), floats(1, 2, random), kernel);
        MorseNetwork network = new MorseNetwork(layout, List.of(first, second), Pooling.MAX);
        float[] row = floats(1, 5, random)[0];
        double[] x = new double[5];
        for (int i = 0; i < 5; i++) {
            x[i] = row[i];
        }
        for (int y = 0; y < 3; y++) {
            SmoothMap modes = MorseModes.of(network, y);
            assertEquals(4, modes.outputs());
            AlphaDensity smooth = AlphaDensity.half(modes).mollified(5);
            double expected = Math.pow(5 / (2 * Math.PI), 2) * Math.exp(-network.classEnergies(row)[y]);
            assertEquals(expected, smooth.amplitude().at(x), 1e-12 * expected);
        }
        assertThrows(IllegalArgumentException.class, () -> MorseModes.of(network, 3));
    }

    /** The product of the densities of two heads converges to the pairing of their mode sets, as 1 / lambda. */
    @Test
    void productsOfHeadsConvergeToThePairing() {
        // Of the first ten seeds these two have curves that cross once, at more than a radian, and are nearly straight
        // along
        // the width of the Gaussian at 200; the others come to this order later.
        for (int seed : new int[] {5, 8}) {
            Random random = new Random(seed);
            float[] p = {0.2f, -0.1f};
            AlphaDensity u = AlphaDensity.half(MorseModes.of(curved(random, 2, 1, p), 0))
                    .withAmplitude(x -> Math.exp(-4 * (x[0] * x[0] + x[1] * x[1])));
            AlphaDensity v = AlphaDensity.half(MorseModes.of(curved(random, 2, 1, p), 0));
            double sharp = u.pair(v, WHERE, new RootSum(WHERE)).value();
            double[] lambdas = {200, 400, 800};
            double[] errors = new double[3];
            for (int i = 0; i < 3; i++) {
                GridRule grid = new GridRule(PLANE, 200);
                errors[i] = Math.abs(DivergenceExponent.mollifiedPairing(u, v, lambdas[i], grid)
                                .value()
                        - sharp);
            }
            assertEquals(-1, DivergenceExponent.of(lambdas, errors).slope(), 0.1);
        }
    }

    @Test
    void touchingHeadsHaveNoStableProduct() {
        // y = tanh(x) and its tangent y = x at the origin, of the third order.
        FeatureMap tanh = new AffineMap(new float[][] {{1, 0}}, new float[1])
                .then(new ActivationMap(ActivationMap.Function.TANH, 1));
        // (tanh(x), y) as one map of the plane: y enters through an almost linear tanh.
        FeatureMap both = new AffineMap(new float[][] {{1, 0}, {0, 1 / 64f}}, new float[2])
                .then(new ActivationMap(ActivationMap.Function.TANH, 2))
                .then(new AffineMap(new float[][] {{-1, 64}}, new float[1]));
        assertEquals(1, tanh.outputs());
        Optional<Transversality> touching = MorseModes.transversality(head(both, 0), head(line(-1, 1, 0), 0), WHERE);
        assertFalse(touching.orElseThrow().transversal(WHERE.angleTolerance()), touching.toString());
        AlphaDensity u = AlphaDensity.half(MorseModes.of(head(both, 0), 0));
        AlphaDensity v = AlphaDensity.half(MorseModes.of(head(line(-1, 1, 0), 0), 0));
        assertThrows(NotTransversalException.class, () -> u.times(v, WHERE));
        // Lifted by 1 the line does not meet the curve but at x = -1.8, at an angle.
        Transversality crossing = MorseModes.transversality(head(both, 0), head(line(-1, 1, 0), 1), WHERE)
                .orElse(null);
        assertTrue(crossing == null || crossing.transversal(WHERE.angleTolerance()), "" + crossing);
    }

    /** Parallel lines: the modes of different classes of one head never meet. */
    @Test
    void disjointModesHaveTheProductZero() {
        MorseNetwork first = head(line(1, 1, 0), 0);
        assertTrue(
                MorseModes.transversality(first, head(line(1, 1, 0), 1), WHERE).isEmpty());
        AlphaDensity u = AlphaDensity.half(MorseModes.of(first, 0));
        AlphaDensity v = AlphaDensity.half(MorseModes.of(head(line(1, 1, 0), 1), 0));
        assertEquals(0, u.pair(v, WHERE, new RootSum(WHERE)).value());
        // Two classes against two: only equal classes are compared, (0, 0) and (1, 1).
        float[][] here = {{0}, {1}};
        float[][] there = {{1}, {0}};
        assertTrue(MorseModes.transversality(head(line(1, 1, 0), here), head(line(1, 1, 0), there), WHERE)
                .isEmpty());
        assertEquals(
                0,
                MorseModes.transversality(head(line(1, 1, 0), here), first, WHERE)
                        .orElseThrow()
                        .angle(),
                SINGLE);
    }

    /** \( x / \|x\| \) has rank d - 1: a ray, and a plane across it. */
    @Test
    void modesOfLowerRankStillHaveConormalSpaces() {
        MorseNetwork ray = head(new UnitNormMap(3), 0.6f, 0, 0.8f);
        MorseNetwork plane = head(new AffineMap(new float[][] {{0, 0, 2}}, new float[1]), 1.6f);
        ZeroSearch where = new ZeroSearch(new Region(new double[] {0.1, -1, 0.1}, new double[] {2, 1, 2}), 64, 0, 1e-5);
        Transversality crossing = MorseModes.transversality(ray, plane, where).orElseThrow();
        assertEquals(2, crossing.firstRank());
        assertEquals(3, crossing.rank());
        // The conormal plane of the ray and the axis z: sine of their angle is the ray's z.
        assertEquals(Math.asin(0.8), crossing.angle(), 1e-5);
    }

    @Test
    void expertsOnDifferentBlocksAreAlwaysTransversal() {
        Layout layout = new Layout(List.of(new Layout.Block("a", 2), new Layout.Block("b", 2)));
        Expert a = new Expert(List.of("a"), new IdentityMap(2), new float[][] {{0, 1}}, new Kernel.Laplace(1));
        Expert b = new Expert(List.of("b"), line(1, 2, 0), new float[][] {{0}}, new Kernel.Gaussian(1));
        MorseNetwork network = new MorseNetwork(layout, List.of(a, b), Pooling.MAX);
        Transversality crossing = Transversality.least(
                        MorseModes.ofExpert(network, 0, 0),
                        MorseModes.ofExpert(network, 1, 0),
                        ZeroSearch.in(Region.cube(4, 2)).withTolerance(1e-5))
                .orElseThrow();
        assertEquals(Math.PI / 2, crossing.angle(), SINGLE);
        MorseNetwork other = head(line(1, 1, 0), 0);
        assertThrows(IllegalArgumentException.class, () -> MorseModes.transversality(network, other, WHERE));
    }
}
