package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;

final class CollapseGuardTest {

    private static final FeatureTable DATA = around(0, 1);
    private static final FeatureTable REFERENCE = around(4, 2);

    private static FeatureTable around(double centre, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[200][1];
        for (float[] row : rows) {
            row[0] = (float) (centre + random.nextGaussian());
        }
        return new FeatureTable(Layout.of("x", 1), rows, new int[200]);
    }

    /** The density exp(-(slope x)^2 / 2): with slope 0 everything sits on the target. */
    private static MorseNetwork network(double slope) {
        AffineMap map = new AffineMap(new float[][] {{(float) slope}}, new float[1]);
        Expert expert = new Expert(List.of("x"), map, new float[][] {{0}}, new Kernel.Gaussian(1));
        return new MorseNetwork(Layout.of("x", 1), List.of(expert), Pooling.MAX);
    }

    private static CollapseGuard.Reason reason(MorseNetwork untrained, MorseNetwork fitted) {
        CollapseGuard.CollapsedException failure = assertThrows(
                CollapseGuard.CollapsedException.class,
                () -> CollapseGuard.passed(untrained, fitted, DATA, REFERENCE, 1));
        assertTrue(failure.getMessage().contains(failure.reason().toString()), failure.getMessage());
        return failure.reason();
    }

    @Test
    void aNetworkThatSeparatesPasses() {
        MorseNetwork good = network(0.7);
        assertSame(good, CollapseGuard.passed(network(5), good, DATA, REFERENCE, 1));
    }

    @Test
    void everythingOnTheTargetIsNamed() {
        assertEquals(CollapseGuard.Reason.CONSTANT_SCORES, reason(network(5), network(0)));
    }

    @Test
    void nearlyEverythingOnTheTargetIsNamedToo() {
        assertEquals(CollapseGuard.Reason.NO_GAP, reason(network(5), network(1e-3)));
    }

    @Test
    void aFitThatWentNowhereIsNamed() {
        assertEquals(CollapseGuard.Reason.UNCHANGED_PARAMETERS, reason(network(0.7), network(0.7)));
        assertEquals(CollapseGuard.Reason.NO_BETTER_THAN_UNTRAINED, reason(network(0.7), network(5)));
    }

    /** The map x -> (50 (x - 4)+, 1e-4 x), which is flat on the data but for the second part: the reference is far away, but the data have no spread. */
    @Test
    void dataOnOnePointAreNamedEvenWhereTheReferenceIsFar() {
        AffineMap shifted = new AffineMap(new float[][] {{1}, {1e-4f}}, new float[] {-4, 0});
        FeatureMap flat = shifted.then(new ActivationMap(ActivationMap.Function.RELU, 2))
                .then(new AffineMap(new float[][] {{50, 0}, {0, 1}}, new float[2]));
        FeatureTable data = around(1, 3); // positive for the most part, and below 4
        FeatureTable reference = around(12, 4);
        MorseNetwork untrained = one(new AffineMap(new float[][] {{1}, {1}}, new float[2]), 2);
        CollapseGuard.CollapsedException failure = assertThrows(
                CollapseGuard.CollapsedException.class,
                () -> CollapseGuard.passed(untrained, one(flat, 2), positive(data), reference, 1));
        assertEquals(CollapseGuard.Reason.NO_VARIANCE_AT_THE_MODES, failure.reason());
    }

    private static FeatureTable positive(FeatureTable table) {
        float[][] rows = new float[table.size()][1];
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] = Math.abs(table.rows()[i][0]) / 2;
        }
        return new FeatureTable(table.layout(), rows, table.labels());
    }

    private static MorseNetwork one(FeatureMap map, int outputs) {
        Expert expert = new Expert(List.of("x"), map, new float[1][outputs], new Kernel.Gaussian(1));
        return new MorseNetwork(Layout.of("x", 1), List.of(expert), Pooling.MAX);
    }
}
