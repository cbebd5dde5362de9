package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.data.Layout;
import org.morseuq.head.Expert;
import org.morseuq.head.IdentityMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.head.ThresholdPolicy;
import org.morseuq.head.Verdict;

final class EvaluationTest {

    /** Three classes at the corners of a triangle of side 8 sqrt 2, unit normal noise, the logits themselves. */
    private static FeatureTable corners(int n, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[n][3];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
            for (int c = 0; c < 3; c++) {
                rows[i][c] = (float) (random.nextGaussian() + (c == labels[i] ? 8 : 0));
            }
        }
        return new FeatureTable(Layout.of(Layout.LOGITS, 3), rows, labels);
    }

    private static FeatureTable around(double centre, int n) {
        Random random = new Random(99);
        float[][] rows = new float[n][3];
        for (float[] row : rows) {
            for (int c = 0; c < 3; c++) {
                row[c] = (float) (centre + random.nextGaussian());
            }
        }
        return new FeatureTable(Layout.of(Layout.LOGITS, 3), rows, new int[n]);
    }

    private static MorseDetector detector() {
        float[][] targets = {{8, 0, 0}, {0, 8, 0}, {0, 0, 8}};
        MorseNetwork network = new MorseNetwork(
                Layout.of(Layout.LOGITS, 3),
                List.of(new Expert(List.of(Layout.LOGITS), new IdentityMap(3), targets, new Kernel.Gaussian(1))),
                Pooling.MAX);
        Manifest.Origin origin = new Manifest.Origin(
                "test",
                "by hand",
                0,
                new Manifest.BackboneEntry("none", "", 1, List.of(), List.of()),
                List.of(),
                List.of(),
                Map.of());
        return MorseDetector.calibrate(network, corners(300, 1), corners(400, 2), 0.05, origin);
    }

    private static Evaluation evaluation() {
        Map<String, FeatureTable> outs = new LinkedHashMap<>();
        outs.put("middle", around(8.0 / 3, 200));
        outs.put("far", around(100, 150));
        MorseDetector morse = detector();
        return Evaluation.of(
                "corners",
                List.of(new MorseScore(morse.network()), new MaximumSoftmaxProbability()),
                morse,
                corners(600, 3),
                outs);
    }

    @Test
    void everyDetectorMeetsEverySet() {
        assertEquals(
                List.of("morse/middle", "morse/far", "msp/middle", "msp/far"),
                evaluation().results().stream()
                        .map(result -> result.method() + "/" + result.out())
                        .toList());
        Evaluation.Result first = evaluation().results().get(0);
        assertEquals(600, first.nIn());
        assertEquals(200, first.nOut());
    }

    @Test
    void aDistanceSeesWhatIsFarAndConfident() {
        // Around 100 in every logit the softmax is as unsure as in the middle; the distance is 150 standard deviations.
        Evaluation evaluation = evaluation();
        assertEquals(1.0, evaluation.results().get(1).auroc(), 0.0);
        assertTrue(evaluation.meanAuroc("morse") > 0.99, evaluation.toString());
        assertThrows(IllegalArgumentException.class, () -> evaluation.meanAuroc("knn"));
    }

    @Test
    void falseAlarmsAreCountedOnRowsThatCalibratedNothing() {
        Evaluation.FalseAlarm alarm = evaluation().falseAlarm();
        assertEquals(0.05, alarm.requested(), 0.0);
        assertTrue(alarm.band().get(0) < 0.05 && alarm.band().get(1) > 0.05, alarm.toString());
        // One draw with a fixed seed; the band holds it with a probability of 95 %.
        assertTrue(
                alarm.measured() >= alarm.band().get(0)
                        && alarm.measured() <= alarm.band().get(1),
                alarm.toString());
    }

    @Test
    void falseAlarmsFollowThePolicy() {
        FeatureTable in = corners(600, 3);
        Map<String, FeatureTable> outs = Map.of("far", around(100, 5));
        MorseDetector byClass = detector().with(new ThresholdPolicy.FalseAlarmByClass(0.1));
        Evaluation.FalseAlarm alarm = Evaluation.of(
                        "corners", List.of(new MorseScore(byClass.network())), byClass, in, outs)
                .falseAlarm();
        int[] predicted = byClass.assess(in).stream().mapToInt(Verdict::label).toArray();
        double[] band = byClass.threshold().realisedRate(predicted, 0.95);
        assertEquals("by-class:0.1", alarm.policy());
        assertEquals(0.1, alarm.requested());
        assertEquals(List.of(band[0], band[1]), alarm.band());
        assertTrue(alarm.measured() >= band[0] && alarm.measured() <= band[1], alarm.toString()); // one seed, as above
        MorseDetector fixed = detector().with(new ThresholdPolicy.Fixed(2));
        alarm = Evaluation.of("corners", List.of(new MorseScore(fixed.network())), fixed, in, outs)
                .falseAlarm();
        assertNull(alarm.requested());
        assertEquals(List.of(0.0, 1.0), alarm.band());
        double above = 0;
        for (double energy : fixed.network().energies(in)) {
            above += energy > 2 ? 1 / 600.0 : 0;
        }
        assertEquals(above, alarm.measured(), 1e-12);
    }

    @Test
    void accuracyIsThatOfThePlainLogits() {
        Map<String, Double> numbers = evaluation().classification();
        FeatureTable in = corners(600, 3);
        int correct = 0;
        for (int i = 0; i < in.size(); i++) {
            float[] row = in.rows()[i];
            int best = row[0] >= row[1] && row[0] >= row[2] ? 0 : row[1] >= row[2] ? 1 : 2;
            correct += best == in.labels()[i] ? 1 : 0;
        }
        assertEquals(correct / 600.0, numbers.get("accuracy"), 1e-15);
        assertTrue(numbers.get("calibrated_nll") <= numbers.get("nll") + 0.01, numbers.toString());
    }

    @Test
    void otherCalibrationsAreMeasuredOnTheSameRows() {
        MorseDetector morse = detector();
        FeatureTable in = corners(600, 3);
        List<Recalibration> recalibrations = Recalibration.fit(corners(400, 2));
        Map<String, Double> numbers = Evaluation.of(
                        "corners", List.of(), morse, recalibrations, in, Map.of("far", around(100, 5)))
                .classification();
        for (Recalibration each : recalibrations) {
            Reliability expected = Reliability.of(each.probabilities(in), in.labels());
            assertEquals(expected.accuracy(), numbers.get(each.name() + "_accuracy"));
            assertEquals(expected.ece(), numbers.get(each.name() + "_ece"));
            assertEquals(expected.nll(), numbers.get(each.name() + "_nll"));
            assertEquals(expected.brier(), numbers.get(each.name() + "_brier"));
        }
        assertEquals(evaluation().classification().get("calibrated_ece"), numbers.get("calibrated_ece"));
    }

    @Test
    void withoutLabelsNothingIsClassified() {
        FeatureTable labelled = corners(60, 3);
        int[] unknown = new int[60];
        Arrays.fill(unknown, Image.UNLABELLED);
        MorseDetector morse = detector();
        List<Detector> detectors = List.of(new MorseScore(morse.network()));
        Map<String, FeatureTable> outs = Map.of("far", around(100, 5));
        Evaluation with = Evaluation.of("corners", detectors, morse, labelled, outs);
        Evaluation without = Evaluation.of(
                "corners", detectors, morse, new FeatureTable(labelled.layout(), labelled.rows(), unknown), outs);
        assertTrue(without.classification().isEmpty());
        assertEquals(with.results(), without.results());
        assertEquals(with.falseAlarm(), without.falseAlarm());
    }

    @Test
    void theScoresBehindTheResultsAreKept() {
        Evaluation evaluation = evaluation();
        for (Evaluation.Result result : evaluation.results()) {
            Scores scores = evaluation.scores().get(result.method());
            double[] out = scores.outs().get(result.out().equals("middle") ? 0 : 1);
            assertEquals(result.auroc(), Auroc.of(scores.in(), out), 0.0, result.toString());
        }
    }
}
