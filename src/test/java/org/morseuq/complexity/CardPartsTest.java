package org.morseuq.complexity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Quadratic;
import org.morseuq.function.SymmetricOperator;
import org.morseuq.function.Vector;

/** What a card is made of beside its older parts. */
final class CardPartsTest {

    /** Rounding of a few dozen operations. */
    private static final double ROUNDING = 1e-12;

    @Test
    void onABowlTheExpansionIsTheLoss() {
        Quadratic bowl = Quadratic.diagonal(1, 4, 9);
        FlatnessAlongGradient along = FlatnessAlongGradient.of(bowl, ArrayVector.of(1, -1, 0.5));
        // g = (1, -4, 4.5): g'g = 37.25 and g'Hg = 1 + 64 + 182.25, |Hg| = |(1, -16, 40.5)|.
        assertEquals(Math.sqrt(37.25), along.gradientNorm(), ROUNDING);
        assertEquals(247.25 / 37.25, along.curvature(), ROUNDING);
        assertEquals(Math.sqrt(1 + 256 + 1640.25) / Math.sqrt(37.25), along.drift(), ROUNDING);
        assertEquals(16, along.steps().length);
        assertEquals(3 / along.curvature(), along.steps()[15], ROUNDING);
        for (int i = 0; i < 16; i++) {
            assertEquals(along.expansion(along.steps()[i]), along.losses()[i], 1e-10);
        }
        assertTrue(along.losses()[5] < along.losses()[0], "downhill");
    }

    @Test
    void atTheBottomThereIsNoWay() {
        FlatnessAlongGradient along = FlatnessAlongGradient.of(Quadratic.diagonal(1, 4), ArrayVector.of(0, 0));
        assertEquals(0, along.steps().length);
        assertTrue(Double.isNaN(along.curvature()));
    }

    @Test
    void theSamplesOfATraceAreThoseOfItsEstimate() {
        Vector like = ArrayVector.of(0, 0, 0);
        SymmetricOperator operator = SymmetricOperator.hessian(Quadratic.diagonal(1, 2, 7), like);
        TraceEstimator trace = new TraceEstimator(12, 0, 3);
        double[] samples = trace.samples(operator, like);
        assertEquals(12, samples.length);
        assertEquals(Estimate.of(samples), trace.of(operator, like));
        assertArrayEquals(samples, trace.samples(operator, like));
    }

    @Test
    void cornersOfASimplexHaveItsCosine() {
        float[][] rows = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        for (double cosine : ClassMeans.of(rows, new int[] {0, 1, 2}).cosines()) {
            assertEquals(-0.5, cosine, ROUNDING);
        }
    }

    @Test
    void everyNumberIsCountedOnce() {
        Histogram histogram = Histogram.of(new double[] {0, 0.4, 1, 1.9, 4}, 4);
        assertArrayEquals(new long[] {2, 2, 0, 1}, histogram.counts());
        assertArrayEquals(new double[] {0, 1, 2, 3, 4}, histogram.edges());
        assertEquals(3, Histogram.of(new double[] {5, 5, 5}, 7).total());
    }

    /** Batch by batch, with a short last one, as at once, random probes included. */
    @Test
    void batchesGiveWhatAllPointsGive() {
        HeadMap map = new HeadMap(new org.morseuq.head.SoftmaxMap(3));
        float[][] points = {{1, 2, 0}, {0.1f, 0.2f, 0.7f}, {-1, 0, 1}, {3, 1, 2}, {0, 0, 0}};
        GeometricComplexity measure = new GeometricComplexity(new Probe.Rademacher(2), 2, 5);
        double[] whole = measure.perPoint(map, points, done -> {});
        for (int number = 0; number < 3; number++) {
            int to = Math.min(5, 2 * number + 2);
            double[] part = measure.perPointOfBatch(map, java.util.Arrays.copyOfRange(points, 2 * number, to), number);
            assertArrayEquals(java.util.Arrays.copyOfRange(whole, 2 * number, to), part);
        }
    }
}
