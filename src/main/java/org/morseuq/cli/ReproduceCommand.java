package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.morseuq.eval.Benchmark;
import org.morseuq.eval.BenchmarkSummary;
import org.morseuq.store.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code morse reproduce}: runs an experiment again and says what moved. */
@Command(
        name = "reproduce",
        description = {
            "Run an experiment of the folder eval/ again, and say what moved against its expected results.",
            "What is done is remembered in --to: a run that was stopped goes on where it was."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ReproduceCommand implements Callable<Integer> {

    private static final String DEFINITION = "experiment.json";
    private static final String EXPECTED = "expected.json";

    @Mixin
    Sets sets;

    @Mixin
    Network network;

    @Parameters(paramLabel = "NAME", description = "A folder of eval/ that holds " + DEFINITION + ", or 'all'.")
    private String name;

    @Option(names = "--to", required = true, description = "The folder to write to; one folder an experiment.")
    private Path to;

    @Option(names = "--from", description = "The folder of experiments; default the eval folder of the program.")
    private Path from;

    @Option(names = "--networks", description = "The folder of the networks that do not come with the program.")
    private Path networks;

    @Option(names = "--seeds", defaultValue = "100", description = "No more than these, for a quick look.")
    int seeds;

    @CommandLine.ParentCommand
    private Morse morse;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds must be at least 1, got " + seeds);
        }
        Path folder = from == null ? Shipped.find().evaluations() : from;
        Set<String> known = experiments(folder);
        for (String one : name.equals("all") ? known : List.of(Names.require("experiment", name, known))) {
            run(folder.resolve(one), to.resolve(one));
        }
        return 0;
    }

    private static Set<String> experiments(Path folder) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> inside = Files.list(folder)) {
            inside.filter(path -> Files.exists(path.resolve(DEFINITION)))
                    .forEach(path -> names.add(path.getFileName().toString()));
        }
        return names;
    }

    private void run(Path folder, Path target) throws IOException {
        Benchmark benchmark = Json.read(folder.resolve(DEFINITION), Benchmark.class);
        BenchmarkSummary summary = new BenchmarkExperiment(benchmark, this, target).run();
        PrintWriter out = spec.commandLine().getOut();
        BenchmarkTable.print(benchmark, summary, out);
        Path expected = folder.resolve(EXPECTED);
        if (Files.exists(expected)) {
            List<String> moved = summary.movedFrom(Json.read(expected, BenchmarkSummary.class), benchmark.tolerance());
            out.println();
            out.println(moved.isEmpty() ? "Nothing moved." : "Moved:");
            moved.forEach(out::println);
        }
        out.flush();
    }

    /** Where a network lies. */
    Path networkFile(String networkName, String file) throws IOException {
        return BenchmarkExperiment.existing(networks, networkName, file);
    }

    /** What tells that the program should stop. */
    Interruption interruption() {
        return morse.interruption();
    }

    /** Where progress and messages go. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
