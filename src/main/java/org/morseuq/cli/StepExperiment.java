package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.study.BackwardStudy;
import org.morseuq.study.BracketStudy;
import org.morseuq.study.CorridorStudy;
import org.morseuq.study.DriftAdjustedStudy;
import org.morseuq.study.PrincipalFlowStudy;
import org.morseuq.study.RungeKuttaStudy;
import org.morseuq.study.StepResult;
import org.morseuq.study.StepStudy;

/** Runs a {@link StepStudy} as one piece, remembers what came out, and draws its curves. */
final class StepExperiment implements Experiment {

    private static final String RUN = "run.json";
    private static final String PICTURE = "curves.png";

    private final StepStudy study;
    private final ReproduceCommand options;

    private StepExperiment(StepStudy study, ReproduceCommand options) {
        this.study = study;
        this.options = options;
    }

    static Experiment flows(Definition definition, ReproduceCommand options) throws IOException {
        return new StepExperiment(definition.as(PrincipalFlowStudy.class), options);
    }

    static Experiment orders(Definition definition, ReproduceCommand options) throws IOException {
        return new StepExperiment(definition.as(BackwardStudy.class), options);
    }

    static Experiment rungeKutta(Definition definition, ReproduceCommand options) throws IOException {
        return new StepExperiment(definition.as(RungeKuttaStudy.class), options);
    }

    static Experiment corridors(Definition definition, ReproduceCommand options) throws IOException {
        return new StepExperiment(definition.as(CorridorStudy.class), options);
    }

    static Experiment driftAdjusted(Definition definition, ReproduceCommand options) throws IOException {
        return new StepExperiment(definition.as(DriftAdjustedStudy.class), options);
    }

    static Experiment brackets(Definition definition, ReproduceCommand options) throws IOException {
        return new StepExperiment(definition.as(BracketStudy.class), options);
    }

    @Override
    public void require() {}

    @Override
    public Outcome run(Path to) throws IOException {
        String identity = Digest.ofParts(Json.pretty(study), Version.code());
        Path file = to.resolve(RUN);
        Optional<StepResult> remembered = RememberedRun.find(file, identity, StepResult.class);
        StepResult result = remembered.isPresent() ? remembered.get() : study.run(options.interruption()::check);
        if (remembered.isEmpty()) {
            Files.deleteIfExists(to.resolve(PICTURE)); // it is not that of this run
            RememberedRun.keep(file, identity, result);
        }
        if (!Files.exists(to.resolve(PICTURE))) {
            StepDiagrams.write(result.plots(), to.resolve(PICTURE));
        }
        StepResult numbers = new StepResult(result.tables(), List.of());
        Experiments.write(to, numbers, out -> StepTable.print(study.title(), numbers, out));
        return new Outcome() {
            @Override
            public void print(PrintWriter out) {
                StepTable.print(study.title(), numbers, out);
            }

            @Override
            public List<String> movedFrom(Path expected) throws IOException {
                return numbers.movedFrom(Json.read(expected, StepResult.class), study.tolerance());
            }
        };
    }
}
