package org.morseuq.eval;

import org.morseuq.data.FeatureTable;
import org.morseuq.head.MorseNetwork;

/**
 * The energy of a Morse network as a detector among others.
 *
 * @param network the network
 */
public record MorseScore(MorseNetwork network) implements Detector {

    /** The name in tables. */
    public static final String NAME = "morse";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public double[] score(FeatureTable table) {
        return network.energies(table);
    }
}
