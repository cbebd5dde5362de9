package org.morseuq.study;

import java.util.List;
import java.util.Random;
import org.morseuq.data.Layout;
import org.morseuq.density.AlphaDensity;
import org.morseuq.density.Integration;
import org.morseuq.density.Region;
import org.morseuq.density.RootSum;
import org.morseuq.density.SmoothMap;
import org.morseuq.density.ZeroSearch;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;

/**
 * Two half-densities of which something is known: their pairing, or the exponent with which it diverges.
 *
 * @param name for file names
 * @param what they are, for people
 * @param u one
 * @param v the other
 * @param region that holds all but a vanishing part of their mollified product
 * @param expected the pairing in closed form, or the exponent
 * @param rule how the sharp product is integrated
 */
record AlphaCase(
        String name, String what, AlphaDensity u, AlphaDensity v, Region region, double expected, Integration rule) {

    /** Transversal pairs. */
    static final List<AlphaCase> LIMITS = limits();

    /** Pairs that touch, or meet in too much. */
    static final List<AlphaCase> DIVERGENCES = divergences();

    private static AlphaCase of(
            String name, String what, AlphaDensity u, AlphaDensity v, Region region, double expected) {
        boolean points = u.codimension() + v.codimension() >= u.dimension();
        Integration rule = points ? new RootSum(ZeroSearch.in(region)) : Integration.best(curve(u, v), region);
        return new AlphaCase(name, what, u, v, region, expected, rule);
    }

    private static AlphaDensity curve(AlphaDensity u, AlphaDensity v) {
        return u.codimension() > 0 && v.codimension() > 0
                ? AlphaDensity.half(u.map().stacked(v.map()))
                : u.codimension() > 0 ? u : v;
    }

    private static List<AlphaCase> limits() {
        Region plane = Region.cube(2, 1.6);
        AlphaDensity circle = AlphaDensity.half(SmoothMap.sphere(1, 0, 0));
        AlphaDensity gaussian =
                AlphaDensity.half(SmoothMap.none(2)).withAmplitude(x -> Math.exp(-(x[0] * x[0] + x[1] * x[1]) / 2));
        AlphaDensity first = AlphaDensity.half(line(2, 1, 0)).withAmplitude(x -> Math.exp(x[0] + x[1]));
        AlphaDensity sphere = AlphaDensity.half(SmoothMap.sphere(1, 0, 0, 0));
        AlphaDensity height = AlphaDensity.half(SmoothMap.affine(new double[][] {{0, 0, 1}}, -0.3));
        AlphaDensity point = AlphaDensity.half(SmoothMap.affine(new double[][] {{1, 0}, {0, 1}}, -0.25, 0.5));
        return List.of(
                of(
                        "circle-function",
                        "a circle and exp(-r\u00b2/2)",
                        circle,
                        gaussian,
                        plane,
                        2 * Math.PI * Math.exp(-0.5)),
                of("circle-line", "a circle and y = 1/2", circle, horizontal(0.5), plane, 2 / Math.sqrt(0.75)),
                of(
                        "two-lines",
                        "2x + y = 0, exp(x + y) and x = 3y",
                        first,
                        AlphaDensity.half(line(1, -3, 0)),
                        Region.cube(2, 1),
                        1 / 7.0),
                of(
                        "two-circles",
                        "two circles, 1.2 apart",
                        circle,
                        AlphaDensity.half(SmoothMap.sphere(1, 1.2, 0)),
                        new Region(new double[] {-0.6, -1.6}, new double[] {1.8, 1.6}),
                        2 / (1.2 * 0.8)),
                of(
                        "point-function",
                        "a point of the plane and exp(-r\u00b2/2)",
                        point,
                        gaussian,
                        plane,
                        Math.exp(-0.3125 / 2)),
                of(
                        "sphere-plane",
                        "a sphere and z = 0.3, exp(2z)",
                        sphere,
                        height.withAmplitude(x -> Math.exp(2 * x[2])),
                        Region.cube(3, 1.4),
                        2 * Math.PI * Math.exp(0.6)),
                heads());
    }

    private static List<AlphaCase> divergences() {
        Region strip = new Region(new double[] {-1.2, -0.5}, new double[] {1.2, 0.5});
        AlphaDensity axis = horizontal(0);
        AlphaDensity weighted = axis.withAmplitude(x -> Math.exp(-x[0] * x[0] / 2));
        AlphaDensity z = AlphaDensity.half(SmoothMap.affine(new double[][] {{1, 0, 0}, {0, 1, 0}}, 0, 0));
        AlphaDensity y = AlphaDensity.half(SmoothMap.affine(new double[][] {{1, 0, 0}, {0, 0, 1}}, 0, 0));
        AlphaDensity sphere = AlphaDensity.half(SmoothMap.sphere(1, 0, 0, 0));
        AlphaDensity top = AlphaDensity.half(SmoothMap.affine(new double[][] {{0, 0, 1}}, -1));
        return List.of(
                of("parabola-tangent", "y = x\u00b2 and y = 0", AlphaDensity.half(power(2)), axis, strip, 0.25),
                of(
                        "circle-tangent",
                        "a circle and y = 1",
                        AlphaDensity.half(SmoothMap.sphere(1, 0, 0)),
                        horizontal(1),
                        new Region(new double[] {-1.2, 0.2}, new double[] {1.2, 1.6}),
                        0.25),
                of("cubic-tangent", "y = x\u00b3 and y = 0", AlphaDensity.half(power(3)), axis, strip, 1 / 3.0),
                of(
                        "same-line",
                        "y = 0 twice, exp(-x\u00b2/2)",
                        axis,
                        weighted,
                        new Region(new double[] {-6, -0.7}, new double[] {6, 0.7}),
                        0.5),
                of("two-axes", "the axes z and y of space", z, y, Region.cube(3, 0.7), 0.5),
                of(
                        "plane-twice",
                        "x = 0 twice, exp(-r\u00b2)",
                        half(3, 0),
                        half(3, 0).withAmplitude(x -> Math.exp(-x[1] * x[1] - x[2] * x[2])),
                        new Region(new double[] {-0.7, -4, -4}, new double[] {0.7, 4, 4}),
                        0.5),
                of(
                        "sphere-tangent",
                        "a sphere and z = 1",
                        sphere,
                        top,
                        new Region(new double[] {-1.2, -1.2, 0.2}, new double[] {1.2, 1.2, 1.6}),
                        0));
    }

    /** The line \( y = c \). */
    static AlphaDensity horizontal(double c) {
        return AlphaDensity.half(line(0, 1, -c));
    }

    private static AlphaDensity half(int dimensions, int axis) {
        double[][] normal = new double[1][dimensions];
        normal[0][axis] = 1;
        return AlphaDensity.half(SmoothMap.affine(normal, 0));
    }

    private static SmoothMap line(double a, double b, double c) {
        return SmoothMap.affine(new double[][] {{a, b}}, c);
    }

    private static SmoothMap power(int p) {
        return SmoothMap.of(2, 1, x -> new double[] {x[1] - Math.pow(x[0], p)}, x ->
                new double[][] {{-p * Math.pow(x[0], p - 1), 1}});
    }

    /** Two heads of one hidden layer whose modes are curves through a common point, cut down to around it. */
    private static AlphaCase heads() {
        Random random = new Random(5);
        float[] common = {0.2f, -0.1f};
        AlphaDensity u = head(random, common).withAmplitude(x -> Math.exp(-4 * (x[0] * x[0] + x[1] * x[1])));
        AlphaDensity v = head(random, common);
        Region region = Region.cube(2, 1.6);
        ZeroSearch search = ZeroSearch.in(region).withTolerance(1e-5); // their maps are in single precision
        RootSum rule = new RootSum(search);
        double sharp = u.pair(v, search, rule).value();
        return new AlphaCase("two-heads", "the modes of two Morse heads", u, v, region, sharp, rule);
    }

    private static AlphaDensity head(Random random, float[] through) {
        float[][] first = matrix(8, 2, random);
        float[][] second = matrix(1, 8, random);
        FeatureMap map = new AffineMap(first, matrix(1, 8, random)[0])
                .then(new ActivationMap(ActivationMap.Function.TANH, 8))
                .then(new AffineMap(second, new float[1]));
        Expert expert = new Expert(List.of("x"), map, new float[][] {map.apply(through)}, new Kernel.Gaussian(1));
        return AlphaDensity.half(MorseModes.of(new MorseNetwork(Layout.of("x", 2), List.of(expert), Pooling.MAX), 0));
    }

    private static float[][] matrix(int rows, int columns, Random random) {
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) (0.7 * random.nextGaussian());
            }
        }
        return matrix;
    }

    /** The search for common points, by the tolerance of the rule. */
    ZeroSearch search() {
        return rule instanceof RootSum roots ? roots.where() : ZeroSearch.in(region);
    }
}
