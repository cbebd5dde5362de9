package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.morseuq.data.ClassSample;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Subset;
import org.morseuq.head.Manifest;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.study.StepResult;
import org.morseuq.training.NetworkFamily;
import org.morseuq.training.ReferenceImages;

/** Runs a {@link DetectionStudy}. Every network is remembered in a file of its own, so that a run that was stopped goes on. */
final class DetectionExperiment implements Experiment {

    private final DetectionStudy study;
    private final ReproduceCommand options;

    private DetectionExperiment(DetectionStudy study, ReproduceCommand options) {
        this.study = study;
        this.options = options;
    }

    static Experiment read(Definition definition, ReproduceCommand options) throws IOException {
        return new DetectionExperiment(definition.as(DetectionStudy.class), options);
    }

    @Override
    public void require() {
        options.sets.folder();
    }

    @Override
    public Map<String, String> data() throws IOException {
        Map<String, String> data = options.splits(study.in());
        for (List<String> names : study.outs().values()) {
            for (String name : names) {
                options.addDigest(name, Split.TEST, data);
            }
        }
        return data;
    }

    @Override
    public Outcome run(Path to) throws IOException {
        String identity = Digest.ofParts(Json.pretty(study), Version.code(), String.join(" ", data().values()));
        DetectionStudy.Material material = null;
        int seeds = Math.min(options.seeds, study.seeds());
        List<NetworkFamily.Member> members = study.family().members();
        Progress progress = new Progress(options.err(), "networks:");
        List<DetectionStudy.Run> runs = new ArrayList<>();
        for (NetworkFamily.Member member : members) {
            for (int seed = 0; seed < seeds; seed++) {
                Path file = to.resolve("runs").resolve(member.name().replace(' ', '-') + "-" + seed + ".json");
                DetectionStudy.Run run = RememberedRun.find(file, identity, DetectionStudy.Run.class)
                        .orElse(null);
                if (run == null) {
                    material = material == null ? material() : material;
                    run = study.run(
                            member, seed, material, origin(member, seed, identity), options.interruption()::check);
                    RememberedRun.keep(file, identity, run);
                }
                runs.add(run);
                progress.at(runs.size(), (long) members.size() * seeds, member.name() + ", seed " + seed);
            }
        }
        DetectionTables tables = new DetectionTables(study, runs);
        StepResult result = new StepResult(tables.all(), List.of());
        StepDiagrams.write(tables.scatters(), to.resolve("networks.png"));
        Experiments.write(to, result, out -> StepTable.print(study.title(), result, out));
        return new Outcome() {
            @Override
            public void print(PrintWriter out) {
                StepTable.print(study.title(), result, out);
            }

            @Override
            public List<String> movedFrom(Path expected) throws IOException {
                return result.movedFrom(Json.read(expected, StepResult.class), study.tolerance(), study.slack());
            }
        };
    }

    private DetectionStudy.Material material() throws IOException {
        FamilyImages images = new FamilyImages(study.size());
        ImageSet train = options.sets.find(study.in(), Split.TRAIN);
        ImageSet test = options.sets.find(study.in(), Split.TEST);
        List<Integer> classes = IntStream.range(0, study.classes()).boxed().toList();
        Map<String, Map<String, float[][]>> outs = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> group : study.outs().entrySet()) {
            Map<String, float[][]> sets = new LinkedHashMap<>();
            for (String name : group.getValue()) {
                sets.put(name, images.points(Subset.sample(options.sets.find(name, Split.TEST), study.limit(), 0)));
            }
            outs.put(group.getKey(), sets);
        }
        ImageSet learned = ClassSample.of(train, classes, study.images());
        return new DetectionStudy.Material(
                images.examples(train, classes, 0, study.images()),
                images.examples(train, classes, 0, study.measured()),
                images.points(ReferenceImages.of(learned, study.spoilt(), study.size(), 0)),
                images.examples(test, classes, 0, study.held()),
                images.examples(test, classes, study.held(), study.held() + study.fresh()),
                outs);
    }

    /** What a head's manifest asks for; no head is kept. */
    private Manifest.Origin origin(NetworkFamily.Member member, long seed, String identity) {
        return new Manifest.Origin(
                Version.current(),
                study.recipe(),
                seed,
                new Manifest.BackboneEntry(member.name(), identity, study.size(), List.of(), List.of()),
                List.of(),
                List.of(),
                Map.of());
    }
}
