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
import org.morseuq.data.FeatureTable;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Subset;
import org.morseuq.eval.Detector;
import org.morseuq.eval.MorseScore;
import org.morseuq.eval.Protocol;
import org.morseuq.eval.ProtocolRun;
import org.morseuq.eval.ProtocolSummary;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.training.DetectorFit;
import org.morseuq.training.HeadRecipe;
import org.morseuq.training.ReferenceImages;

/**
 * Runs a {@link Protocol} from images: every network and seed, each remembered in a file of its own, so that a run that was
 * stopped goes on where it was. A seeded half of the in-distribution test images is kept for choosing constants.
 *
 * @param protocol what to run
 * @param sets where images are found
 * @param network how networks are run
 * @param networks the folder of the networks that do not come with the program; null if it was not given
 * @param interruption what tells that the program should stop
 * @param err where progress goes
 */
record ProtocolExperiment(
        Protocol protocol, Sets sets, Network network, Path networks, Interruption interruption, PrintWriter err)
        implements Experiment {

    static Experiment read(Definition definition, ReproduceCommand options) throws IOException {
        Protocol protocol = definition.as(Protocol.class);
        return new ProtocolExperiment(
                protocol.on(protocol.networks(), Math.min(options.seeds, protocol.seeds())),
                options.sets,
                options.network,
                options.networks,
                options.interruption(),
                options.err());
    }

    @Override
    public void require() throws IOException {
        for (Map.Entry<String, String> each : protocol.networks().entrySet()) {
            Network.file(networks, each.getKey(), each.getValue());
        }
        sets.folder();
    }

    /** The definition itself has the digests of its sets; what is there of the optional ones is told beside the networks. */
    @Override
    public Map<String, String> data() throws IOException {
        Map<String, String> data = Network.digests(networks, protocol.networks());
        data.putAll(ProtocolSets.find(protocol, sets).digests(protocol.in()));
        return data;
    }

    @Override
    public Outcome run(Path to) throws IOException {
        ProtocolSummary summary = summary(Optional.of(to.resolve("runs")));
        StepDiagrams.write(SummaryPictures.of(summary), to.resolve(SummaryPictures.FILE));
        Experiments.write(to, summary, out -> ProtocolTable.print(protocol, summary, out));
        return new Outcome() {
            @Override
            public void print(PrintWriter out) {
                ProtocolTable.print(protocol, summary, out);
            }

            @Override
            public List<String> movedFrom(Path expected) throws IOException {
                return summary.movedFrom(Json.read(expected, ProtocolSummary.class), protocol.tolerance());
            }
        };
    }

    /**
     * Runs whatever is not remembered.
     *
     * @param remembered the folder of the runs; none to remember nothing
     */
    ProtocolSummary summary(Optional<Path> remembered) throws IOException {
        ProtocolSets found = ProtocolSets.find(protocol, sets);
        List<String> methods = new ArrayList<>(Methods.of(protocol.methods()).names());
        boolean head = methods.remove(MorseScore.NAME);
        HeadRecipe recipe = HeadRecipe.named(protocol.recipe());
        List<ProtocolRun> runs = new ArrayList<>();
        for (Map.Entry<String, String> each : protocol.networks().entrySet()) {
            try (Backbone backbone = network.load(
                    Network.file(networks, each.getKey(), each.getValue()), MapOptions.parsed(protocol.statistics()))) {
                Extraction extraction = network.extraction(backbone, err, interruption);
                Protocol alone = protocol.on(Map.of(each.getKey(), each.getValue()), 1); // others change no run
                String identity = Digest.ofParts(
                        Json.pretty(alone), backbone.digest(), Version.code(), String.join(",", found.absent()));
                for (int seed = 0; seed < protocol.seeds(); seed++) {
                    interruption.check();
                    String file = each.getKey() + "-" + seed + ".json";
                    Optional<ProtocolRun> known = remembered.isEmpty()
                            ? Optional.empty()
                            : RememberedRun.find(remembered.get().resolve(file), identity, ProtocolRun.class);
                    if (known.isPresent()) {
                        runs.add(known.get());
                        continue;
                    }
                    ProtocolRun.Rows rows = rows(extraction, found, seed);
                    List<Detector> fitted = head
                            ? List.of(new MorseScore(recipe.fit(
                                    rows.train(),
                                    reference(extraction, found, seed),
                                    seed,
                                    loss -> interruption.check())))
                            : List.of();
                    ProtocolRun run = ProtocolRun.of(each.getKey(), seed, fitted, methods, rows);
                    if (remembered.isPresent()) {
                        RememberedRun.keep(remembered.get().resolve(file), identity, run);
                    }
                    runs.add(run);
                    show(run, protocol.seeds());
                }
            }
        }
        return ProtocolSummary.of(protocol, runs, found.absent());
    }

    private static FeatureTable reference(Extraction extraction, ProtocolSets found, long seed) throws IOException {
        int size = extraction.backbone().preprocessing().size();
        return extraction.of(ReferenceImages.of(found.train(), DetectorFit.REFERENCE_IMAGES, size, seed));
    }

    private ProtocolRun.Rows rows(Extraction extraction, ProtocolSets found, long seed) throws IOException {
        FeatureTable test = extraction.of(found.test());
        Halves halves = Halves.of(found.test(), seed);
        return new ProtocolRun.Rows(
                extraction.of(Subset.sample(found.train(), DetectorFit.TRAIN_IMAGES, seed)),
                test.rows(halves.calibration()),
                test.rows(halves.evaluation()),
                shifted(extraction, Subset.of(found.test(), halves.evaluation()), seed),
                tables(extraction, found.outs()),
                tables(extraction, found.validation()));
    }

    private static Map<String, FeatureTable> tables(Extraction extraction, Map<String, ImageSet> sets)
            throws IOException {
        Map<String, FeatureTable> tables = new LinkedHashMap<>();
        for (Map.Entry<String, ImageSet> each : sets.entrySet()) {
            tables.put(each.getKey(), extraction.of(each.getValue()));
        }
        return tables;
    }

    private Optional<FeatureTable> shifted(Extraction extraction, ImageSet in, long seed) throws IOException {
        Optional<FeatureTable> all = Optional.empty();
        if (protocol.shifted() != null) {
            ImageSet some = Subset.sample(in, protocol.shifted().images(), seed);
            for (Corruption corruption : Corruption.values()) {
                for (int level : protocol.shifted().levels()) {
                    FeatureTable one = extraction.of(CorruptedImages.of(some, corruption, level, seed));
                    all = Optional.of(all.map(before -> before.followedBy(one)).orElse(one));
                }
            }
        }
        return all;
    }

    private void show(ProtocolRun run, int seeds) {
        err.printf("%s, seed %d of %d: done", run.network(), run.seed(), seeds);
        run.leftOut().forEach((name, reason) -> err.printf("; left out: %s (%s)", name, reason));
        run.chosen().forEach((name, constant) -> err.printf("; %s: %s", name, constant));
        err.println();
        err.flush();
    }
}
