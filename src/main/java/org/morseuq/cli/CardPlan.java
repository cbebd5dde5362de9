package org.morseuq.cli;

import java.util.Set;
import org.morseuq.complexity.GeometricComplexity;
import org.morseuq.complexity.TraceEstimator;
import org.morseuq.function.Lanczos;

/**
 * What is measured for a card, and how.
 *
 * @param wanted some of {@link CardOptions#MEASURES}
 * @param geometric how geometric complexity is found
 * @param lanczos how eigenvalues are found
 * @param trace how it is estimated
 * @param density how the spectral density is found
 * @param tasks what they are
 */
record CardPlan(
        Set<String> wanted,
        GeometricComplexity geometric,
        Lanczos lanczos,
        TraceEstimator trace,
        Density density,
        TaskPlan tasks) {

    /**
     * A spectral density.
     *
     * @param starts random ones
     * @param steps products from each
     * @param seed of the starts
     */
    record Density(int starts, int steps, long seed) {

        Density {
            if (starts < 1 || steps < 1) {
                throw new IllegalArgumentException(
                        "--density-starts and --density-products must be at least 1, got " + starts + " and " + steps);
            }
        }
    }

    boolean wants(String measure) {
        return wanted.contains(measure);
    }
}
