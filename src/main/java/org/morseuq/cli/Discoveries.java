package org.morseuq.cli;

import org.morseuq.head.FalseDiscoveryRate;

/**
 * Flags a batch as a whole: the option {@code --fdr}.
 *
 * @param procedure how
 * @param rate the largest tolerated part of the flagged rows that are in-distribution
 */
record Discoveries(FalseDiscoveryRate procedure, double rate) {

    /** Reads {@code bh:0.1} or {@code by:0.1}. */
    static Discoveries parse(String text) {
        int colon = text.indexOf(':');
        FalseDiscoveryRate procedure = FalseDiscoveryRate.of(colon < 0 ? text : text.substring(0, colon));
        double rate;
        try {
            rate = Double.parseDouble(colon < 0 ? "" : text.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--fdr takes a procedure and a rate such as bh:0.1, got '" + text + "'", e);
        }
        procedure.flagged(new double[0], rate); // refuses what is no rate before anything is computed
        return new Discoveries(procedure, rate);
    }

    /** Which rows are flagged, by their p-values. */
    boolean[] of(double[] pValues) {
        return procedure.flagged(pValues, rate);
    }

    @Override
    public String toString() {
        return procedure + " guarantees that on average at most " + rate + " of the flagged rows are in-distribution";
    }
}
