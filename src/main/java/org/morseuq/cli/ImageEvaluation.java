package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.EngineInnerProducts;
import org.morseuq.backbone.Extraction;
import org.morseuq.backbone.MapStatistic;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Subset;
import org.morseuq.eval.Evaluation;
import org.morseuq.eval.EvaluationReport;
import org.morseuq.eval.Recalibration;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.report.Evidence;
import org.morseuq.training.DetectorFit;

/** Evaluates from images: extracts features, fits a head unless one is given, and compares. */
final class ImageEvaluation {

    private final EvaluateCommand options;
    private final List<String> notes = new ArrayList<>();
    private final List<Manifest.DataEntry> used = new ArrayList<>();

    ImageEvaluation(EvaluateCommand options) {
        this.options = options;
    }

    Evidence run(Methods methods) throws IOException {
        long begin = System.nanoTime();
        Path file = options.network.backbone != null
                ? options.network.backbone
                : Shipped.find().folder();
        Set<MapStatistic> statistics = options.maps.statistics();
        if (options.detector != null) {
            MorseDetector given = MorseDetector.load(options.detector);
            requireNetwork(given.manifest().origin(), file);
            statistics = MapStatistic.of(given.layout());
        }
        try (Backbone backbone = options.network.load(file, statistics)) {
            double load = (System.nanoTime() - begin) * 1e-9;
            Extraction extraction = options.network.extraction(backbone, options.err(), options.interruption());
            ImageSet whole = options.sets.find(options.in, Split.TEST);
            Map<String, ImageSet> outs = outs();
            FeatureTable table = extraction.of(whole);
            Judged judged = detector(extraction, whole, table);
            Optional<FeatureTable> train =
                    methods.needTraining() ? training(extraction, judged.detector) : Optional.empty();
            Map<String, FeatureTable> outTables = new LinkedHashMap<>();
            for (Map.Entry<String, ImageSet> entry : outs.entrySet()) {
                outTables.put(entry.getKey(), extraction.of(entry.getValue()));
                used.add(entry("out", entry.getValue()));
            }
            FeatureTable in = table.rows(judged.halves.evaluation());
            List<Recalibration> recalibrations = recalibrations(table.rows(judged.halves.calibration()));
            Evaluation evaluation = Evaluation.of(
                    options.in,
                    methods.fitted(judged.detector, train, EngineInnerProducts::new, notes),
                    judged.detector,
                    recalibrations,
                    in,
                    outTables);
            Map<String, Double> seconds = new TreeMap<>();
            seconds.put("load", load);
            seconds.put("forward", backbone.forwardSeconds());
            seconds.put("total", (System.nanoTime() - begin) * 1e-9);
            EvaluationReport.Provenance provenance = new EvaluationReport.Provenance(
                    Version.current(),
                    "images",
                    judged.detector.manifest().origin().seed(),
                    judged.detector.manifest().origin().recipe(),
                    options.network.device,
                    System.getProperty("java.version"),
                    used,
                    notes,
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                    seconds);
            return new Evidence(
                    EvaluationReport.of(
                            evaluation, judged.detector.manifest().origin().backbone(), provenance),
                    evaluation.scores(),
                    judged.detector,
                    recalibrations,
                    in,
                    outTables,
                    Optional.of(new Evidence.Pictures(Subset.of(whole, judged.halves.evaluation()), outs)));
        }
    }

    /** A detector, and which of the in-distribution images calibrate: none, where those that did are not known. */
    private record Judged(MorseDetector detector, Halves halves) {}

    private List<Recalibration> recalibrations(FeatureTable held) {
        if (held.size() == 0) {
            notes.add("Left out: temperature, vector, isotonic (no images are set apart to fit them on).");
            return List.of();
        }
        return Recalibration.fit(held);
    }

    /** Before the engine opens it: a TorchScript file is a program. */
    private void requireNetwork(Manifest.Origin origin, Path file) throws IOException {
        String digest = Backbone.digestOf(file);
        if (!digest.equals(origin.backbone().sha256())) {
            throw new IllegalArgumentException(options.detector + " was fitted on the features of "
                    + origin.backbone().name() + " (sha256 " + origin.backbone().sha256() + "), not of "
                    + file.getFileName() + " (" + digest + ")");
        }
    }

