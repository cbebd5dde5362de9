package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Runs all experiments that can run, those that are not finished yet, and writes the gallery of their results. */
final class WholeGallery {

    private final ReproduceCommand command;
    private final Path folder;
    private final Path to;

    /** What the placards of the experiments that were run here foretold, and what they took. */
    private double foretold;

    private double taken;

    WholeGallery(ReproduceCommand command, Path folder, Path to) {
        this.command = command;
        this.folder = folder;
        this.to = to;
    }

    /** An experiment that can run, and what is remembered of it. */
    private record Due(Definition definition, Experiment experiment, Placard placard, Optional<FinishedRun> finished) {}

    /**
     * Runs them.
     *
     * @param names of the experiments
     * @return whether everything is as expected
     */
    boolean run(Set<String> names) throws IOException {
        Gallery gallery = new Gallery();
        List<Due> due = new ArrayList<>();
        for (String name : names) {
            command.interruption().check();
            Definition definition = Definition.in(folder.resolve(name), command.size);
            Experiment experiment = Experiments.read(definition, command);
            try {
                experiment.require();
                due.add(new Due(
                        definition, experiment, Placard.find(definition.folder()), finished(definition, experiment)));
            } catch (IllegalArgumentException | NoSuchFileException e) {
                String why = Morse.sentence(e);
                gallery.leaveOut(definition.title(), why);
                command.err().println("left out: " + definition.title() + " (" + why + ")");
                command.err().flush();
            }
        }
        if (due.isEmpty()) {
            throw new IllegalArgumentException("no experiment of " + folder + " can run with what was given");
        }
        double left = due.stream()
                .filter(each -> each.finished().isEmpty())
                .mapToDouble(each -> each.placard().seconds())
                .sum();
        boolean expected = true;
        for (int at = 0; at < due.size(); at++) {
            Due each = due.get(at);
            expected &= one(
                    "[" + (at + 1) + "/" + due.size() + "] " + each.definition().title(), each, left);
            left -= each.finished().isPresent() ? 0 : each.placard().seconds();
            Path results = each.definition().results(to);
            String identity = command.identity(each.definition(), each.experiment());
            gallery.add(
                    each.definition(),
                    each.placard(),
                    FinishedRun.find(results, identity).orElseThrow(),
                    results);
        }
        gallery.write(to);
        command.out().println("Gallery of " + due.size() + " experiments: " + to.resolve(Gallery.PAGE));
        command.out().flush();
        return expected;
    }

    /** What is remembered of an experiment that needs not be run again. */
    private Optional<FinishedRun> finished(Definition definition, Experiment experiment) throws IOException {
        String identity = command.identity(definition, experiment);
        return FinishedRun.find(definition.results(to), identity)
                .filter(FinishedRun::finished)
                .filter(run -> Files.exists(table(definition)) && !command.updates());
    }

    /** Runs one, unless it is finished, and shows its results; whether they are as expected. */
    private boolean one(String place, Due due, double left) throws IOException {
        PrintWriter err = command.err();
        PrintWriter out = command.out();
        if (due.finished().isPresent()) {
            err.println(place + ": finished before");
        } else {
            err.printf(Locale.ROOT, "%s: about %s left in all%n", place, clock(left * pace()));
        }
        err.flush();
        out.println("== " + due.definition().title());
        boolean expected;
        if (due.finished().isPresent()) {
            out.print(Files.readString(table(due.definition())));
            expected = command.moved(due.finished().get().moved());
        } else {
            long begin = System.nanoTime();
            ReproduceCommand.Ran ran = command.run(due.definition(), due.experiment());
            taken += (System.nanoTime() - begin) * 1e-9;
            foretold += due.placard().seconds();
            expected = command.show(ran);
        }
        out.println();
        return expected;
    }

    private Path table(Definition definition) {
        return definition.results(to).resolve(Experiments.TABLE);
    }

    /** How much slower than the placards say it goes here. */
    private double pace() {
        return foretold > 0 ? taken / foretold : 1;
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
