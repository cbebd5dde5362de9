package org.morseuq.complexity;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.morseuq.function.SymmetricOperator;
import org.morseuq.function.Vector;

/**
 * The trace of a symmetric operator from its products with random signs: \( tr A \approx \frac1m \sum v^T A v \), M. F.
 * Hutchinson 1989. One product has variance \( 2 (\|A\|_F^2 - \sum_i A_{ii}^2) \).
 *
 * @param probes m, the most products taken, at least 2: from one nothing is known about the error
 * @param relative stop once the standard error is at most this share of the estimate; 0 to take all
 * @param seed of the signs
 */
public record TraceEstimator(int probes, double relative, long seed) {

    /** Before this many products the spread itself is too uncertain to stop on. */
    private static final int FEWEST = 10;

    /** Checks the ranges. */
    public TraceEstimator {
        if (probes < 2 || !(relative >= 0)) {
            throw new IllegalArgumentException(
                    "a trace needs at least 2 probes and a relative precision of at least 0, got " + probes + " and "
                            + relative);
        }
    }

    /**
     * Estimates the trace.
     *
     * @param operator A
     * @param like any vector of its space; not changed
     * @return the estimate with the standard error of the mean
     */
    public Estimate of(SymmetricOperator operator, Vector like) {
        return Estimate.of(samples(operator, like));
    }

    /**
     * The single estimates \( v^T A v \), as many as the precision takes, in order.
     *
     * @param operator A
     * @param like any vector of its space; not changed
     * @return from 2 to m numbers
     */
    public double[] samples(SymmetricOperator operator, Vector like) {
        SplittableRandom random = new SplittableRandom(seed);
        Estimate.Running running = new Estimate.Running();
        double[] samples = new double[probes];
        try (Vector probe = like.zeros();
                Vector image = like.zeros()) {
            while (running.count() < probes) {
                Signs.into(probe, random);
                operator.apply(probe, image);
                samples[(int) running.count()] = probe.dot(image);
                running.add(samples[(int) running.count()]);
                if (running.count() >= FEWEST
                        && relative > 0
                        && running.estimate().within(relative)) {
                    break;
                }
            }
        }
        return Arrays.copyOf(samples, (int) running.count());
    }
}
