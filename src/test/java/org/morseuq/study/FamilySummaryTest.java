package org.morseuq.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.morseuq.eval.RankCorrelation;
import org.morseuq.study.FamilySummary.Pair;

/** A family with two sweeps of three values and two seeds, and numbers that are known functions of them. */
final class FamilySummaryTest {

    private static FamilyCell cell(String sweep, double rate, double batch, long seed) {
        String member = sweep.equals(FamilyCell.FIRST) ? "first" : sweep + " " + (sweep.equals("rate") ? rate : batch);
        // a falls with the rate; b follows a; c is the seed alone
        return new FamilyCell(
                member,
                sweep,
                Map.of("rate", rate, "batch", batch),
                seed,
                Map.of("a", batch - 10 * rate + 0.01 * seed, "b", 2 * (batch - 10 * rate), "c", 0.0 + seed));
    }

    private static FamilySummary summary() {
        List<FamilyCell> cells = new ArrayList<>();
        for (long seed = 0; seed < 2; seed++) {
            cells.add(cell(FamilyCell.FIRST, 1, 32, seed));
        }
        for (double other : new double[] {2, 3}) {
            cells.add(cell("rate", other, 32, 0));
            cells.add(cell("rate", other, 32, 1));
        }
        for (double other : new double[] {8, 16}) {
            cells.add(cell("batch", 1, other, 0));
            cells.add(cell("batch", 1, other, 1));
        }
        return new FamilySummary(cells, new RankCorrelation(199, 0, 0.9));
    }

    @Test
    void meansAreOverSeedsAndTheLastRowIsWhatSeedsDiffer() {
        StepResult.Table table = summary().means("means", List.of("a", "c"), "");
        assertEquals(List.of("network", "a", "c"), table.columns());
        assertEquals("rate 2.0", table.rows().get(1).name());
        assertEquals(12.005, table.rows().get(1).numbers().get(0), 1e-12);
        StepResult.Row seeds = table.rows().get(5);
        assertEquals("between seeds", seeds.name());
        // Two values at a distance d have the variance d^2 / 2.
        assertEquals(0.01 / Math.sqrt(2), seeds.numbers().get(0), 1e-12);
        assertEquals(1 / Math.sqrt(2), seeds.numbers().get(1), 1e-12);
    }

    @Test
    void correlationsAreThoseOfAllNetworks() {
        StepResult.Table table =
                summary().correlations("all", List.of(new Pair("a", "b"), new Pair("b", "c")), List.of("c"), "");
        List<Double> both = table.rows().get(0).numbers();
        assertTrue(both.get(0) > 0.9 && both.get(1) > 0.5 && both.get(2) <= 1, both.toString());
        assertTrue(both.get(3) > both.get(0), "a and b differ by the seed alone, which is held fixed");
        assertEquals(0, table.rows().get(1).numbers().get(0), 1e-12);
        assertEquals(
                4,
                summary()
                        .correlations("", List.of(new Pair("a", "b")), List.of(), "")
                        .columns()
                        .size());
    }

    @Test
    void aSweepIsLookedAtAlone() {
        StepResult.Table table = summary().sweeps("sweeps", List.of("b", "c"), "");
        assertEquals("rate", table.rows().get(0).name());
        assertEquals(-1, table.rows().get(0).numbers().get(0), 1e-12);
        assertEquals(1, table.rows().get(1).numbers().get(0), 1e-12);
        assertEquals(0, table.rows().get(1).numbers().get(3), 1e-12);
        assertEquals(6, summary().sweep("rate").size());
        assertEquals(
                List.of("first", "rate", "batch"),
                summary().scatter("", "a", "b", "").curves().stream()
                        .map(StepResult.Curve::name)
                        .toList());
    }

    @Test
    void slackForgivesWhatToleranceDoesNot() {
        StepResult before = table(0.01);
        assertEquals(1, table(0.05).movedFrom(before, 0.1).size());
        assertTrue(table(0.05).movedFrom(before, 0.1, 0.05).isEmpty());
        assertEquals(1, table(0.08).movedFrom(before, 0.1, 0.05).size());
    }

    private static StepResult table(double number) {
        return new StepResult(
                List.of(new StepResult.Table("t", List.of("r", "x"), List.of(StepResult.Row.of("one", number)), "")),
                List.of());
    }

    @Test
    void whatWasNotMeasuredIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> summary().means("", List.of("d"), ""));
        assertThrows(
                IllegalArgumentException.class, () -> new FamilyCell("m", "", Map.of(), 0, Map.of("a", Double.NaN)));
    }
}
