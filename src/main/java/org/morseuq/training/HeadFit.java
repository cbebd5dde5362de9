package org.morseuq.training;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a Morse head is fitted.
 *
 * @param loss the divergence, with its reference term
 * @param supervised whether a data point is drawn to the target of its own class; otherwise to the pooled density
 * @param learned which parameters are learned; the others stay as they are
 * @param epochs passes over the data, at least 1
 * @param batchSize data points a step, and as many reference points; at least the number of points for full batches
 * @param learningRate of Adam at the start; it falls to 0 along half a cosine
 * @param ridge weight of a penalty on the squares of the rates, each in units of its value at the start; it keeps them
 *     finite where data and reference can be separated
 * @param seed of the order of the points
 */
public record HeadFit(
        KlLoss loss,
        boolean supervised,
        Set<Learnable> learned,
        int epochs,
        int batchSize,
        double learningRate,
        double ridge,
        long seed) {

    /** Checks the ranges. */
    public HeadFit {
        if (learned.isEmpty()) {
            throw new IllegalArgumentException("a fit learns at least one of " + EnumSet.allOf(Learnable.class));
        }
        learned = Collections.unmodifiableSet(EnumSet.copyOf(learned)); // in the same order in every process
        if (loss.againstData() && !supervised) {
            throw new IllegalArgumentException("a loss of the classes needs a supervised fit");
        }
        if (epochs < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "epochs and batch size must be at least 1, got " + epochs + " and " + batchSize);
        }
        if (!(learningRate > 0) || !(ridge >= 0)) {
            throw new IllegalArgumentException(
                    "learning rate must be above 0 and ridge at least 0, got " + learningRate + " and " + ridge);
        }
    }

    /**
     * A fit of the rates, and of the maps or not.
     *
     * @param loss as above
     * @param supervised as above
     * @param learnsMaps whether the affine maps are learned, or the kernels' rates alone
     * @param epochs as above
     * @param batchSize as above
     * @param learningRate as above
     * @param ridge as above
     * @param seed as above
     */
    public HeadFit(
            KlLoss loss,
            boolean supervised,
            boolean learnsMaps,
            int epochs,
            int batchSize,
            double learningRate,
            double ridge,
            long seed) {
        this(
                loss,
                supervised,
                learnsMaps ? Learnable.MAPS : Set.of(Learnable.RATES),
                epochs,
                batchSize,
                learningRate,
                ridge,
                seed);
    }

    /** Whether nothing but the rates of the kernels is learned. */
    boolean learnsRatesAlone() {
        return learned.equals(Set.of(Learnable.RATES));
    }
}
