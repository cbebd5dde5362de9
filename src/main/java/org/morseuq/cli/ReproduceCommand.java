package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.store.AtomicFile;
import org.morseuq.store.Digest;
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
            "What is done is remembered in --to: a run that was stopped goes on where it was.",
            "'all' runs every experiment that the given data and networks allow, says which it left out, and writes",
            "gallery.html; a finished one is not run again unless its definition, its data or the program changed.",
            "Ends with 3 if anything moved."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ReproduceCommand implements Callable<Integer> {

    private static final String EXPECTED = "expected.json";
    private static final String ALL = "all";
    private static final int ALL_SEEDS = 100;

    private final Map<String, String> known = new HashMap<>();

    @Mixin
    Sets sets;

    @Mixin
    Network network;

    @Parameters(
            paramLabel = "NAME",
            description = "A folder of eval/ that holds " + Experiments.DEFINITION + "; or 'all' that can run.")
    private String name;

    @Option(names = "--to", required = true, description = "The folder to write to; one folder an experiment.")
    private Path to;

    @Option(names = "--from", description = "The folder of experiments; default the eval folder of the program.")
    private Path from;

    @Option(names = "--networks", description = "The folder of the networks that do not come with the program.")
    Path networks;

    @Option(names = "--seeds", defaultValue = "" + ALL_SEEDS, description = "No more than these, for a quick look.")
    int seeds;

    @Option(
            names = "--size",
            defaultValue = "default",
            description = {
                "${COMPLETION-CANDIDATES}: the default takes minutes; the large one of some experiments takes up to hours and needs",
                "--networks, and its results lie in a folder 'large' of their own. Others have one size."
            })
    Size size;

    @Option(
            names = "--update",
            description = "Make what came out the expected results: write summary, table and pictures back to --from.")
    private boolean update;

    @CommandLine.ParentCommand
    private Morse morse;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds must be at least 1, got " + seeds);
        }
        if (update && seeds < ALL_SEEDS) {
            throw new IllegalArgumentException("--update takes the results of all seeds, do not give --seeds too");
        }
        Path folder = from == null ? Shipped.find().evaluations() : from;
        Set<String> known = Experiments.in(folder);
        if (!name.equals(ALL)) {
            Definition definition = Definition.in(folder.resolve(Names.require("experiment", name, known)), size);
            Experiment experiment = Experiments.read(definition, this);
            experiment.require();
            return show(run(definition, experiment)) ? 0 : Morse.REQUIREMENT_NOT_MET;
        }
        return new WholeGallery(this, folder, to).run(known) ? 0 : Morse.REQUIREMENT_NOT_MET;
    }

    /** What came out of an experiment, and what moved; null if nothing was expected. */
    record Ran(Experiment.Outcome outcome, List<String> moved) {}

    /** Runs an experiment, and remembers how long it took and what moved, also if it is stopped on the way. */
    Ran run(Definition definition, Experiment experiment) throws IOException {
        String identity = identity(definition, experiment);
        Path results = definition.results(to);
        String command = command(definition);
        Map<String, String> data = experiment.data();
        double seconds = FinishedRun.find(results, identity)
                .filter(run -> !run.finished())
                .map(FinishedRun::seconds)
                .orElse(0.0);
        long begin = System.nanoTime();
        Experiment.Outcome outcome = null;
        try {
            outcome = experiment.run(results);
        } finally {
            seconds += (System.nanoTime() - begin) * 1e-9;
            if (outcome == null && Files.isDirectory(results)) {
                new FinishedRun(identity, false, seconds, command, data, null).write(results);
            }
        }
        Path expected = definition.folder().resolve(EXPECTED);
        List<String> moved = Files.exists(expected) ? outcome.movedFrom(expected) : null;
        if (update) {
            update(definition);
            new FinishedRun(identity(definition, experiment), true, seconds, command, data, List.of()).write(results);
        } else {
            new FinishedRun(identity, true, seconds, command, data, moved).write(results);
        }
        return new Ran(outcome, moved);
    }

    /** Copies summary, table and pictures beside the definition. */
    private void update(Definition definition) throws IOException {
        try (Stream<Path> results = Files.list(definition.results(to))) {
            for (Path result : results.filter(Files::isRegularFile).toList()) {
                String name = result.getFileName().toString();
                if (name.equals(Experiments.SUMMARY)
                        || name.equals(Experiments.TABLE)
                        || name.endsWith(Experiments.PICTURE)) {
                    Path copy = definition.folder().resolve(name.equals(Experiments.SUMMARY) ? EXPECTED : name);
                    AtomicFile.write(copy, bytes -> Files.copy(result, bytes));
                }
            }
        }
    }

    /** A digest of all that the results of an experiment depend on. */
    String identity(Definition definition, Experiment experiment) throws IOException {
        Path expected = definition.folder().resolve(EXPECTED);
        return Digest.ofParts(
                definition.digest(),
                Files.exists(expected) ? Digest.ofFile(expected) : "",
                experiment.data().toString(),
                Integer.toString(seeds),
                Version.code());
    }

    /** What to type to run one experiment again. */
    private String command(Definition definition) {
        return "morse reproduce " + definition.arguments()
                + (networks == null ? "" : " --networks NETWORKS")
                + (sets.given() ? " --data DATA" : "")
                + " --to FOLDER";
    }

    /** Prints what came out of a run; whether it is as expected. */
    boolean show(Ran ran) {
        ran.outcome().print(spec.commandLine().getOut());
        return moved(ran.moved());
    }

    /** Says what moved, null if nothing was expected; whether all is as expected, or made to be. */
    boolean moved(List<String> moved) {
        PrintWriter out = spec.commandLine().getOut();
        if (moved != null) {
            out.println();
            out.println(moved.isEmpty() ? "Nothing moved." : "Moved:");
            moved.forEach(out::println);
        }
        out.flush();
        return update || moved == null || moved.isEmpty();
    }

    /** Whether what came out is to be expected from now on. */
    boolean updates() {
        return update;
    }

    /** Where results go. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** The digests of an experiment's networks, by name. */
    Map<String, String> digests(Map<String, String> files) throws IOException {
        return Network.digests(networks, files);
    }

    /** The digests of both splits of a set, by name. */
    Map<String, String> splits(String set) throws IOException {
        Map<String, String> digests = new LinkedHashMap<>();
        addDigest(set, Split.TRAIN, digests);
        addDigest(set, Split.TEST, digests);
        return digests;
    }

    /** Adds the digest of a set, which is computed once. */
    void addDigest(String set, Split split, Map<String, String> into) throws IOException {
        String key = split == Split.TRAIN ? set + ", training" : set;
        String digest = known.get(key);
        if (digest == null) {
            digest = sets.find(set, split).digest();
            known.put(key, digest);
        }
        into.put(key, digest);
    }

    /** Refuses if one of the networks, or the folder of data, was not given. */
    void requireNetworks(Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> network : files.entrySet()) {
            networkFile(network.getKey(), network.getValue());
        }
        sets.folder();
    }

    /** Where a network lies; that without a file comes with the program. */
    Path networkFile(String networkName, String file) throws IOException {
        return Network.file(networks, networkName, file);
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
