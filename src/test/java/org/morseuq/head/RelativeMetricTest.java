package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RelativeMetricTest {

    private static final float[][] TARGETS = {{3, 0}, {-1, 2}};

    private static Expert plain() {
        return new Expert(List.of("logits"), new IdentityMap(2), TARGETS, new Kernel.Gaussian(1));
    }

    /** Two rows at mean plus and minus a step: with d = 2 more of variance 1, C = (2 step step^T + 2 I) / 4. */
    private static float[][] pair(float[] mean, float[] step) {
        return new float[][] {
            {mean[0] + step[0], mean[1] + step[1]}, {mean[0] - step[0], mean[1] - step[1]},
        };
    }

    @Test
    void isTheQuadraticFormByHand() {
        // Step (2, 0): C = diag(2.5, 0.5). Power 0.5: alpha / C = (0.2, 1), P = (1 / 1.2, 1 / 2).
        // Mean (1, -1), target (3, 0): t' = (3 + 0.2 * 2, 0 + 1 * 1) = (3.4, 1); target (-1, 2): (-1.4, 5).
        Expert bent = RelativeMetric.bend(plain(), pair(new float[] {1, -1}, new float[] {2, 0}), 0.5);
        double[] squares = bent.divergences(new float[] {1, 2});
        // float32 targets and weights: 1e-6 of numbers below 20
        assertEquals(2.4 * 2.4 / 1.2 + 1 * 1 / 2.0, squares[0], 2e-5);
        assertEquals(2.4 * 2.4 / 1.2 + 3 * 3 / 2.0, squares[1], 2e-5);
    }

    @Test
    void turnsWithTheReference() {
        // The same picture turned by the rotation with cosine 0.6 and sine 0.8 gives the same distances.
        Expert straight = RelativeMetric.bend(plain(), pair(new float[] {1, -1}, new float[] {2, 0}), 0.3);
        float[][] turnedTargets = {turned(TARGETS[0]), turned(TARGETS[1])};
        Expert start = plain();
        Expert turned = RelativeMetric.bend(
                new Expert(start.blocks(), start.map(), turnedTargets, start.kernel()),
                pair(turned(new float[] {1, -1}), turned(new float[] {2, 0})),
                0.3);
        float[] x = {0.5f, -2};
        for (int y = 0; y < 2; y++) {
            double expected = straight.divergences(x)[y];
            assertEquals(expected, turned.divergences(turned(x))[y], 1e-5 * expected); // float32 throughout
        }
    }

    private static float[] turned(float[] v) {
        return new float[] {0.6f * v[0] - 0.8f * v[1], 0.8f * v[0] + 0.6f * v[1]};
    }

    @Test
    void agreesWithTheLogRatioToFirstOrderInThePower() {
        // For small alpha, (z - t')^T P (z - t') = |z - t|^2 - alpha (z - m)^T C^-1 (z - m) + alpha (t - m)^T C^-1 (t -
        // m).
        double power = 1e-3;
        float[] z = {2, -1};
        double[] squares = RelativeMetric.bend(plain(), pair(new float[] {1, -1}, new float[] {2, 0}), power)
                .divergences(z);
        for (int y = 0; y < 2; y++) {
            double dx = z[0] - TARGETS[y][0];
            double dy = z[1] - TARGETS[y][1];
            double atPoint = 1 * 1 / 2.5; // (z - m) = (1, 0)
            double atTarget = Math.pow(TARGETS[y][0] - 1, 2) / 2.5 + Math.pow(TARGETS[y][1] + 1, 2) / 0.5;
            double firstOrder = dx * dx + dy * dy + power * (atTarget - atPoint);
            // The next order is alpha^2 |C^-1|^2 times squares of at most 20: 1e-6 * 4 * 20.
            assertEquals(firstOrder, squares[y], 1e-4);
        }
    }

    @Test
    void aWideReferenceChangesNothing() {
        // Variances of 1e6 in both directions: alpha C^-1 is 3e-7.
        float[][] wide = {{2000, 0}, {-2000, 0}, {0, 2000}, {0, -2000}};
        double[] squares = RelativeMetric.bend(plain(), wide, 0.3).divergences(new float[] {1, 1});
        assertEquals(5, squares[0], 1e-4);
        assertEquals(5, squares[1], 1e-4);
    }

    @Test
    void fewReferenceRowsKeepItFinite() {
        SplittableRandom random = new SplittableRandom(1);
        float[] row = new float[40];
        float[][] targets = new float[3][40];
        for (int j = 0; j < 40; j++) {
            row[j] = (float) random.nextGaussian();
            targets[j % 3][j] = 2;
        }
        Expert wide = new Expert(List.of("embedding"), new IdentityMap(40), targets, new Kernel.Gaussian(1));
        double[] squares = RelativeMetric.bend(wide, new float[][] {row}, 0.3).divergences(row);
        double[] before = wide.divergences(row);
        for (int y = 0; y < 3; y++) {
            // One row: C = 40 / 41 I and m = z, so P (1 + a)^2 |z - t|^2 = (1 + a) |z - t|^2 with a = 0.3 * 41 / 40.
            assertEquals((1 + 0.3 * 41 / 40) * before[y], squares[y], 1e-4 * before[y]);
        }
        assertTrue(squares[0] > before[0]);
    }

    @Test
    void refusesAnotherDivergence() {
        Expert simplex = new Expert(
                List.of("logits"),
                new IdentityMap(2),
                new float[][] {{0.5f, 0.5f}},
                new Divergence.KullbackLeibler(),
                new Kernel.Exponential(1));
        assertThrows(IllegalArgumentException.class, () -> RelativeMetric.bend(simplex, TARGETS, 0.3));
    }

    @Test
    void refusesNoRowsAndNoPower() {
        assertThrows(IllegalArgumentException.class, () -> RelativeMetric.bend(plain(), new float[0][], 0.3));
        assertThrows(IllegalArgumentException.class, () -> RelativeMetric.bend(plain(), TARGETS, 0));
        assertThrows(IllegalArgumentException.class, () -> RelativeMetric.bend(plain(), TARGETS, Double.NaN));
    }
}
