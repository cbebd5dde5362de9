package org.morseuq.training;

import java.util.Arrays;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.MorseNetwork;

/**
 * Refuses a fitted network that is useless as a detector, with the reason by name.
 *
 * <p>A learned map can send everything to its target, the trivial optimum of the loss without its reference term (the
 * collapse of Deep SVDD, Ruff et al. 2018, section 3.3), or learn nothing at all; either way the fit ends without an error
 * and every score looks like a number.
 */
final class CollapseGuard {

    /** The least distance in nats between the medians of data and reference: a hundredth part in density. */
    private static final double LEAST_GAP = 0.01;

    /** The least part of the energies that must be distinct; ties to the last bit of a double are no accident. */
    private static final double LEAST_DISTINCT = 0.5;

    /** What is wrong with a network. */
    enum Reason {
        /** More than half of the energies are equal to another one. */
        CONSTANT_SCORES("more than half of its scores are ties"),
        /** The reference is as dense as the data. */
        NO_GAP("it finds the reference measure as dense as the data"),
        /** The loss is no lower than where the fit started. */
        NO_BETTER_THAN_UNTRAINED("its loss is no lower than that of the untrained head");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    /** The failure of a fit. */
    static final class CollapsedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;
        private final Reason reason;

        CollapsedException(Reason reason) {
            super("the fitted head has collapsed (" + reason + "): " + reason.words);
            this.reason = reason;
        }

        /** What is wrong. */
        Reason reason() {
            return reason;
        }
    }

    private CollapseGuard() {}

    /**
     * Hands on a network that passes.
     *
     * @param untrained where the fit started
     * @param fitted where it ended
     * @param data rows that it was fitted on
     * @param reference rows of the reference measure
     * @param weight of the reference measure in the loss
     * @return {@code fitted}
     */
    static MorseNetwork passed(
            MorseNetwork untrained, MorseNetwork fitted, FeatureTable data, FeatureTable reference, double weight) {
        double[] dataEnergies = fitted.energies(data);
        double[] referenceEnergies = fitted.energies(reference);
        if (distinct(dataEnergies) < LEAST_DISTINCT * dataEnergies.length) {
            throw new CollapsedException(Reason.CONSTANT_SCORES);
        }
        if (median(referenceEnergies) - median(dataEnergies) < LEAST_GAP) {
            throw new CollapsedException(Reason.NO_GAP);
        }
        double before = loss(untrained.energies(data), untrained.energies(reference), weight);
        if (!(loss(dataEnergies, referenceEnergies, weight) < before)) {
            throw new CollapsedException(Reason.NO_BETTER_THAN_UNTRAINED);
        }
        return fitted;
    }

    private static double loss(double[] data, double[] reference, double weight) {
        return Arrays.stream(data).average().orElseThrow()
                + weight
                        * Arrays.stream(reference)
                                .map(v -> Math.exp(-v))
                                .average()
                                .orElseThrow();
    }

    private static long distinct(double[] values) {
        return Arrays.stream(values).distinct().count();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
