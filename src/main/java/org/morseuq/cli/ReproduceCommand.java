package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
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

    private static final String EXPECTED = "expected.json";

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
        if (!name.equals("all")) {
            run(name, Experiments.read(folder.resolve(Names.require("experiment", name, known)), this), folder);
            return 0;
        }
        int done = 0;
        for (String one : known) {
            Experiment experiment = Experiments.read(folder.resolve(one), this);
            try {
                experiment.require();
            } catch (IllegalArgumentException | NoSuchFileException e) {
                err().println("left out: " + one + " (" + Morse.sentence(e) + ")");
                err().flush();
                continue;
            }
            run(one, experiment, folder);
            done++;
        }
        if (done == 0) {
            throw new IllegalArgumentException("no experiment of " + folder + " can run with what was given");
        }
        return 0;
    }

    private void run(String one, Experiment experiment, Path folder) throws IOException {
        experiment.require();
        Experiment.Outcome outcome = experiment.run(to.resolve(one));
        PrintWriter out = spec.commandLine().getOut();
        outcome.print(out);
        Path expected = folder.resolve(one).resolve(EXPECTED);
        if (Files.exists(expected)) {
            List<String> moved = outcome.movedFrom(expected);
            out.println();
            out.println(moved.isEmpty() ? "Nothing moved." : "Moved:");
            moved.forEach(out::println);
        }
        out.flush();
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
