package org.morseuq.training;

import org.morseuq.data.FeatureTable;

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
