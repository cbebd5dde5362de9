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

    /** At 3/4 and 1/4: the entropy is 2 ln 2 - (3/4) ln 3, and both classes give (3/16)^0.1. */
    @Test
    void entropiesByHand() {
        FeatureTable table = logits(new float[] {(float) Math.log(3), 0});
        assertEquals(2 * Math.log(2) - 0.75 * Math.log(3), new Entropy().score(table)[0], 1e-7);
        assertEquals(2 * Math.pow(3 / 16.0, 0.1), new GeneralizedEntropy().score(table)[0], 1e-7);
        FeatureTable one = logits(new float[] {5});
        assertEquals(0, new Entropy().score(one)[0]);
        assertEquals(0, new GeneralizedEntropy().score(one)[0]);
    }

    /** Where 1 - p rounds to 0, in double from a lead of 37 on, a peer's entropies all tie. */
    @Test
    void surerIsLowerUpToALeadOf700() {
        for (Detector detector :
                new Detector[] {new MaximumSoftmaxProbability(), new Entropy(), new GeneralizedEntropy()}) {
            float[][] rows = new float[70][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = new float[] {10 * (i + 1), 0, -1};
            }
            double[] scores = detector.score(logits(rows));
            for (int i = 1; i < scores.length; i++) {
                assertTrue(scores[i] < scores[i - 1] && scores[i] > 0, detector.name() + " at " + 10 * (i + 1));
            }
        }
    }

    /** Uniform over C classes: min(100, C) terms of ((1/C) (1 - 1/C))^0.1. A peer's AUROC was 0.5 at 100 classes. */
    @Test
    void generalizedEntropyCountsTheHundredMostLikelyClasses() {
        for (int classes : new int[] {2, 10, 99, 100, 101, 1000}) {
            float[] uniform = new float[classes];
            float[] sure = new float[classes];
            sure[classes / 2] = 12;
            double[] scores = new GeneralizedEntropy().score(logits(uniform, sure));
            double p = 1.0 / classes;
            assertEquals(Math.min(100, classes) * Math.pow(p * (1 - p), 0.1), scores[0], 1e-10);
            assertTrue(scores[1] < scores[0]);
        }
    }
}
