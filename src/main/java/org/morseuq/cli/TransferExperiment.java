package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.morseuq.complexity.FewShot;
import org.morseuq.complexity.GeometricComplexity;
import org.morseuq.complexity.Probe;
import org.morseuq.complexity.TransferProtocol;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.ImageSet;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.study.StepResult;
import org.morseuq.training.Examples;
import org.morseuq.training.NetworkFamily;

/** Runs a {@link TransferStudy}. Every network is remembered in a file of its own, so that a run that was stopped goes on. */
final class TransferExperiment implements Experiment {

    private static final int BATCH = 150;

    private final TransferStudy study;
    private final ReproduceCommand options;

    private TransferExperiment(TransferStudy study, ReproduceCommand options) {
        this.study = study;
        this.options = options;
    }

    static Experiment read(Definition definition, ReproduceCommand options) throws IOException {
        return new TransferExperiment(definition.as(TransferStudy.class), options);
    }

    @Override
    public void require() {
        options.sets.folder();
    }

    @Override
    public Map<String, String> data() throws IOException {
        return options.splits(study.set());
    }

    @Override
    public Outcome run(Path to) throws IOException {
        ImageSet train = options.sets.find(study.set(), Split.TRAIN);
        ImageSet test = options.sets.find(study.set(), Split.TEST);
        String identity = Digest.ofParts(Json.pretty(study), Version.code(), String.join(" ", data().values()));
        Examples examples = new FamilyImages(study.size()).examples(train, study.learned(), 0, study.images());
        TransferProtocol protocol =
                protocol(train, test, new TransferProtocol.Images(examples.rows(), examples.labels()));
        int seeds = Math.min(options.seeds, study.seeds());
        List<NetworkFamily.Member> members = study.family().members();
        Progress progress = new Progress(options.err(), "networks:");
        List<TransferStudy.Run> runs = new ArrayList<>();
        for (NetworkFamily.Member member : members) {
            for (int seed = 0; seed < seeds; seed++) {
                Path file = to.resolve("runs").resolve(member.name().replace(' ', '-') + "-" + seed + ".json");
                TransferStudy.Run run = RememberedRun.find(file, identity, TransferStudy.Run.class)
                        .orElse(null);
                if (run == null) {
                    run = study.run(member, seed, examples, protocol, options.interruption()::check);
                    RememberedRun.keep(file, identity, run);
                }
                runs.add(run);
                progress.at(runs.size(), (long) members.size() * seeds, member.name() + ", seed " + seed);
            }
        }
        TransferTables tables = new TransferTables(study, protocol.poincare(), runs);
        StepResult result = new StepResult(tables.all(), List.of());
        TransferPlots plots = new TransferPlots(study, protocol.poincare(), tables.finished(), tables.fitted());
        StepDiagrams.write(plots.alongTraining(), to.resolve("training.png"));
        StepDiagrams.write(plots.scatters(), to.resolve("networks.png"));
        if (tables.fitted().size() > 1) {
            StepDiagrams.write(plots.fittedScatters(), to.resolve("networks-fitted.png"));
        }
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

    private TransferProtocol protocol(ImageSet train, ImageSet test, TransferProtocol.Images learned)
            throws IOException {
        TransferProtocol.Images unseen = images(test, study.unseen(), study.transferred());
        return new TransferProtocol(
                images(train, study.learned(), study.measured()),
                images(test, study.learned(), study.measured()),
                unseen,
                new GeometricComplexity(new Probe.Rademacher(study.probes()), BATCH, 0),
                new FewShot(study.shots(), study.episodes(), 0),
                Math.max(TransferProtocol.gaussianConstant(learned), TransferProtocol.gaussianConstant(unseen)));
    }

    private TransferProtocol.Images images(ImageSet set, List<Integer> classes, int each) throws IOException {
        Examples examples = new FamilyImages(study.size()).examples(set, classes, 0, each);
        return new TransferProtocol.Images(examples.rows(), examples.labels());
    }
}
