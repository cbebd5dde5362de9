package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class AurocTest {

    @Test
    void perfectSeparationIsOneAndItsReverseZero() {
        assertEquals(1, Auroc.of(new double[] {1, 2, 3}, new double[] {4, 5}));
        assertEquals(0, Auroc.of(new double[] {4, 5}, new double[] {1, 2, 3}));
    }

    @Test
    void allTiedIsOneHalf() {
        assertEquals(0.5, Auroc.of(new double[] {7, 7, 7}, new double[] {7, 7}));
    }

    /** Out 2 against in 1, 2, 2: won, tied, tied = 2. Out 3: won three times = 3. Together 5 of 6 pairs. */
    @Test
    void tiedScoresCountHalf() {
        assertEquals(5 / 6.0, Auroc.of(new double[] {1, 2, 2}, new double[] {2, 3}));
    }

    @Test
    void swappingTheSamplesGivesTheComplement() {
        Random random = new Random(5);
        double[] in = random.ints(101, 0, 40).asDoubleStream().toArray();
        double[] out = random.ints(57, 10, 60).asDoubleStream().toArray();
        assertEquals(1 - Auroc.of(out, in), Auroc.of(in, out), 1e-15);
    }

    @Test
    void itCountsPairsAsBruteForceDoes() {
        Random random = new Random(6);
        for (int round = 0; round < 200; round++) {
            int levels = 1 + random.nextInt(30);
            double[] in = random.ints(1 + random.nextInt(40), 0, levels)
                    .asDoubleStream()
                    .toArray();
            double[] out = random.ints(1 + random.nextInt(40), 0, levels)
                    .asDoubleStream()
                    .toArray();
            double won = 0;
            for (double low : in) {
                for (double high : out) {
                    won += high > low ? 1 : high == low ? 0.5 : 0;
                }
            }
            assertEquals(won / (in.length * out.length), Auroc.of(in, out));
        }
    }

    /** 2 x 70,000 x 70,000 does not fit an int. */
    @Test
    void manyPairsDoNotOverflow() {
        double[] in = new double[70_000];
        double[] out = new double[70_000];
        for (int i = 0; i < out.length; i++) {
            out[i] = 1;
        }
        assertEquals(1, Auroc.of(in, out));
    }
}
