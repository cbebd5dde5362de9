package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class AreaUnderPrecisionRecallTest {

    @Test
    void perfectSeparationIsOneInAllFour() {
        double[] in = {1, 2};
        double[] out = {3, 4, 5};
        assertEquals(1, AreaUnderPrecisionRecall.out(in, out), 1e-15);
        assertEquals(1, AreaUnderPrecisionRecall.in(in, out), 1e-15);
        assertEquals(1, AreaUnderPrecisionRecall.averagePrecisionOut(in, out), 1e-15);
        assertEquals(1, AreaUnderPrecisionRecall.averagePrecisionIn(in, out), 1e-15);
    }

    /** One threshold: recall 1 at precision 1/4 = the share of out; the trapezoid starts at precision 1. */
    @Test
    void allTiedGivesTheShareOfPositives() {
        double[] in = {2, 2, 2};
        double[] out = {2};
        assertEquals(0.25, AreaUnderPrecisionRecall.averagePrecisionOut(in, out), 1e-15);
        assertEquals(0.75, AreaUnderPrecisionRecall.averagePrecisionIn(in, out), 1e-15);
        assertEquals((1 + 0.25) / 2, AreaUnderPrecisionRecall.out(in, out), 1e-15);
        assertEquals((1 + 0.75) / 2, AreaUnderPrecisionRecall.in(in, out), 1e-15);
    }

    /**
     * In 1, 3 and out 2, 3. Out positive: at 3 one of each, recall 1/2, precision 1/2; at 2 recall 1, precision 2/3; at 1
     * no more recall. Average precision 1/2 (1/2) + 1/2 (2/3) = 7/12; trapezoid 1/2 (3/4) + 1/2 (7/12) = 2/3.
     *
     * <p>In positive, from below: at 1 recall 1/2, precision 1; at 2 precision 1/2; at 3 recall 1, precision 1/2. Average
     * precision 1/2 + 1/4 = 3/4; trapezoid 1/2 + 1/2 (1/2) = 3/4.
     */
    @Test
    void tiesEnterTogether() {
        double[] in = {1, 3};
        double[] out = {2, 3};
        assertEquals(7 / 12.0, AreaUnderPrecisionRecall.averagePrecisionOut(in, out), 1e-15);
        assertEquals(2 / 3.0, AreaUnderPrecisionRecall.out(in, out), 1e-15);
        assertEquals(3 / 4.0, AreaUnderPrecisionRecall.averagePrecisionIn(in, out), 1e-15);
        assertEquals(3 / 4.0, AreaUnderPrecisionRecall.in(in, out), 1e-15);
    }
}
