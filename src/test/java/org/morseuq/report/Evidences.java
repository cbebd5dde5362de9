package org.morseuq.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.morseuq.backbone.ImagesInMemory;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.data.Layout;
import org.morseuq.eval.Detector;
import org.morseuq.eval.Energy;
import org.morseuq.eval.Evaluation;
import org.morseuq.eval.EvaluationReport;
import org.morseuq.eval.MaximumSoftmaxProbability;
import org.morseuq.eval.MorseScore;
import org.morseuq.eval.Recalibration;
import org.morseuq.head.Expert;
import org.morseuq.head.IdentityMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.head.ThresholdPolicy;

/** Small evaluations to draw pages from: three classes at the corners of a triangle, other sets in its middle. */
final class Evidences {

    static final String HOSTILE = "</title><script>alert('x')</script>&\u0000\ud800 \"q\" http://elsewhere";

    private static final Layout LAYOUT =
            new Layout(List.of(new Layout.Block(Layout.LOGITS, 3), new Layout.Block(Layout.EMBEDDING, 4)));

    /** A detector that cannot tell anything, under a given name. */
    record Constant(String name) implements Detector {
        @Override
        public double[] score(FeatureTable table) {
            return new double[table.size()];
        }
    }

    private Evidences() {}

    static FeatureTable rows(int n, double spread, boolean labelled, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[n][LAYOUT.width()];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            int corner = i % 3;
            labels[i] = labelled ? corner : Image.UNLABELLED;
            for (int c = 0; c < rows[i].length; c++) {
                rows[i][c] = (float) (random.nextGaussian() + (c == corner ? spread : 0));
            }
        }
        return new FeatureTable(LAYOUT, rows, labels);
    }

    private static MorseDetector detector(ThresholdPolicy policy, List<String> classes) {
        float[][] targets = {{5, 0, 0}, {0, 5, 0}, {0, 0, 5}};
        MorseNetwork network = new MorseNetwork(
                LAYOUT,
                List.of(new Expert(List.of(Layout.LOGITS), new IdentityMap(3), targets, new Kernel.Gaussian(1))),
                Pooling.MAX);
        Manifest.Origin origin =
                new Manifest.Origin("test", "by hand", 0, backbone(classes), classes, List.of(), Map.of());
        return MorseDetector.calibrate(network, rows(90, 5, true, 1), rows(150, 5, true, 2), policy, origin);
    }

    private static Manifest.BackboneEntry backbone(List<String> classes) {
        return new Manifest.BackboneEntry("net " + classes.get(0), "0f".repeat(32), 8, List.of(), List.of());
    }

    /** An evaluation of the head, of two others and of one that tells nothing. */
    static Evidence usual() {
        return of(120, true, Map.of("middle", 40), List.of("a", "b", "c"), new ThresholdPolicy.FalseAlarm(0.05));
    }

    static Evidence of(
            int n, boolean labelled, Map<String, Integer> sets, List<String> classes, ThresholdPolicy policy) {
        MorseDetector morse = detector(policy, classes);
        return of(
                n,
                labelled,
                sets,
                classes,
                morse,
                List.of(
                        new MorseScore(morse.network()),
                        new MaximumSoftmaxProbability(),
                        new Energy(),
                        new Constant("constant " + classes.get(0))));
    }

    static Evidence with(List<Detector> detectors) {
        List<String> classes = List.of("a", "b", "c");
        return of(
                60,
                true,
                Map.of("middle", 30),
                classes,
                detector(new ThresholdPolicy.FalseAlarm(0.05), classes),
                detectors);
    }

    private static Evidence of(
            int n,
            boolean labelled,
            Map<String, Integer> sets,
            List<String> classes,
            MorseDetector morse,
            List<Detector> detectors) {
        FeatureTable in = rows(n, 5, labelled, 3);
        Map<String, FeatureTable> outs = new LinkedHashMap<>();
        Map<String, ImagesInMemory> pictures = new LinkedHashMap<>();
        sets.forEach((name, size) -> {
            outs.put(name, rows(size, 1, false, 4));
            pictures.put(name, named(ImagesInMemory.patterns(size, 8), name, classes));
        });
        Evaluation evaluation = Evaluation.of(classes.get(0) + " set", detectors, morse, in, outs);
        EvaluationReport.Provenance provenance = new EvaluationReport.Provenance(
                "1.2.3",
                "images",
                7,
                "by hand",
                "cpu",
                "17",
                List.of(new Manifest.DataEntry("out", classes.get(0), 5, "ab".repeat(32))),
                List.of("A note on " + classes.get(0) + "."),
                "2026-01-01T00:00:00Z",
                Map.of("total", 1.5));
        return new Evidence(
                EvaluationReport.of(evaluation, backbone(classes), provenance),
                evaluation.scores(),
                morse,
                Recalibration.fit(rows(150, 5, true, 2)),
                in,
                outs,
                Optional.of(new Evidence.Pictures(
                        named(ImagesInMemory.patterns(n, 8), classes.get(0), classes), new LinkedHashMap<>(pictures))));
    }

    private static ImagesInMemory named(ImagesInMemory images, String name, List<String> classes) {
        List<Image> renamed = new ArrayList<>();
        for (Image image : images.list()) {
            renamed.add(
                    new Image(name + "/" + image.id(), image.label(), image.height(), image.width(), image.pixels()));
        }
        return new ImagesInMemory(name, classes, renamed);
    }
}
