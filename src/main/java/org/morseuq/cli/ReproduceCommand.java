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
import org.morseuq.data.DataFolder.Split;
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
            "gallery.html; a finished one is not run again unless its definition, its data or the program changed."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ReproduceCommand implements Callable<Integer> {

    private static final String EXPECTED = "expected.json";
    private static final String ALL = "all";

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
        Set<String> known = Experiments.in(folder);
        if (!name.equals(ALL)) {
            Experiment experiment = Experiments.read(folder.resolve(Names.require("experiment", name, known)), this);
            experiment.require();
            show(name, run(name, experiment, folder), folder);
            return 0;
        }
        new WholeGallery(this, folder, to).run(known);
        return 0;
    }

    /** Runs an experiment, and remembers how long it took and what moved, also if it is stopped on the way. */
    Experiment.Outcome run(String one, Experiment experiment, Path folder) throws IOException {
        String identity = identity(one, experiment, folder);
        Path results = to.resolve(one);
        double before = FinishedRun.find(results, identity)
                .filter(run -> !run.finished())
                .map(FinishedRun::seconds)
                .orElse(0.0);
        Map<String, String> data = experiment.data();
        long begin = System.nanoTime();
        boolean finished = false;
        Path expected = folder.resolve(one).resolve(EXPECTED);
        List<String> moved = null;
        try {
            Experiment.Outcome outcome = experiment.run(results);
            moved = Files.exists(expected) ? outcome.movedFrom(expected) : null;
            finished = true;
            return outcome;
        } finally {
            double seconds = before + (System.nanoTime() - begin) * 1e-9;
            if (Files.isDirectory(results)) {
                new FinishedRun(identity, finished, seconds, command(one), data, moved).write(results);
            }
        }
    }

    /** A digest of all that the results of an experiment depend on. */
    String identity(String one, Experiment experiment, Path folder) throws IOException {
        Path expected = folder.resolve(one).resolve(EXPECTED);
        return Digest.ofParts(
                Digest.ofFile(folder.resolve(one).resolve(Experiments.DEFINITION)),
                Files.exists(expected) ? Digest.ofFile(expected) : "",
                experiment.data().toString(),
                Integer.toString(seeds),
                Version.current());
    }

    /** What to type to run one experiment again. */
    private String command(String one) {
        return "morse reproduce " + one
                + (networks == null ? "" : " --networks NETWORKS")
                + (sets.given() ? " --data DATA" : "")
                + " --to FOLDER";
    }

    /** Prints what came out, and what moved. */
    void show(String one, Experiment.Outcome outcome, Path folder) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        outcome.print(out);
        Path expected = folder.resolve(one).resolve(EXPECTED);
        if (Files.exists(expected)) {
            moved(outcome.movedFrom(expected));
        }
        out.flush();
    }

    /** Says what moved. */
    void moved(List<String> moved) {
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println(moved.isEmpty() ? "Nothing moved." : "Moved:");
        moved.forEach(out::println);
        out.flush();
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
