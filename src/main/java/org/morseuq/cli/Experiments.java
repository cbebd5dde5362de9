package org.morseuq.cli;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.morseuq.eval.Protocol;
import org.morseuq.eval.ShiftEvaluation;
import org.morseuq.store.AtomicFile;
import org.morseuq.store.Json;
import org.morseuq.store.MalformedFileException;
import org.morseuq.study.AlphaStudy;
import org.morseuq.study.ComplexityStudy;
import org.morseuq.study.MarginStudy;
import org.morseuq.training.HeadOptimizerStudy;
import org.morseuq.training.OptimizerStudy;

/** The kinds of experiments, and where they are defined. */
final class Experiments {

    static final String DEFINITION = "experiment.json";
    static final String SUMMARY = "summary.json";
    static final String TABLE = "table.txt";
    static final String PICTURE = ".png";

    /** How an experiment of a kind is read from its definition. */
    private interface Kind {
        Experiment read(Definition definition, ReproduceCommand options) throws IOException;
    }

    private static final Map<String, Kind> KINDS = new TreeMap<>(Map.<String, Kind>ofEntries(
            entry(OptimizerStudy.KIND, OptimizerExperiment::read),
            entry(HeadOptimizerStudy.KIND, HeadOptimizerExperiment::read),
            entry(AlphaStudy.KIND, AlphaExperiment::read),
            entry("benchmark", BenchmarkExperiment::read),
            entry("morse-toys", ToyExperiment::read),
            entry(Protocol.KIND, ProtocolExperiment::read),
            entry(TrainingPlan.KIND, TrainingExperiment::read),
            entry(ShiftEvaluation.KIND, ShiftExperiment::read),
            entry(ComplexityStudy.KIND, NetworkExperiment::complexity),
            entry(MarginStudy.KIND, NetworkExperiment::margins),
            entry(TransferStudy.KIND, TransferExperiment::read),
            entry(DetectionStudy.KIND, DetectionExperiment::read),
            entry("principal-flow", StepExperiment::flows),
            entry("backward-sgd", StepExperiment::orders),
            entry("task-brackets", StepExperiment::brackets),
            entry("corridors", StepExperiment::corridors),
            entry("drift-adjusted", StepExperiment::driftAdjusted),
            entry("runge-kutta", StepExperiment::rungeKutta)));

    private Experiments() {}

    /** The names of the folders that define an experiment. */
    static Set<String> in(Path folder) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> inside = Files.list(folder)) {
            inside.filter(path -> Files.exists(path.resolve(DEFINITION)))
                    .forEach(path -> names.add(path.getFileName().toString()));
        }
        return names;
    }

    /** What a definition defines; its kind is what it says under {@code kind}. */
    static Experiment read(Definition definition, ReproduceCommand options) throws IOException {
        Object name = definition.properties().get("kind");
        Kind kind = name instanceof String text ? KINDS.get(text) : null;
        if (kind == null) {
            throw new MalformedFileException(
                    definition.file(), "unknown kind '" + name + "', known are " + String.join(", ", KINDS.keySet()));
        }
        return kind.read(definition, options);
    }

    /** Writes what came out of an experiment, for programs and for people. */
    static void write(Path to, Object summary, Consumer<PrintWriter> table) throws IOException {
        Json.write(to.resolve(SUMMARY), summary);
        AtomicFile.write(to.resolve(TABLE), bytes -> {
            PrintWriter out = new PrintWriter(bytes, false, StandardCharsets.UTF_8);
            table.accept(out);
            out.flush();
        });
    }
}
