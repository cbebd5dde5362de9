package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.Extraction;
import org.morseuq.data.CorruptedImages;
import org.morseuq.data.Corruption;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Subset;
import org.morseuq.eval.ShiftEvaluation;
import org.morseuq.eval.ShiftSummary;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.ThresholdPolicy;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.training.DetectorFit;

/**
 * Runs a {@link ShiftEvaluation} from images: a seeded half of the test images fits the temperatures, the other half is
 * reported on, clean and corrupted. Every network and seed is remembered in a file of its own, so that a run that was
 * stopped goes on where it was.
 */
final class ShiftExperiment implements Experiment {

    private final ShiftEvaluation evaluation;
    private final ReproduceCommand options;

    private ShiftExperiment(ShiftEvaluation evaluation, ReproduceCommand options) {
        this.evaluation = evaluation;
        this.options = options;
    }

    static Experiment read(Definition definition, ReproduceCommand options) throws IOException {
        return new ShiftExperiment(definition.as(ShiftEvaluation.class), options);
    }

    @Override
    public void require() throws IOException {
        options.requireNetworks(evaluation.networks());
    }

    @Override
    public Map<String, String> data() throws IOException {
        Map<String, String> data = options.digests(evaluation.networks());
        options.addDigest(evaluation.in(), Split.TRAIN, data);
        options.addDigest(evaluation.in(), Split.TEST, data);
        return data;
    }

    @Override
    public Outcome run(Path to) throws IOException {
        int seeds = Math.min(options.seeds, evaluation.seeds());
        List<ShiftEvaluation.Run> runs = new ArrayList<>();
        String images = Digest.ofParts(
                options.sets.find(evaluation.in(), Split.TRAIN).digest(),
                options.sets.find(evaluation.in(), Split.TEST).digest());
        for (Map.Entry<String, String> network : evaluation.networks().entrySet()) {
            try (Backbone backbone = options.network.load(
                    options.networkFile(network.getKey(), network.getValue()),
                    MapOptions.parsed(evaluation.statistics()))) {
                for (int seed = 0; seed < seeds; seed++) {
                    options.interruption().check();
                    Path result = to.resolve("runs").resolve(network.getKey() + "-" + seed + ".json");
                    String identity =
                            Digest.ofParts(Json.pretty(evaluation), backbone.digest(), Version.code(), images);
                    ShiftEvaluation.Run run = RememberedRun.find(result, identity, ShiftEvaluation.Run.class)
                            .orElse(null);
                    if (run == null) {
                        run = measure(network.getKey(), backbone, seed);
                        RememberedRun.keep(result, identity, run);
                    }
                    runs.add(run);
                }
            }
        }
        ShiftSummary summary = ShiftSummary.of(runs);
        StepDiagrams.write(SummaryPictures.of(summary), to.resolve(SummaryPictures.FILE));
        Experiments.write(to, summary, out -> ShiftTable.print(evaluation, summary, runs, out));
        return new Shifts(evaluation, summary);
    }

    private record Shifts(ShiftEvaluation evaluation, ShiftSummary summary) implements Outcome {
        @Override
        public void print(PrintWriter out) {
            ShiftTable.summary(evaluation, summary, out);
        }

        @Override
        public List<String> movedFrom(Path expected) throws IOException {
            return summary.movedFrom(Json.read(expected, ShiftSummary.class), evaluation.tolerance());
        }
    }

    private ShiftEvaluation.Run measure(String network, Backbone backbone, long seed) throws IOException {
        Extraction extraction = options.network.extraction(backbone, options.err(), options.interruption());
        ImageSet test = options.sets.find(evaluation.in(), Split.TEST);
        Halves halves = Halves.of(test, seed);
        FeatureTable clean = extraction.of(test);
        FeatureTable held = clean.rows(halves.calibration());
        MorseDetector detector = new DetectorFit(
                        evaluation.recipe(),
                        DetectorFit.TRAIN_IMAGES,
                        DetectorFit.REFERENCE_IMAGES,
                        new ThresholdPolicy.FalseAlarm(0.05), // any: what is flagged is not looked at
                        seed,
                        Version.current())
                .run(
                        extraction,
                        options.sets.find(evaluation.in(), Split.TRAIN),
                        held,
                        halves.entry(test),
                        Optional.empty(),
                        loss -> options.interruption().check());
        Map<String, FeatureTable> images = new LinkedHashMap<>();
        images.put(ShiftEvaluation.CLEAN, clean.rows(halves.evaluation()));
        ImageSet other = Subset.of(test, halves.evaluation());
        for (Corruption corruption : Corruption.values()) {
            for (int level = 1; level <= Corruption.LEVELS; level++) {
                images.put(corruption + " " + level, extraction.of(CorruptedImages.of(other, corruption, level, seed)));
            }
        }
        return evaluation.run(network, seed, detector, held, images);
    }
}
