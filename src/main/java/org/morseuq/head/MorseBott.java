package org.morseuq.head;

import java.util.List;
import org.morseuq.algebra.SymmetricEigen;

/**
 * The Morse-Bott condition at a mode: the Hessian of V must vanish along the mode submanifold alone, so its rank is the
 * codimension.
 *
 * <p>At a mode, where \( \varphi_e(x) = t_e \) for every expert, the second derivatives of the maps drop out, and \( \nabla^2
 * V = \sum_e 2 E_e'(0) J_e^T J_e \) with \( J_e = D\varphi_e(x) \) and \( E_e' \) the derivative of the energy by the squared
 * distance: \( \lambda J^T J \) for a Gaussian kernel. Where \( \varphi \) is a submersion the codimension is its number of
 * outputs k (Dherin et al. 2023, arXiv 2307.00667). Costs k pullbacks and an eigendecomposition, \( d^3 \).
 *
 * @param eigenvalues of the Hessian, d numbers from the largest on; not copied
 * @param tolerance the part of the largest eigenvalue up to which another one counts as 0
 * @param rank the number of eigenvalues that do not count as 0
 * @param codimension what the rank should be
 */
public record MorseBott(double[] eigenvalues, double tolerance, int rank, int codimension) {

    /** Maps are in single precision: entries of the Hessian are off by a few 2^-24 of the largest. */
    public static final double TOLERANCE = 1e-5;

    /** Whether the condition holds. */
    public boolean nonDegenerate() {
        return rank == codimension;
    }

    /**
     * The condition for a Morse network whose stacked map is a submersion: the codimension is the number of its outputs.
     *
     * @param network the network, of {@link Pooling#MAX}, squared Euclidean distances and kernels that are smooth at their
     *     modes: not Laplace
     * @param mode a feature row at a mode of the class of least energy, for which the check is made
     * @return the eigenvalues and what they say
     */
    public static MorseBott at(MorseNetwork network, float[] mode) {
        return at(
                network,
                mode,
                network.experts().stream().mapToInt(e -> e.map().outputs()).sum(),
                TOLERANCE);
    }

    /**
     * The condition for a Morse network.
     *
     * @param network the network, of squared Euclidean distances and kernels that are smooth at their modes: not Laplace
     * @param mode a feature row at a mode of the class of least energy, for which the check is made
     * @param codimension of the mode submanifold, at least 0
     * @param tolerance at least 0 and below 1
     * @return the eigenvalues and what they say
     */
    public static MorseBott at(MorseNetwork network, float[] mode, int codimension, double tolerance) {
        int width = network.layout().width();
        double[][] hessian = new double[width][width];
        List<Expert> experts = network.experts();
        for (int e = 0; e < experts.size(); e++) {
            if (!(experts.get(e).divergence() instanceof Divergence.SquaredEuclidean)) {
                throw new IllegalArgumentException("expert " + e + " has another divergence than the squared Euclidean"
                        + " distance, whose Hessian is not taken here: "
                        + experts.get(e).divergence().kind());
            }
            double curvature = 2 * experts.get(e).kernel().slope(0);
            if (Double.isInfinite(curvature)) {
                throw new IllegalArgumentException(
                        "expert " + e + " has a kernel with a kink at its modes, so there is no Hessian: "
                                + experts.get(e).kernel().kind());
            }
            int[] columns = network.layout().columns(experts.get(e).blocks());
            add(curvature, jacobian(experts.get(e).map(), network.gather(e, mode)), columns, hessian);
        }
        return of(hessian, codimension, tolerance);
    }

    /**
     * The condition for a Hessian.
     *
     * @param hessian d x d, symmetric; not changed
     * @param codimension of the mode submanifold, at least 0
     * @param tolerance at least 0 and below 1
     * @return the eigenvalues and what they say
     */
    public static MorseBott of(double[][] hessian, int codimension, double tolerance) {
        if (codimension < 0 || !(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("the codimension must be at least 0 and the tolerance in [0, 1), got "
                    + codimension + " and " + tolerance);
        }
        double[] eigenvalues = SymmetricEigen.of(hessian).values();
        int rank = 0;
        for (double value : eigenvalues) {
            rank += value > tolerance * eigenvalues[0] ? 1 : 0;
        }
        return new MorseBott(eigenvalues, tolerance, rank, codimension);
    }

    /**
     * The derivative of a map at a point, row k the pullback of the k-th unit covector.
     *
     * @param map \( \varphi \)
     * @param x d numbers; not changed
     * @return k x d
     */
    public static double[][] jacobian(FeatureMap map, float[] x) {
        double[][] jacobian = new double[map.outputs()][map.inputs()];
        for (int k = 0; k < jacobian.length; k++) {
            float[] unit = new float[jacobian.length];
            unit[k] = 1;
            float[] row = map.pullback(x, unit);
            for (int d = 0; d < row.length; d++) {
                jacobian[k][d] = row[d];
            }
        }
        return jacobian;
    }

    /** Adds \( c J^T J \) to the Hessian, in the columns that the map takes. */
    private static void add(double curvature, double[][] jacobian, int[] columns, double[][] hessian) {
        for (double[] row : jacobian) {
            for (int i = 0; i < columns.length; i++) {
                double factor = curvature * row[i];
                for (int j = 0; j < columns.length; j++) {
                    hessian[columns[i]][columns[j]] += factor * row[j];
                }
            }
        }
    }

    @Override
    public String toString() {
        return "MorseBott[rank " + rank + " of " + eigenvalues.length + ", codimension " + codimension
                + (nonDegenerate() ? "" : ", degenerate") + "]";
    }
}
