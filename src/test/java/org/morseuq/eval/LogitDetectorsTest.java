package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

final class LogitDetectorsTest {

    private static FeatureTable logits(float[]... rows) {
        return new FeatureTable(Layout.of(Layout.LOGITS, rows[0].length), rows, new int[rows.length]);
    }

    /** Two classes at ln 3 and 0: the softmax is 3/4, 1/4 and the sum of exponentials 4. */
    @Test
    void smallCaseByHand() {
        FeatureTable table = logits(new float[] {(float) Math.log(3), 0});
        assertEquals(-Math.log(0.75), new MaximumSoftmaxProbability().score(table)[0], 1e-7); // ln 3 as a float
        assertEquals(-Math.log(4), new Energy().score(table)[0], 1e-7);
        assertEquals(-(double) (float) Math.log(3), new MaxLogit().score(table)[0]);
    }

    @Test
    void saturatedProbabilitiesDoNotTie() {
        float[] sure = {60, 0, 0};
        float[] surer = {61, 0, 0};
        assertEquals(Softmax.of(sure)[0], Softmax.of(surer)[0]); // both 1
        double[] scores = new MaximumSoftmaxProbability().score(logits(sure, surer));
        assertTrue(scores[0] > scores[1] && scores[1] > 0, scores[0] + " and " + scores[1]);
    }

    @Test
    void aShiftOfAllLogitsChangesTheProbabilityScoreNotAtAllAndTheOthersByTheShift() {
        FeatureTable table = logits(new float[] {1, 2, 4}, new float[] {1001, 1002, 1004});
        double[] msp = new MaximumSoftmaxProbability().score(table);
        assertEquals(msp[0], msp[1]);
        double[] energy = new Energy().score(table);
        assertEquals(energy[0] - 1000, energy[1], 1e-9);
        assertArrayEquals(new double[] {-4, -1004}, new MaxLogit().score(table));
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        FeatureTable table = logits(new float[] {3e38f, -3e38f}, new float[] {-3e38f, -3e38f});
        assertArrayEquals(new double[] {0, Math.log(2)}, new MaximumSoftmaxProbability().score(table), 1e-15);
        assertArrayEquals(new double[] {-(double) 3e38f, 3e38f}, new Energy().score(table));
    }
}
