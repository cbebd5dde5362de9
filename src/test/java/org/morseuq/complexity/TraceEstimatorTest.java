package org.morseuq.complexity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Quadratic;
import org.morseuq.function.SymmetricOperator;
import org.morseuq.function.Vector;

final class TraceEstimatorTest {

    private static final double[][] MATRIX = {{3, 1, -2}, {1, -1, 0.5}, {-2, 0.5, 4}};

    private final Vector at = ArrayVector.of(1, 1, 1);
    private final SymmetricOperator operator = SymmetricOperator.hessian(new Quadratic(MATRIX, new double[3]), at);

    @Test
    void aDiagonalOperatorNeedsNoLuck() {
        SymmetricOperator diagonal = SymmetricOperator.hessian(Quadratic.diagonal(1, 2, 3), at);
        Estimate estimate = new TraceEstimator(10, 0.01, 0).of(diagonal, at);
        assertEquals(new Estimate(6, 0, 10), estimate);
    }

    @Test
    void theTraceIsWithinThreeOfItsStandardErrors() {
        Estimate estimate = new TraceEstimator(4000, 0, 1).of(operator, at);
        assertEquals(6, estimate.value(), 3 * estimate.standardError());
        double variance = 2 * 2 * (1 + 4 + 0.25); // twice the squares off the diagonal, which come in pairs
        // A variance from 4000 draws is known to about sqrt(2 / 4000) = 2 %.
        assertEquals(Math.sqrt(variance / 4000), estimate.standardError(), 0.1 * estimate.standardError());
    }

    @Test
    void itStopsAtItsPrecision() {
        Estimate estimate = new TraceEstimator(100000, 0.05, 2).of(operator, at);
        assertTrue(estimate.within(0.05) && estimate.samples() < 1000, estimate.toString());
    }
}
