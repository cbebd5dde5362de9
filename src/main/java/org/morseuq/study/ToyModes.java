package org.morseuq.study;

import java.util.BitSet;
import java.util.List;
import org.morseuq.head.Descent;

/**
 * Which modes of a density of the plane gradient flows found. Where two curves have a bridge of high density they count as
 * one piece, and where a curve is cut by a gap, as two.
 *
 * @param converged the part of the flows that ended with energy or gradient below its tolerance; at the kink of a Laplace
 *     kernel a flow stalls instead
 * @param reached the part that ended on a mode, where \( \mu \ge \) {@link ToyStudy#MODE}
 * @param medianEnergy at the ends, in nats
 * @param pieces connected pieces of the grid, where \( \mu \ge \) {@link #HALF}, in which a flow ended on a mode
 */
public record ToyModes(double converged, double reached, double medianEnergy, int pieces) {

    /** High enough to part the curves, low enough that no curve is thinner than a cell of the grid. */
    public static final double HALF = 0.5;

    /**
     * Says where flows ended.
     *
     * @param flows at least one
     * @param field the density on a square grid, see {@link ToyStudy#field}
     * @param half half the side of the square that the grid covers
     * @return the numbers
     */
    static ToyModes of(List<Descent> flows, float[][] field, double half) {
        int[][] labels = ModeSet.label(field, HALF);
        int converged = 0;
        int reached = 0;
        BitSet pieces = new BitSet();
        for (Descent flow : flows) {
            converged += flow.end() == Descent.Termination.CONVERGED ? 1 : 0;
            if (Math.exp(-flow.energy()) >= ToyStudy.MODE) {
                reached++;
                float[] end = flow.point();
                int label = labels[cell(end[1], half, labels.length)][cell(end[0], half, labels.length)];
                if (label != ModeSet.OUTSIDE) {
                    pieces.set(label);
                }
            }
        }
        double[] energies = flows.stream().mapToDouble(Descent::energy).sorted().toArray();
        return new ToyModes(
                (double) converged / flows.size(),
                (double) reached / flows.size(),
                energies[energies.length / 2],
                pieces.cardinality());
    }

    private static int cell(float x, double half, int cells) {
        return Math.max(0, Math.min(cells - 1, (int) ((x / half + 1) / 2 * cells)));
    }
}
