package org.morseuq.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morseuq.eval.Difference;

/** Two contenders whose ways are straight lines: one pays two gradients a step. */
final class RaceTest {

    /** The value is the number of steps times a speed. */
    private static Race line(String name, double cost, double... speeds) {
        double[][][] ways = new double[speeds.length][3][];
        for (int run = 0; run < speeds.length; run++) {
            for (int i = 0; i < 3; i++) {
                ways[run][i] = new double[] {12 / cost * i / 2, 6 * i, speeds[run] * 12 / cost * i / 2};
            }
        }
        return new Race(name, ways);
    }

    private final Race cheap = line("cheap", 1, 1, 2);
    private final Race dear = line("dear", 2, 3, 3);

    @Test
    void whatIsSpentEquallyDecides() {
        // For 12 gradients: 6 steps at 3 against 12 at 1 or 2, that is 18 against 12 and 24.
        assertEquals(0, dear.above(cheap, Race.Spent.GRADIENTS).estimate(), 1e-12);
        // After 6 steps: 18 against 6 and 12, the second in the middle of its way.
        assertEquals(9, dear.above(cheap, Race.Spent.STEPS).estimate(), 1e-12);
        assertEquals(-9, cheap.above(dear, Race.Spent.STEPS).estimate(), 1e-12);
    }

    @Test
    void differencesAreBetweenRunsOfOneSeed() {
        // Both runs differ by the same number, however far the runs are apart: nothing is uncertain.
        Difference difference = line("faster", 1, 2, 3).above(cheap, Race.Spent.STEPS);
        assertEquals(12, difference.low(), 1e-12);
        assertEquals(12, difference.high(), 1e-12);
    }

    @Test
    void aTableHasARowForEveryContender() {
        StepResult.Table table = Race.table("t", "value", List.of(cheap, dear), List.of("cheap"), Race.Spent.STEPS);
        assertEquals(List.of("optimizer", "less cheap", "\u00b1 cheap"), table.columns());
        assertEquals(List.of(0.0, 0.0), table.rows().get(0).numbers());
        assertEquals(9, table.rows().get(1).numbers().get(0), 1e-12);
        // Differences 12 and 6: the half width is t of one degree of freedom, tan(0.95 pi / 2), times 3.
        assertEquals(
                3 * Math.tan(0.95 * Math.PI / 2), table.rows().get(1).numbers().get(1), 1e-6);
    }

    @Test
    void curvesAreMeansOverRuns() {
        assertArrayEquals(new double[] {6, 9}, cheap.curve(Race.Spent.STEPS).points()[1]);
    }

    @Test
    void otherNumbersOfRunsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> cheap.above(line("one", 1, 1), Race.Spent.STEPS));
        assertThrows(IllegalArgumentException.class, () -> new Race("none", new double[1][0][]));
    }
}
