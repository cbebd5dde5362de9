package org.morseuq.training;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Subset;

/**
 * Rows that a fit does not learn from but is watched on: it stops when their loss has not fallen for some epochs, and ends
 * with the parameters of the epoch at which it was least.
 *
 * <p>The reference rows should be spoilt in ways that the fit has not seen, and never be real out-of-distribution data
 * that the detector is judged on later.
 *
 * @param data in-distribution rows; labelled from 0 on if the fit is supervised
 * @param reference rows of a reference measure
 * @param patience epochs without a lower loss after which the fit stops, at least 1
 */
public record HeldOut(FeatureTable data, FeatureTable reference, int patience) {

    /** The part of the rows that is held out. */
    private static final double PART = 0.1;

    private static final int PATIENCE = 5;

    /**
     * Rows parted into those that a fit learns from and those that it is watched on.
     *
     * @param data in-distribution rows to learn from
     * @param reference rows of the reference measure to learn from
     * @param heldOut the others
     */
    record Split(FeatureTable data, FeatureTable reference, HeldOut heldOut) {}

    /**
     * Holds out a tenth, at least one row, of data and reference, with a patience of five epochs.
     *
     * @param data at least two rows
     * @param reference at least two rows
     * @param seed of the choice
     */
    static Split split(FeatureTable data, FeatureTable reference, long seed) {
        FeatureTable[] ofData = split(data, seed);
        FeatureTable[] ofReference = split(reference, seed);
        return new Split(ofData[1], ofReference[1], new HeldOut(ofData[0], ofReference[0], PATIENCE));
    }

    private static FeatureTable[] split(FeatureTable table, long seed) {
        int held = (int) Math.ceil(PART * table.size());
        int[] chosen = Subset.draw(table.size(), held, seed);
        boolean[] out = new boolean[table.size()];
        Arrays.stream(chosen).forEach(i -> out[i] = true);
        int[] rest = IntStream.range(0, out.length).filter(i -> !out[i]).toArray();
        return new FeatureTable[] {table.rows(chosen), table.rows(rest)};
    }

    /** Checks that there is something to watch. */
    public HeldOut {
        if (data.size() == 0 || reference.size() == 0) {
            throw new IllegalArgumentException(
                    "held-out data and reference need rows, got " + data.size() + " and " + reference.size());
        }
        if (patience < 1) {
            throw new IllegalArgumentException("patience must be at least 1 epoch, got " + patience);
        }
    }
}
