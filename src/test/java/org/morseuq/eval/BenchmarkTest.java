package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

final class BenchmarkTest {

    private static final Benchmark DEFINITION = new Benchmark(
            "three classes",
            "benchmark",
            "in",
            Map.of("far", List.of("a", "b")),
            100,
            Map.of("net", ""),
            null,
            Map.of("all", List.of()),
            "product",
            2,
            Map.of("logits", List.of("msp", "energy"), "inner", List.of("knn@inner")),
            0.003);

    private static FeatureTable around(double centre, int n, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[n][3];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
            for (int c = 0; c < 3; c++) {
                rows[i][c] = (float) (random.nextGaussian() + (c == labels[i] ? centre : 0));
            }
        }
        return new FeatureTable(Layout.of(Layout.LOGITS, 3), rows, labels);
    }

    private static Benchmark.Run run() {
        Map<String, FeatureTable> outs = new LinkedHashMap<>();
        outs.put("a", around(1, 80, 3));
        outs.put("b", around(4, 60, 4));
        return DEFINITION.run("net", "all", 0, new Entropy(), around(6, 90, 1), around(6, 100, 2), outs);
    }

    @Test
    void theBestRivalIsMetAndTheMarginIsTheDifferenceOfTheMeans() {
        Benchmark.Run run = run();
        assertEquals(1, run.margins().size(), "no inner layers, no league");
        assertEquals("knn@inner", run.leftOut().keySet().iterator().next());
        double[] means = new double[3];
        List<String> names = List.of("entropy", "msp", "energy");
        for (Benchmark.SetResult result : run.sets()) {
            means[names.indexOf(result.method())] += result.auroc() / 2;
        }
        Benchmark.Margin margin = run.margins().get(0);
        assertEquals(means[1] > means[2] ? "msp" : "energy", margin.rival());
        assertEquals(means[0], margin.morse(), 1e-12);
        assertEquals(
                means[0] - Math.max(means[1], means[2]), margin.difference().estimate(), 1e-12);
        assertTrue(margin.difference().low() <= margin.difference().estimate());
        assertTrue(margin.difference().high() >= margin.difference().estimate());
    }

    /** Margins 1, 2 and 6 hundredths: mean 3, deviation of a sample sqrt(7). */
    @Test
    void aSummaryHasMeanDeviationAndTheWorstInterval() {
        double[] margins = {0.01, 0.02, 0.06};
        List<Benchmark.Run> runs = new java.util.ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
            Difference difference = new Difference(margins[seed], margins[seed] - 0.005, 1, 0.5);
            runs.add(new Benchmark.Run(
                    "net",
                    "all",
                    seed,
                    List.of(),
                    List.of(new Benchmark.Margin("far", "logits", 0.9, seed == 1 ? "msp" : "energy", difference)),
                    Map.of()));
        }
        BenchmarkSummary.Line line = BenchmarkSummary.of(runs).lines().get(0);
        assertEquals(3, line.seeds());
        assertEquals(0.03, line.margin(), 1e-15);
        assertEquals(Math.sqrt(7) / 100, line.marginDeviation(), 1e-15);
        assertEquals(0.005, line.low(), 1e-15);
        assertEquals(Map.of("energy", 2, "msp", 1), line.rivals());
        assertEquals(0, line.morseDeviation(), 1e-15);
    }

    @Test
    void whatHasMovedIsSaid() {
        BenchmarkSummary before = BenchmarkSummary.of(List.of(run()));
        assertEquals(List.of(), before.movedFrom(before, 0));
        assertEquals(List.of("net, all, far, logits: new"), before.movedFrom(new BenchmarkSummary(List.of()), 0));
        assertEquals(List.of("net, all, far, logits: missing"), new BenchmarkSummary(List.of()).movedFrom(before, 0));
    }

    @Test
    void aDefinitionThatCannotBeRunIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Benchmark(
                        "t",
                        "benchmark",
                        "in",
                        Map.of("far", List.of("a")),
                        1,
                        Map.of("net", ""),
                        null,
                        Map.of("all", List.of()),
                        "product",
                        1,
                        Map.of("x", List.of("nonsense")),
                        0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Benchmark(
                        "t",
                        "benchmark",
                        "in",
                        Map.of(),
                        1,
                        Map.of("n", ""),
                        null,
                        Map.of("v", List.of()),
                        "product",
                        1,
                        Map.of("x", List.of("msp")),
                        0));
    }
}
