package org.morseuq.monitor;

import java.util.List;

/**
 * How recent inputs compare with the calibration inputs of a detector: see {@link DriftMonitor}.
 *
 * @param inputs how many recent inputs were looked at
 * @param finding what they show
 * @param pValues whether their conformal p-values are uniform
 * @param shifts how far their features have moved, by block; none if the detector has no profile of its features
 * @param featureLevel the probability that chance alone gives as large a \( z \) somewhere, at most, by Bonferroni's
 *     inequality over all features; 1 if there is no profile
 * @param energies quantiles of the recent energies at {@link #LEVELS}
 * @param calibrationEnergies the same of the calibration inputs
 * @param flaggedRate the part of the inputs that was flagged
 * @param words the finding in one sentence, and what suggests it
 */
public record Drift(
        int inputs,
        Finding finding,
        KolmogorovSmirnov pValues,
        List<BlockShift> shifts,
        double featureLevel,
        List<Double> energies,
        List<Double> calibrationEnergies,
        double flaggedRate,
        String words) {

    /** The levels of the quantiles of the energies. */
    public static final List<Double> LEVELS = List.of(0.05, 0.25, 0.5, 0.75, 0.95, 0.99);

    @Override
    public String toString() {
        return words;
    }
}
