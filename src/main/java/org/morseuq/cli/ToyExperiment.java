package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.Langevin;
import org.morseuq.head.MorseNetwork;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;
import org.morseuq.study.Toy;
import org.morseuq.study.ToyStudy;
import org.morseuq.study.ToySummary;
import org.morseuq.training.PerceptronFit;

/**
 * Runs a {@link ToyStudy}: fits every density, remembers each in a file of its own, and draws a sheet for every toy.
 */
final class ToyExperiment implements Experiment {

    private static final String IDENTITY = "identity";
    private static final String LINE = "line";
    private static final String DENSITY = "density";
    private static final String SAMPLES = "samples";

    private final ToyStudy study;
    private final ReproduceCommand options;

    private ToyExperiment(ToyStudy study, ReproduceCommand options) {
        this.study = study;
        this.options = options;
    }

    static Experiment read(Definition definition, ReproduceCommand options) throws IOException {
        return new ToyExperiment(definition.as(ToyStudy.class), options);
    }

    @Override
    public void require() {}

    /** One fitted density: its numbers, and what is drawn of it. */
    record Fitted(ToySummary.Line line, float[][] density, float[][] samples) {}

    @Override
    public Outcome run(Path to) throws IOException {
        String identity = Digest.ofParts(Json.pretty(study), Version.code());
        Progress progress = new Progress(options.err(), "densities:");
        Map<String, Double> ceilings = new LinkedHashMap<>();
        List<ToySummary.Line> lines = new ArrayList<>();
        int total = study.cells().size();
        for (String name : study.toys()) {
            Map<ToyStudy.Cell, Fitted> ofToy = new LinkedHashMap<>();
            Path sheet = to.resolve(name + ".png");
            boolean drawn = Files.exists(sheet);
            for (ToyStudy.Cell cell : study.cells()) {
                if (!cell.toy().equals(name)) {
                    continue;
                }
                options.interruption().check();
                Path file = to.resolve("cells").resolve(cell + ".safetensors");
                Fitted fitted = remembered(file, identity);
                if (fitted == null) {
                    Files.deleteIfExists(sheet); // it will not be that of its cells any more
                    fitted = fit(cell);
                    remember(file, identity, fitted);
                    drawn = false;
                }
                ofToy.put(cell, fitted);
                lines.add(fitted.line());
                progress.at(lines.size(), total, cell.toString());
            }
            Toy toy = Toy.named(name);
            ceilings.put(name, study.ceiling(toy));
            if (!drawn) {
                ToySheet.write(study, toy, ofToy, sheet);
            }
        }
        ToySummary summary = new ToySummary(ceilings, lines);
        Experiments.write(to, summary, out -> ToyTable.print(study, summary, out));
        return new Outcome() {
            @Override
            public void print(PrintWriter out) {
                ToyTable.print(study, summary, out);
            }

            @Override
            public List<String> movedFrom(Path expected) throws IOException {
                return summary.movedFrom(
                        Json.read(expected, ToySummary.class),
                        study.aurocTolerance(),
                        study.densityTolerance(),
                        study.sampling().tolerance());
            }
        };
    }

    private Fitted fit(ToyStudy.Cell cell) {
        FeatureTable data = study.data(Toy.named(cell.toy()));
        PerceptronFit fit = new PerceptronFit(
                cell.kernel(),
                study.kernels().get(cell.kernel()),
                cell.supervised(),
                study.hidden(),
                study.weight(),
                study.epochs(),
                study.batchSize(),
                study.learningRate());
        MorseNetwork network = fit.fit(data, study.referencePoints(), study.seed(), loss -> options.interruption()
                .check());
        float[][] density = study.field(network);
        List<Langevin.Chain> chains = study.chains(network);
        // Of every chain the last point: these are independent of each other.
        float[][] samples = chains.stream()
                .map(chain -> chain.points()[chain.points().length - 1])
                .toArray(float[][]::new);
        return new Fitted(study.measure(cell, network, density, chains), density, samples);
    }

    private static void remember(Path file, String identity, Fitted fitted) throws IOException {
        Map<String, String> strings = new LinkedHashMap<>();
        strings.put(IDENTITY, identity);
        strings.put(LINE, new String(Json.bytes(fitted.line()), StandardCharsets.UTF_8));
        new Safetensors(strings, Map.of(DENSITY, Tensor.of(fitted.density()), SAMPLES, Tensor.of(fitted.samples())))
                .write(file);
    }

    private static Fitted remembered(Path file, String identity) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        Safetensors remembered = Safetensors.read(file);
        if (!identity.equals(remembered.metadata().get(IDENTITY))) {
            return null;
        }
        String line = remembered.metadata().get(LINE);
        if (line == null) {
            throw new MalformedFileException(file, "lacks the line of its cell");
        }
        return new Fitted(
                Json.parse(file, line.getBytes(StandardCharsets.UTF_8), ToySummary.Line.class),
                remembered.get(file, DENSITY).toRows(),
                remembered.get(file, SAMPLES).toRows());
    }
}
