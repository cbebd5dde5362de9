package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.Extraction;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Subset;
import org.morseuq.eval.Benchmark;
import org.morseuq.eval.BenchmarkSummary;
import org.morseuq.eval.MorseScore;
import org.morseuq.head.MorseNetwork;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.training.DetectorFit;
import org.morseuq.training.HeadRecipe;
import org.morseuq.training.ReferenceImages;

/**
 * Runs a {@link Benchmark} from images: every network, view and seed, each remembered in a file of its own, so that a run
 * that was stopped goes on where it was.
 */
final class BenchmarkExperiment implements Experiment {

    private final Benchmark benchmark;
    private final ReproduceCommand options;

    private BenchmarkExperiment(Benchmark benchmark, ReproduceCommand options) {
        this.benchmark = benchmark;
        this.options = options;
    }

    static Experiment read(Definition definition, ReproduceCommand options) throws IOException {
        return new BenchmarkExperiment(definition.as(Benchmark.class), options);
    }

    @Override
    public void require() throws IOException {
        options.requireNetworks(benchmark.networks());
    }

    @Override
    public Map<String, String> data() throws IOException {
        Map<String, String> data = options.digests(benchmark.networks());
        options.addDigest(benchmark.in(), Split.TRAIN, data);
        options.addDigest(benchmark.in(), Split.TEST, data);
        for (String name : benchmark.outs()) {
            options.addDigest(name, Split.TEST, data);
        }
        return data;
    }

    @Override
    public Outcome run(Path to) throws IOException {
        int seeds = Math.min(options.seeds, benchmark.seeds());
        int total = benchmark.networks().size() * benchmark.views().size() * seeds;
        List<Benchmark.Run> runs = new ArrayList<>();
        String images = images();
        for (Map.Entry<String, String> network : benchmark.networks().entrySet()) {
            try (Backbone backbone = options.network.load(
                    options.networkFile(network.getKey(), network.getValue()),
                    MapOptions.parsed(benchmark.statistics()))) {
                Extraction extraction = options.network.extraction(backbone, options.err(), options.interruption());
                String identity = Digest.ofParts(Json.pretty(benchmark), backbone.digest(), Version.code(), images);
                for (int seed = 0; seed < seeds; seed++) {
                    Features features = null;
                    for (Map.Entry<String, List<String>> view :
                            benchmark.views().entrySet()) {
                        options.interruption().check();
                        Path result = to.resolve("runs")
                                .resolve(network.getKey() + "-" + view.getKey() + "-" + seed + ".json");
                        Benchmark.Run run = RememberedRun.find(result, identity, Benchmark.Run.class)
                                .orElse(null);
                        if (run == null) {
                            features = features == null ? features(extraction, seed) : features;
                            run = compare(network.getKey(), view.getKey(), seed, features.view(view.getValue()));
                            RememberedRun.keep(result, identity, run);
                        }
                        runs.add(run);
                        show(run, runs.size(), total);
                    }
                }
            }
        }
        BenchmarkSummary summary = BenchmarkSummary.of(runs);
        StepDiagrams.write(SummaryPictures.of(summary), to.resolve(SummaryPictures.FILE));
        Experiments.write(to, summary, out -> BenchmarkTable.print(benchmark, summary, out));
        return new Outcome() {
            @Override
            public void print(PrintWriter out) {
                BenchmarkTable.print(benchmark, summary, out);
            }

            @Override
            public List<String> movedFrom(Path expected) throws IOException {
                return summary.movedFrom(Json.read(expected, BenchmarkSummary.class), benchmark.tolerance());
            }
        };
    }

    /** The digest of all images that take part. */
    private String images() throws IOException {
        List<String> digests = new ArrayList<>();
        digests.add(options.sets.find(benchmark.in(), Split.TRAIN).digest());
        digests.add(options.sets.find(benchmark.in(), Split.TEST).digest());
        for (String name : benchmark.outs()) {
            digests.add(options.sets.find(name, Split.TEST).digest());
        }
        return Digest.ofParts(digests.toArray(String[]::new));
    }

    /** The features of one seed, and those of a view of them. */
    private record Features(
            FeatureTable train, FeatureTable reference, FeatureTable in, Map<String, FeatureTable> outs) {

        Features view(List<String> blocks) {
            if (blocks.isEmpty()) {
                return this;
            }
            Map<String, FeatureTable> selected = new LinkedHashMap<>();
            outs.forEach((name, table) -> selected.put(name, table.select(blocks)));
            return new Features(train.select(blocks), reference.select(blocks), in.select(blocks), selected);
        }
    }

    private Features features(Extraction extraction, long seed) throws IOException {
        ImageSet training = options.sets.find(benchmark.in(), Split.TRAIN);
        FeatureTable test = extraction.of(options.sets.find(benchmark.in(), Split.TEST));
        Map<String, FeatureTable> outs = new LinkedHashMap<>();
        for (String name : benchmark.outs()) {
            FeatureTable whole = extraction.of(options.sets.find(name, Split.TEST));
            outs.put(
                    name,
                    whole.size() > benchmark.limit()
                            ? whole.rows(Subset.draw(whole.size(), benchmark.limit(), seed))
                            : whole);
        }
        int size = extraction.backbone().preprocessing().size();
        return new Features(
                extraction.of(Subset.sample(training, DetectorFit.TRAIN_IMAGES, seed)),
                extraction.of(ReferenceImages.of(training, DetectorFit.REFERENCE_IMAGES, size, seed)),
                test.rows(Halves.of(test.size(), seed).evaluation()),
                outs);
    }

    private Benchmark.Run compare(String network, String view, long seed, Features features) {
        MorseNetwork head = HeadRecipe.named(benchmark.recipe())
                .fit(features.train(), features.reference(), seed, loss -> options.interruption()
                        .check());
        return benchmark.run(
                network, view, seed, new MorseScore(head), features.train(), features.in(), features.outs());
    }

    private void show(Benchmark.Run run, int done, int total) {
        options.err().printf(Locale.ROOT, "%d/%d %s, %s, seed %d:", done, total, run.network(), run.view(), run.seed());
        for (Benchmark.Margin margin : run.margins()) {
            options.err()
                    .printf(
                            Locale.ROOT,
                            " %s %.2f (%+.2f on %s)",
                            margin.group(),
                            100 * margin.morse(),
                            100 * margin.difference().estimate(),
                            margin.rival());
        }
        run.leftOut().forEach((name, reason) -> options.err().printf("; left out: %s (%s)", name, reason));
        options.err().println();
        options.err().flush();
    }
}
