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
import org.morseuq.head.Expert;
import org.morseuq.head.IdentityMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;

final class ShiftEvaluationTest {

    private static final Layout LAYOUT =
            new Layout(List.of(new Layout.Block(Layout.LOGITS, 2), new Layout.Block(Layout.EMBEDDING, 2)));

    private static final ShiftEvaluation EVALUATION = new ShiftEvaluation(
            "toy",
            ShiftEvaluation.KIND,
            "toy",
            Map.of("net", "net.pt"),
            null,
            "by-hand",
            1,
            List.of(0.01, 0.05),
            0.003);

    private static final ShiftEvaluation.Run RUN = run();

    /**
     * Logits of a constant size, right with a probability that falls as the embedding leaves the origin: on clean rows,
     * of shift 0, it is 9/10.
     */
    private static FeatureTable table(int n, double shift, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[n][];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = random.nextInt(2);
            boolean right = random.nextDouble() < 0.5 + 0.4 * Math.exp(-shift);
            int predicted = right ? labels[i] : 1 - labels[i];
            rows[i] = new float[] {
                6 * (1 - predicted),
                6 * predicted,
                (float) (shift + random.nextGaussian()),
                (float) random.nextGaussian()
            };
        }
        return new FeatureTable(LAYOUT, rows, labels);
    }

    private static ShiftEvaluation.Run run() {
        Expert expert = new Expert(
                List.of(Layout.EMBEDDING), new IdentityMap(2), new float[][] {{0, 0}}, new Kernel.Gaussian(1));
        FeatureTable held = table(4000, 0, 2);
        MorseDetector detector = MorseDetector.calibrate(
                new MorseNetwork(LAYOUT, List.of(expert), Pooling.MAX),
                table(500, 0, 1),
                held,
                0.05,
                new Manifest.Origin(
                        "0",
                        "by-hand",
                        0,
                        new Manifest.BackboneEntry("none", "00", 32, List.of(), List.of()),
                        List.of(),
                        List.of(),
                        Map.of()));
        Map<String, FeatureTable> images = new LinkedHashMap<>();
        images.put(ShiftEvaluation.CLEAN, table(4000, 0, 3));
        images.put("contrast 1", table(4000, 2, 4));
        images.put("contrast 2", table(4000, 4, 5));
        return EVALUATION.run("net", 0, detector, held, images);
    }

    private static Reliability of(String images, String temperature) {
        return RUN.lines().stream()
                .filter(line ->
                        line.images().equals(images) && line.temperature().equals(temperature))
                .findFirst()
                .orElseThrow()
                .reliability();
    }

    @Test
    void everyTemperatureKeepsThePredictions() {
        assertEquals(3 * 6, RUN.lines().size());
        List<String> free = List.of(ShiftEvaluation.VECTOR, ShiftEvaluation.ISOTONIC);
        for (ShiftEvaluation.Line line : RUN.lines()) {
            if (free.contains(line.temperature())) {
                continue;
            }
            assertEquals(
                    of(line.images(), ShiftEvaluation.NONE).accuracy(),
                    line.reliability().accuracy(),
                    0.0);
        }
    }

    /** On rows of one confidence the fitted one is the accuracy, which 4,000 labels know to 0.005; four of that, twice. */
    @Test
    void oneTemperatureIsRightOnCleanRowsAndWrongOnShiftedOnes() {
        assertTrue(of(ShiftEvaluation.CLEAN, ShiftEvaluation.NONE).ece() > 0.08); // 0.9975 for 0.9
        assertTrue(of(ShiftEvaluation.CLEAN, ShiftEvaluation.GLOBAL).ece() < 0.04);
        assertTrue(of("contrast 2", ShiftEvaluation.GLOBAL).ece() > 0.3); // 0.9 for 0.507
    }

    /** They see nothing but the logits, which do not change with the shift. */
    @Test
    void mapsOfTheLogitsAreRightOnCleanRowsAndWrongOnShiftedOnes() {
        for (String name : List.of(ShiftEvaluation.VECTOR, ShiftEvaluation.ISOTONIC)) {
            assertTrue(of(ShiftEvaluation.CLEAN, name).ece() < 0.04);
            assertTrue(of("contrast 2", name).ece() > 0.3);
        }
    }

    @Test
    void aPremiumBuysHonestyUnderShift() {
        double before = of("contrast 2", ShiftEvaluation.GLOBAL).ece();
        double exponent = 0;
        for (double premium : EVALUATION.premiums()) {
            String name = ShiftEvaluation.morse(premium);
            assertTrue(RUN.exponents().get(name) > exponent, name);
            assertTrue(of("contrast 2", name).ece() < 0.8 * before, name);
            exponent = RUN.exponents().get(name);
            before = of("contrast 2", name).ece();
        }
    }

    @Test
    void theSummaryIsMadeOfTheMeans() {
        ShiftSummary summary = ShiftSummary.of(List.of(RUN));
        assertEquals(
                List.of("none", "global", "vector", "isotonic", "morse 0.01", "morse 0.05"),
                summary.lines().stream().map(ShiftSummary.Line::temperature).toList());
        for (ShiftSummary.Line line : summary.lines()) {
            Reliability clean = of(ShiftEvaluation.CLEAN, line.temperature());
            Reliability one = of("contrast 1", line.temperature());
            Reliability two = of("contrast 2", line.temperature());
            Reliability global = of(ShiftEvaluation.CLEAN, ShiftEvaluation.GLOBAL);
            double globalCorrupted = of("contrast 1", ShiftEvaluation.GLOBAL).ece()
                    + of("contrast 2", ShiftEvaluation.GLOBAL).ece();
            assertEquals(clean, line.clean());
            assertEquals((one.ece() + two.ece()) / 2, line.corrupted().ece(), 1e-15);
            assertEquals((one.nll() + two.nll()) / 2, line.corrupted().nll(), 1e-15);
            assertEquals((one.ece() + two.ece()) / globalCorrupted, line.eceRatio(), 1e-12);
            assertEquals(clean.ece() - global.ece(), line.cleanEceAbove(), 1e-15);
            assertEquals(clean.nll() / global.nll() - 1, line.cleanNllAbove(), 1e-15);
        }
        assertEquals(1, summary.lines().get(1).eceRatio(), 0.0);
    }

    @Test
    void whatMovedIsNamed() {
        ShiftSummary summary = ShiftSummary.of(List.of(RUN));
        assertEquals(List.of(), summary.movedFrom(summary, 0));
        ShiftSummary.Line line = summary.lines().get(1);
        Reliability r = line.clean();
        ShiftSummary.Line other = new ShiftSummary.Line(
                "net",
                "global",
                1,
                new Reliability(r.accuracy(), r.ece(), r.nll() + 0.01, r.brier()),
                line.corrupted(),
                1,
                0,
                0);
        ShiftSummary.Line gone = new ShiftSummary.Line("net", "gone", 1, r, r, 1, 0, 0);
        List<String> moved = ShiftSummary.of(List.of(RUN)).movedFrom(new ShiftSummary(List.of(other, gone)), 0.003);
        assertEquals("net, none: new", moved.get(0));
        assertTrue(moved.get(1).startsWith("net, global: clean nll is "), moved.get(1));
        assertEquals("net, gone: missing", moved.get(moved.size() - 1));
        assertEquals(7, moved.size()); // four others are new
    }

    @Test
    void whatCannotBeRunIsRefused() {
        Map<String, String> nets = Map.of("net", "");
        List<Double> premiums = List.of(0.01);
        assertThrows(
                IllegalArgumentException.class,
                () -> new ShiftEvaluation("t", "shift", null, nets, null, "r", 1, premiums, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ShiftEvaluation("t", "shift", "in", nets, null, "r", 0, premiums, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ShiftEvaluation("t", "shift", "in", Map.of(), null, "r", 1, premiums, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ShiftEvaluation("t", "shift", "in", nets, null, "r", 1, List.of(), 0));
    }
}
