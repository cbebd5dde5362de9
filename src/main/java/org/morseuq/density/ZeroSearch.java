package org.morseuq.density;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Finds zeros of a map in a region, \( x \leftarrow x - J^+ F(x) \) by Gauss and Newton from many starts.
 *
 * <p>Where F has full rank the steps end at the tolerance times itself; at a tangency, where it has not, they are halved
 * each time and a zero is known to the square root of the tolerance only: angles below {@link #angleTolerance()} cannot be
 * told from 0. From finitely many starts zeros may be missed; {@link RootSum} estimates how likely.
 *
 * @param region where zeros count
 * @param starts spread evenly over the region, at least 1
 * @param seed shifts them
 * @param tolerance the last step, as a part of the region's diameter, in (0, 0.01]; for maps in single precision, as those
 *     of Morse heads are, at least 1e-6
 */
public record ZeroSearch(Region region, int starts, long seed, double tolerance) {

    /** For maps in double precision. */
    public static final double TOLERANCE = 1e-10;

    private static final int STEPS = 100;

    /** Below this part of the largest singular value a direction counts as without slope: the root of a rounding. */
    private static final double FLAT = 1e-7;

    /** Checks the numbers. */
    public ZeroSearch {
        if (starts < 1 || !(tolerance > 0 && tolerance <= 0.01)) {
            throw new IllegalArgumentException(
                    "a search needs starts >= 1 and a tolerance in (0, 0.01], got " + starts + " and " + tolerance);
        }
    }

    /**
     * A search with 256 starts and the tolerance of double precision.
     *
     * @param region where zeros count
     * @return the search
     */
    public static ZeroSearch in(Region region) {
        return new ZeroSearch(region, 256, 0, TOLERANCE);
    }

    /** The same search with another tolerance. */
    public ZeroSearch withTolerance(double other) {
        return new ZeroSearch(region, starts, seed, other);
    }

    /** The largest angle that counts as 0: the root of the tolerance, at least the part up to which rows are dependent. */
    public double angleTolerance() {
        return Math.max(Math.sqrt(tolerance), RowSpace.DEPENDENT);
    }

    /**
     * A zero that was found.
     *
     * @param point where it is; not copied
     * @param hits how many starts led to it
     * @param lastStep how far the last step went
     */
    public record Zero(double[] point, int hits, double lastStep) {}

    /**
     * The zeros, nearer ones than the root of the tolerance taken together. Where the level set is no set of points they
     * are a sample of it.
     *
     * @param map F, with at least one output
     * @return in the order of the starts
     */
    public List<Zero> zeros(SmoothMap map) {
        region.require(map.inputs());
        double apart = Math.sqrt(tolerance) * region.diameter();
        Kronecker places = new Kronecker(region.dimensions(), new SplittableRandom(seed));
        List<Zero> zeros = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            Optional<Zero> found = from(map, region.at(places.point(i)));
            if (found.isEmpty() || !region.contains(found.get().point())) {
                continue;
            }
            Zero zero = found.get();
            int same = 0;
            while (same < zeros.size()
                    && RowSpace.norm(RowSpace.difference(zeros.get(same).point(), zero.point())) > apart) {
                same++;
            }
            if (same == zeros.size()) {
                zeros.add(zero);
            } else {
                Zero before = zeros.get(same);
                boolean better = zero.lastStep() < before.lastStep();
                zeros.set(
                        same,
                        new Zero(
                                better ? zero.point() : before.point(),
                                before.hits() + 1,
                                Math.min(zero.lastStep(), before.lastStep())));
            }
        }
        return zeros;
    }

    /**
     * The zero that steps from one point lead to; on a level set of full rank it depends smoothly on the start.
     *
     * @param map F, with at least one output
     * @param start n numbers; not changed
     * @return empty if the steps did not end at a zero; it may lie outside the region
     */
    public Optional<Zero> from(SmoothMap map, double[] start) {
        double diameter = region.diameter();
        double[] x = start.clone();
        for (int step = 0; step < STEPS; step++) {
            double[] f = map.value(x);
            double[][] jacobian = map.jacobian(x);
            double[] by = RowSpace.leastSquares(jacobian, f, FLAT);
            double length = RowSpace.norm(by);
            if (!(length < Double.POSITIVE_INFINITY)) {
                return Optional.empty();
            }
            RowSpace.add(-Math.min(1, diameter / Math.max(length, Double.MIN_NORMAL)), by, x);
            if (length <= tolerance * diameter) {
                double slope = 0;
                for (double[] row : jacobian) {
                    slope = Math.max(slope, RowSpace.norm(row));
                }
                // A short step alone may also mean that there is no way down.
                boolean zero = RowSpace.norm(f) <= tolerance * diameter * slope;
                return zero ? Optional.of(new Zero(x, 1, length)) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
