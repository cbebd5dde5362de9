package org.morseuq.eval;

import org.morseuq.data.FeatureTable;

/**
 * Gives each row of a table a score that is higher for an input that is more out-of-distribution.
 *
 * <p>A detector is fitted before it is one: it never changes, may be used from many threads at once, and the score of a
 * row depends on that row alone, to the last bit.
 */
public interface Detector {

    /** The short name to show and to record, for example {@code msp}. */
    String name();

    /**
     * The scores of all rows.
     *
     * @param table n rows with the block that the detector reads; the labels are not used
     * @return n finite numbers
     */
    double[] score(FeatureTable table);
}
