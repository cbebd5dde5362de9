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

    static Experiment flows(Path definition, ReproduceCommand options) throws IOException {
        return new StepExperiment(Json.read(definition, PrincipalFlowStudy.class), options);
    }

    static Experiment orders(Path definition, ReproduceCommand options) throws IOException {
        return new StepExperiment(Json.read(definition, BackwardStudy.class), options);
    }

    static Experiment rungeKutta(Path definition, ReproduceCommand options) throws IOException {
        return new StepExperiment(Json.read(definition, RungeKuttaStudy.class), options);
    }

    static Experiment corridors(Path definition, ReproduceCommand options) throws IOException {
        return new StepExperiment(Json.read(definition, CorridorStudy.class), options);
    }

    static Experiment driftAdjusted(Path definition, ReproduceCommand options) throws IOException {
        return new StepExperiment(Json.read(definition, DriftAdjustedStudy.class), options);
    }

    static Experiment brackets(Path definition, ReproduceCommand options) throws IOException {
        return new StepExperiment(Json.read(definition, BracketStudy.class), options);
    }

    @Override
    public void require() {}

    @Override
    public Outcome run(Path to) throws IOException {
        String identity = Digest.ofParts(Json.pretty(study), Version.current());
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