    private Judged detector(Extraction extraction, ImageSet whole, FeatureTable table) throws IOException {
        if (options.detector == null) {
            Halves halves = Halves.of(whole, options.seed);
            MorseDetector fitted = fit().run(
                            extraction,
                            trainSet()
                                    .orElseThrow(() -> new IllegalArgumentException(
                                            "fitting a head on a set given by its path needs --train NAME|PATH, or give"
                                                    + " --detector")),
                            table.rows(halves.calibration()),
                            halves.entry(whole),
                            Optional.empty(),
                            new FitProgress(options.interruption(), options.err()));
            notes.add("From images; a seeded half of the " + whole.size() + " images of " + whole.name()
                    + " calibrates, the other half is evaluated on.");
            used.addAll(fitted.manifest().origin().data());
            return new Judged(fitted, halves);
        }
        MorseDetector loaded = options.flags.on(MorseDetector.load(options.detector));
        Manifest.Origin origin = loaded.manifest().origin();
        used.addAll(origin.data());
        Halves halves = Halves.of(whole, origin.seed());
        if (calibrated(origin, halves.entry(whole))) {
            notes.add("From images; the half of the " + whole.size() + " images of " + whole.name()
                    + " that calibrated the detector is left out.");
            return new Judged(loaded, halves);
        }
        if (calibrated(origin, Halves.allCalibrate(whole).entry(whole))) {
            notes.add("Warning: the images of " + whole.name()
                    + " calibrated this detector; its false alarms and calibration look better than they are.");
        } else {
            notes.add("From images.");
        }
        return new Judged(loaded, Halves.allEvaluate(whole.size()));
    }

    private static boolean calibrated(Manifest.Origin origin, Manifest.DataEntry entry) {
        return origin.data().stream()
                .anyMatch(used ->
                        used.role().equals(entry.role()) && used.sha256().equals(entry.sha256()));
    }

    private DetectorFit fit() {
        return new DetectorFit(
                options.recipe,
                DetectorFit.TRAIN_IMAGES,
                DetectorFit.REFERENCE_IMAGES,
                options.flags.policy(),
                options.seed,
                Version.current());
    }

    private Optional<ImageSet> trainSet() throws IOException {
        if (options.train != null) {
            return Optional.of(options.sets.find(options.train, Split.TRAIN));
        }
        return Sets.isPath(options.in) ? Optional.empty() : Optional.of(options.sets.find(options.in, Split.TRAIN));
    }

    /** The features that the detectors to compare with are fitted on: those that the head saw. */
    private Optional<FeatureTable> training(Extraction extraction, MorseDetector detector) throws IOException {
        Optional<ImageSet> set = Optional.empty();
        try {
            set = trainSet();
        } catch (FileSystemException e) {
            notes.add("No training images: " + e.getReason() + ".");
        }
        if (set.isEmpty()) {
            return Optional.empty();
        }
        Manifest.Origin origin = detector.manifest().origin();
        int count = origin.data().stream()
                .filter(entry -> entry.role().equals("fit"))
                .mapToInt(Manifest.DataEntry::images)
                .findFirst()
                .orElse(DetectorFit.TRAIN_IMAGES);
        DetectorFit same = new DetectorFit(
                origin.recipe(),
                count,
                DetectorFit.REFERENCE_IMAGES,
                options.flags.policy(),
                origin.seed(),
                origin.library());
        return Optional.of(extraction.of(same.sample(set.get())));
    }

    private Map<String, ImageSet> outs() throws IOException {
        Map<String, ImageSet> outs = new LinkedHashMap<>();
        if (options.out.isEmpty()) {
            for (String name : options.sets.folder().names()) {
                if (!name.equals(options.in)) {
                    try {
                        outs.put(name, options.sets.find(name, Split.TEST));
                    } catch (FileSystemException e) {
                        notes.add("Left out: " + name + " (" + e.getReason() + ").");
                    }
                }
            }
        }
        for (String nameOrPath : options.out) {
            ImageSet set = options.sets.find(nameOrPath, Split.TEST);
            outs.put(Sets.isPath(nameOrPath) ? set.name() : nameOrPath, set);
        }
        if (outs.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no set to compare " + options.in + " with; name some with --out");
        }
        return outs;
    }

    private static Manifest.DataEntry entry(String role, ImageSet set) throws IOException {
        return new Manifest.DataEntry(role, set.name(), set.size(), set.digest());
    }
}
