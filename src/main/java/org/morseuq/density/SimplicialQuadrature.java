package org.morseuq.density;

import java.util.Arrays;

/**
 * The integral over a curve or a surface in two or three dimensions, \( \int_{F = 0} a / \sqrt{\det DF\, DF^T}\, dS \).
 *
 * <p>The level set is first taken as linear on every simplex of a grid. Each linear piece is then cut into 1, 2, 4 and 8
 * equal parts along its sides, the corners of which are brought to the level set by the steps of Gauss and Newton. Sums of
 * flat pieces have an error in even powers of their size, as the steps depend smoothly on where they start, so the four sums
 * are extrapolated (W. Romberg 1955) to an error of the eighth order. The error estimate is the change by the last column of
 * the extrapolation, plus rounding.
 *
 * <p>Where the level set leaves the region it is cut off to \( O(h^2) \) in the width h of the cells, which the estimate
 * does not see. A fold or a component smaller than a cell is not seen either. Costs \( c^n \) values and 15 or 45 searches
 * a piece.
 *
 * @param region where the density is integrated
 * @param cells c along every side, at least 2
 * @param tolerance of the steps, see {@link ZeroSearch#tolerance}
 */
public record SimplicialQuadrature(Region region, int cells, double tolerance) implements Integration {

    private static final int LEVELS = 4;
    private static final int PARTS = 1 << (LEVELS - 1);
    private static final int MAX_DIMENSIONS = 3;

    /** Checks the number. */
    public SimplicialQuadrature {
        if (cells < 2) {
            throw new IllegalArgumentException("a grid has at least 2 cells along a side, got " + cells);
        }
    }

    /**
     * A quadrature with 24 cells along every side and the tolerance of double precision.
     *
     * @param region where the density is integrated
     * @return the rule
     */
    public static SimplicialQuadrature in(Region region) {
        return new SimplicialQuadrature(region, 24, ZeroSearch.TOLERANCE);
    }

    @Override
    public Integral of(AlphaDensity density) {
        region.require(density.dimension());
        int k = density.codimension();
        if (density.dimension() > MAX_DIMENSIONS || k < 1 || k >= density.dimension()) {
            throw new IllegalArgumentException(
                    "this quadrature is for curves and surfaces in 2 or 3 dimensions, not for" + " codimension " + k
                            + " in " + density.dimension());
        }
        double[] sums = new double[LEVELS];
        Landing landing = new Landing(density, new ZeroSearch(region, 1, 0, tolerance), region.diameter() / cells);
        new Triangulation(region, cells, density.map()).levelSet(simplex -> {
            if (simplex.length == 2) {
                addCurve(landing, simplex, sums);
            } else {
                addSurface(landing, simplex, sums);
            }
        });
        double before = 0;
        for (int column = 1; column < LEVELS; column++) {
            before = sums[LEVELS - 1];
            double power = Math.pow(4, column);
            for (int level = LEVELS - 1; level >= column; level--) {
                sums[level] = (power * sums[level] - sums[level - 1]) / (power - 1);
            }
        }
        double value = sums[LEVELS - 1];
        return new Integral(value, Math.abs(value - before) + Math.ulp(value) * cells);
    }

    /** Brings points to the level set. */
    private record Landing(AlphaDensity density, ZeroSearch search, double reach) {

        /** The place on the level set, and behind it the integrand there. */
        double[] from(double[] x) {
            double[] landed = search.from(density.map(), x)
                    .map(ZeroSearch.Zero::point)
                    .filter(p -> RowSpace.norm(RowSpace.difference(p, x)) <= reach)
                    .orElseThrow(() -> new IllegalArgumentException("the grid does not resolve the level set near x = "
                            + Arrays.toString(x) + "; take more cells, and see whether 0 is a regular value"));
            double amplitude = density.amplitude().at(landed);
            double[] withValue = Arrays.copyOf(landed, landed.length + 1);
            withValue[landed.length] = amplitude == 0
                    ? 0
                    : amplitude / RowSpace.volume(density.map().jacobian(landed));
            return withValue;
        }
    }

    private static void addCurve(Landing landing, double[][] ends, double[] sums) {
        double[][] points = new double[PARTS + 1][];
        for (int i = 0; i <= PARTS; i++) {
            points[i] = landing.from(between(ends, (double) i / PARTS, 0));
        }
        for (int level = 0; level < LEVELS; level++) {
            int stride = PARTS >> level;
            for (int i = 0; i < PARTS; i += stride) {
                sums[level] += flat(points[i], points[i + stride]);
            }
        }
    }

    private static void addSurface(Landing landing, double[][] corners, double[] sums) {
        double[][][] points = new double[PARTS + 1][PARTS + 1][];
        for (int i = 0; i <= PARTS; i++) {
            for (int j = 0; i + j <= PARTS; j++) {
                points[i][j] = landing.from(between(corners, (double) i / PARTS, (double) j / PARTS));
            }
        }
        for (int level = 0; level < LEVELS; level++) {
            int stride = PARTS >> level;
            for (int i = 0; i < PARTS; i += stride) {
                for (int j = 0; i + j < PARTS; j += stride) {
                    double[] right = points[i + stride][j];
                    double[] up = points[i][j + stride];
                    sums[level] += flat(points[i][j], right, up);
                    if (i + j + 2 * stride <= PARTS) {
                        sums[level] += flat(points[i + stride][j + stride], right, up);
                    }
                }
            }
        }
    }

    private static double[] between(double[][] corners, double right, double up) {
        double[] x = corners[0].clone();
        RowSpace.add(right, RowSpace.difference(corners[1], corners[0]), x);
        if (corners.length > 2) {
            RowSpace.add(up, RowSpace.difference(corners[2], corners[0]), x);
        }
        return x;
    }

    /** The size of a flat piece times the mean of the integrand at its corners. */
    private static double flat(double[]... corners) {
        int n = corners[0].length - 1;
        double[][] sides = new double[corners.length - 1][];
        double mean = corners[0][n] / corners.length;
        for (int i = 1; i < corners.length; i++) {
            sides[i - 1] = Arrays.copyOf(RowSpace.difference(corners[i], corners[0]), n);
            mean += corners[i][n] / corners.length;
        }
        return mean * RowSpace.volume(sides) / sides.length; // 1! and 2! simplices fill a parallelogram
    }
}
