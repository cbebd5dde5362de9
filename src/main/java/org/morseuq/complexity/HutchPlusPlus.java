package org.morseuq.complexity;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.morseuq.function.SymmetricOperator;
import org.morseuq.function.Vector;

/**
 * The trace of a symmetric operator whose large eigenvalues are few: R. Meyer, C. Musco, C. Musco, D. Woodruff 2021, "Hutch++:
 * Optimal stochastic trace estimation", arXiv 2010.09649.
 *
 * <p>A third of the products finds a space Q that A favours; the trace on Q is taken exactly, with a product a dimension, and
 * only what is left is estimated from random signs, with the last third. On a flat spectrum {@link TraceEstimator} does
 * better: all its products count.
 *
 * @param third k, dimensions of Q and probes of the rest, at least 2: 3k products in all
 * @param seed of the signs
 */
public record HutchPlusPlus(int third, long seed) {

    /** What is left of a direction below this part of its length is rounding: the space is used up. */
    private static final double ROUNDING = 1e-10;

    /** Checks the range. */
    public HutchPlusPlus {
        if (third < 2) {
            throw new IllegalArgumentException("a third of the products must be at least 2, got " + third);
        }
    }

    /**
     * Estimates the trace.
     *
     * @param operator A
     * @param like any vector of its space; not changed
     * @return the estimate; the standard error is that of the part that was estimated
     */
    public Estimate of(SymmetricOperator operator, Vector like) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Vector> basis = new ArrayList<>();
        try (Vector probe = like.zeros();
                Vector image = like.zeros()) {
            for (int i = 0; i < third; i++) {
                operator.apply(Signs.into(probe, random), image);
                double before = image.norm();
                project(image, basis);
                double norm = image.norm();
                if (norm > ROUNDING * before) {
                    basis.add(image.copy().scale(1 / norm));
                }
            }
            double exact = 0;
            for (Vector q : basis) {
                operator.apply(q, image);
                exact += q.dot(image);
            }
            Estimate.Running rest = new Estimate.Running();
            for (int i = 0; i < third; i++) {
                project(Signs.into(probe, random), basis);
                operator.apply(probe, image);
                rest.add(probe.dot(image));
            }
            Estimate estimate = rest.estimate();
            return new Estimate(exact + estimate.value(), estimate.standardError(), estimate.samples());
        } finally {
            basis.forEach(Vector::close);
        }
    }

    /** Twice, since once leaves rounding behind. */
    private static void project(Vector x, List<Vector> basis) {
        for (int pass = 0; pass < 2; pass++) {
            for (Vector q : basis) {
                x.add(-x.dot(q), q);
            }
        }
    }
}
