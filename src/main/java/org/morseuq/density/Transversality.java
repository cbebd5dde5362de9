package org.morseuq.density;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.morseuq.algebra.SymmetricEigen;

/**
 * How two level sets cross at a common point: the smallest principal angle \( \theta_1 \) between their conormal spaces,
 * the spans of the rows of DF and DG.
 *
 * <p>They are transversal where the conormal spaces meet in 0 alone, \( \theta_1 > 0 \); then, and only then, the product
 * of the densities \( \delta(F) \) and \( \delta(G) \) exists, for this is Hörmander's condition on their wave front sets,
 * which are the conormal bundles without 0. The margin, the smallest singular value of both orthonormal bases stacked, is
 * \( \sqrt{1 - \cos \theta_1} \), between 0 and 1.
 *
 * @param angle \( \theta_1 \in [0, \pi / 2] \); \( \pi / 2 \) where a conormal space is 0
 * @param margin \( \sqrt{1 - \cos \theta_1} \)
 * @param rank of the stacked derivatives
 * @param firstRank of DF
 * @param secondRank of DG
 * @param point where, n numbers; not copied
 */
public record Transversality(double angle, double margin, int rank, int firstRank, int secondRank, double[] point) {

    private static final int HALVINGS = 30;

    /**
     * How two level sets cross at a point.
     *
     * @param first F
     * @param second G, with as many inputs
     * @param x where both are 0, which is not checked
     * @return angle, margin and ranks; a row counts as dependent on those before it up to a millionth of its length
     */
    public static Transversality at(SmoothMap first, SmoothMap second, double[] x) {
        double[][] mine = RowSpace.orthonormal(first.jacobian(x));
        double[][] others = RowSpace.orthonormal(second.jacobian(x));
        int rank = RowSpace.orthonormal(RowSpace.stacked(mine, others)).length;
        double angle = angle(mine, others);
        double margin = Math.sqrt(2) * Math.sin(angle / 2);
        return new Transversality(angle, margin, rank, mine.length, others.length, x);
    }

    /** By the sine and the cosine, of which one is exact at either end. */
    private static double angle(double[][] mine, double[][] others) {
        if (mine.length == 0 || others.length == 0) {
            return Math.PI / 2;
        }
        double[][] cosines = new double[mine.length][others.length];
        for (int i = 0; i < mine.length; i++) {
            for (int j = 0; j < others.length; j++) {
                cosines[i][j] = RowSpace.dot(mine[i], others[j]);
            }
        }
        double[] nearest = RowSpace.product(
                new double[][] {SymmetricEigen.of(RowSpace.gram(cosines)).vectors()[0]}, mine)[0];
        double[] rest = nearest.clone();
        double cosine = 0;
        for (double[] unit : others) {
            double part = RowSpace.dot(unit, nearest);
            cosine += part * part;
            RowSpace.add(-part, unit, rest);
        }
        return Math.atan2(RowSpace.norm(rest), Math.sqrt(cosine));
    }

    /**
     * The worst crossing of two level sets among the common points that a search finds. Where they meet in more than
     * points, steps along the intersection go on from the worst one found, in up to eight directions at a time, as long as
     * the angle falls.
     *
     * @param first F
     * @param second G, with as many inputs
     * @param where the search for common points
     * @return empty if no common point was found: then the level sets count as transversal, and the product is 0
     */
    public static Optional<Transversality> least(SmoothMap first, SmoothMap second, ZeroSearch where) {
        return least(first, second, Amplitude.constant(1), where);
    }

    /** The worst crossing in the support of an amplitude. */
    static Optional<Transversality> least(SmoothMap first, SmoothMap second, Amplitude amplitude, ZeroSearch where) {
        SmoothMap both = first.stacked(second);
        if (both.outputs() == 0) {
            return Optional.empty();
        }
        double near = Math.sqrt(where.tolerance()) * where.region().diameter();
        Transversality worst = null;
        for (ZeroSearch.Zero zero : where.zeros(both)) {
            if (amplitude.supports(zero.point(), near)) {
                Transversality here = at(first, second, zero.point());
                worst = worst == null || here.angle < worst.angle ? here : worst;
            }
        }
        if (worst == null || worst.rank == both.inputs()) {
            return Optional.ofNullable(worst);
        }
        SplittableRandom random = new SplittableRandom(where.seed());
        double step = where.region().diameter() / 16;
        for (int halving = 0; halving < HALVINGS && worst.angle > where.angleTolerance(); ) {
            Transversality before = worst;
            for (int i = 0; i < Math.min(8, 2 * (both.inputs() - worst.rank)); i++) {
                double[] x = before.point.clone();
                RowSpace.add(step, tangent(both.jacobian(x), random), x);
                Optional<ZeroSearch.Zero> landed = where.from(both, x);
                if (landed.isPresent()
                        && where.region().contains(landed.get().point())
                        && amplitude.supports(landed.get().point(), near)) {
                    Transversality here = at(first, second, landed.get().point());
                    worst = here.angle < worst.angle ? here : worst;
                }
            }
            if (!(worst.angle < before.angle)) {
                step /= 2;
                halving++;
            }
        }
        return Optional.of(worst);
    }

    /** A random unit vector that the rows annihilate. */
    private static double[] tangent(double[][] rows, SplittableRandom random) {
        double[] direction = new double[rows[0].length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = random.nextGaussian();
        }
        for (double[] unit : RowSpace.orthonormal(rows)) {
            RowSpace.add(-RowSpace.dot(unit, direction), unit, direction);
        }
        double[] tangent = new double[direction.length];
        RowSpace.add(1 / RowSpace.norm(direction), direction, tangent);
        return tangent;
    }

    /** Whether the angle is larger than what cannot be told from 0. */
    public boolean transversal(double angleTolerance) {
        return angle > angleTolerance;
    }

    /**
     * By which power of \( \lambda \) the mollified pairing diverges if the level sets meet cleanly in this rank r all
     * along: \( (k + l - r) / 2 \). At a mere touching the power is smaller; see {@link DivergenceExponent}.
     */
    public double cleanExponent() {
        return (firstRank + secondRank - rank) / 2.0;
    }

    @Override
    public String toString() {
        return "smallest principal angle " + rounded(angle) + " at x = "
                + Arrays.toString(
                        Arrays.stream(point).map(Transversality::rounded).toArray());
    }

    /** To four decimals, and never minus 0. */
    private static double rounded(double value) {
        return Math.rint(value * 1e4) / 1e4 + 0.0;
    }
}
