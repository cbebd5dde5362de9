package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.algebra.TiledInnerProducts;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.eval.Evaluation;
import org.morseuq.eval.EvaluationReport;
import org.morseuq.eval.Recalibration;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.report.Evidence;

/** Evaluates on the features that come with the program: no image, no network, no engine. */
final class ShippedEvaluation {

    private final EvaluateCommand options;
    private final Shipped shipped;

    ShippedEvaluation(EvaluateCommand options, Shipped shipped) {
        this.options = options;
        this.shipped = shipped;
    }

    Evidence run(Methods methods) throws IOException {
        long begin = System.nanoTime();
        if (!options.in.equals(Shipped.IN)) {
            throw new IllegalArgumentException("only features of " + Shipped.IN + " are shipped; evaluate " + options.in
                    + " from images with --backbone and --data");
        }
        MorseDetector detector =
                options.flags.on(MorseDetector.load(options.detector == null ? shipped.detector() : options.detector));
        Manifest.Origin origin = detector.manifest().origin();
        FeatureTable test = shipped.test();
        Halves halves = Halves.of(test.size(), origin.seed());
        FeatureTable in = test.rows(halves.evaluation());
        Map<String, Path> others = shipped.others();
        Map<String, FeatureTable> outs = new LinkedHashMap<>();
        for (String name : options.out.isEmpty() ? others.keySet() : options.out) {
            outs.put(name, FeatureFile.read(others.get(Names.require("shipped set", name, others.keySet()))));
        }
        Optional<FeatureTable> train = methods.needTraining() ? Optional.of(shipped.train()) : Optional.empty();
        List<String> notes = new ArrayList<>();
        notes.add("From features that come with the program; the other half of the " + test.size()
                + " test images calibrated the detector.");
        List<Recalibration> recalibrations = Recalibration.fit(test.rows(halves.calibration()));
        Evaluation evaluation = Evaluation.of(
                Shipped.IN,
                methods.fitted(detector, train, TiledInnerProducts::new, notes),
                detector,
                recalibrations,
                in,
                outs);
        EvaluationReport.Provenance provenance = new EvaluationReport.Provenance(
                Version.current(),
                "features",
                origin.seed(),
                origin.recipe(),
                "",
                System.getProperty("java.version"),
                origin.data(),
                notes,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Map.of("total", (System.nanoTime() - begin) * 1e-9));
        return new Evidence(
                EvaluationReport.of(evaluation, origin.backbone(), provenance),
                evaluation.scores(),
                detector,
                recalibrations,
                in,
                outs,
                Optional.empty());
    }
}
