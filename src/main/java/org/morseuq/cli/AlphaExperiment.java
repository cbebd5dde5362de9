package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.study.AlphaStudy;
import org.morseuq.study.AlphaSummary;

/**
 * Runs an {@link AlphaStudy}: measures every pair of densities, remembers each in a file of its own, and draws the limits,
 * the divergences and the moving line.
 */
final class AlphaExperiment implements Experiment {

    /** A spread needs two. */
    private static final int LEAST_SEEDS = 2;

    private final AlphaStudy study;
    private final ReproduceCommand options;

    private AlphaExperiment(AlphaStudy study, ReproduceCommand options) {
        this.study = study;
        this.options = options;
    }

    static Experiment read(Definition definition, ReproduceCommand options) throws IOException {
        return new AlphaExperiment(definition.as(AlphaStudy.class), options);
    }

    @Override
    public void require() {}

    @Override
    public Outcome run(Path to) throws IOException {
        int seeds =
                Math.max(LEAST_SEEDS, Math.min(options.seeds, study.sampling().seeds()));
        String identity = Digest.ofParts(Json.pretty(study), String.valueOf(seeds), Version.code());
        Progress progress = new Progress(options.err(), "pairs:");
        AlphaSummary summary = new AlphaSummary(List.of(), List.of(), List.of());
        List<String> parts = study.parts();
        boolean drawn = Files.exists(to.resolve(AlphaPictures.LINE));
        for (int i = 0; i < parts.size(); i++) {
            options.interruption().check();
            Path file = to.resolve("runs").resolve(parts.get(i) + ".json");
            Optional<AlphaSummary> remembered = RememberedRun.find(file, identity, AlphaSummary.class);
            AlphaSummary part = remembered.isPresent() ? remembered.get() : study.measure(parts.get(i), seeds);
            if (remembered.isEmpty()) {
                Files.deleteIfExists(to.resolve(AlphaPictures.LINE)); // the last one drawn: now none counts
                RememberedRun.keep(file, identity, part);
                drawn = false;
            }
            summary = summary.and(part);
            progress.at(i + 1L, parts.size(), parts.get(i));
        }
        if (!drawn) {
            AlphaPictures.write(study, summary, to);
        }
        AlphaSummary whole = summary;
        Experiments.write(to, whole, out -> AlphaTable.print(study, whole, out));
        return new Densities(study, whole);
    }

    private record Densities(AlphaStudy study, AlphaSummary summary) implements Outcome {
        @Override
        public void print(PrintWriter out) {
            AlphaTable.print(study, summary, out);
        }

        @Override
        public List<String> movedFrom(Path expected) throws IOException {
            return summary.movedFrom(Json.read(expected, AlphaSummary.class), study.tolerance());
        }
    }
}
