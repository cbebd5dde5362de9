package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class FalsePositiveRateAtRecallTest {

    /**
     * In 1, 2, 3, 8 and out 4, 5, 6, 7, 9. To accept 3/4 of in, accept up to 3: no out with it. To accept more, accept up
     * to 8: four of five out. To flag 4/5 of out, flag down to 5: one of four in, the 8; to flag all, down to 4: the same.
     */
    @Test
    void theTwoOrientationsDiffer() {
        double[] in = {1, 2, 3, 8};
        double[] out = {4, 5, 6, 7, 9};
        assertEquals(0, FalsePositiveRateAtRecall.in(in, out, 0.75));
        assertEquals(0.8, FalsePositiveRateAtRecall.in(in, out, 0.76));
        assertEquals(0.25, FalsePositiveRateAtRecall.out(in, out, 0.8));
        assertEquals(0.25, FalsePositiveRateAtRecall.out(in, out, 1));
        assertEquals(0, FalsePositiveRateAtRecall.out(in, out, 0.2));
    }

    @Test
    void separatedIsZeroTiedAndReversedAreOne() {
        double[] low = {1, 2};
        double[] high = {3, 4};
        double[] tied = {3, 3};
        assertEquals(0, FalsePositiveRateAtRecall.in(low, high, 1));
        assertEquals(0, FalsePositiveRateAtRecall.out(low, high, 1));
        assertEquals(1, FalsePositiveRateAtRecall.in(tied, tied, 0.01));
        assertEquals(1, FalsePositiveRateAtRecall.out(tied, tied, 0.01));
        assertEquals(1, FalsePositiveRateAtRecall.in(high, low, 0.95));
    }

    @Test
    void recallOutsideItsRangeIsRefused() {
        double[] any = {1};
        for (double recall : new double[] {0, -0.1, 1.01, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> FalsePositiveRateAtRecall.in(any, any, recall));
        }
    }
}
