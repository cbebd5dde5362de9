package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
    private record Due(Experiment experiment, Placard placard, Optional<FinishedRun> finished) {}

    void run(Set<String> names) throws IOException {
        Gallery gallery = new Gallery(folder);
        Map<String, Due> due = new LinkedHashMap<>();
        for (String name : names) {
            command.interruption().check();
            Experiment experiment = Experiments.read(folder.resolve(name), command);
            try {
                experiment.require();
                String identity = command.identity(name, experiment, folder);
                Placard placard = Placard.find(folder.resolve(name));
                due.put(
                        name,
                        new Due(
                                experiment,
                                placard,
                                FinishedRun.find(to.resolve(name), identity)
                                        .filter(FinishedRun::finished)
                                        .filter(run -> Files.exists(table(name)))));
            } catch (IllegalArgumentException | NoSuchFileException e) {
                String why = Morse.sentence(e);
                gallery.leaveOut(name, why);
                command.err().println("left out: " + name + " (" + why + ")");
                command.err().flush();
            }
        }
        if (due.isEmpty()) {
            throw new IllegalArgumentException("no experiment of " + folder + " can run with what was given");
        }
        double left = due.values().stream()
                .filter(each -> each.finished().isEmpty())
                .mapToDouble(each -> each.placard().seconds())
                .sum();
        int at = 0;
        for (Map.Entry<String, Due> each : due.entrySet()) {
            at++;
            left -= one(at, due.size(), each.getKey(), each.getValue(), left);
            gallery.add(
                    each.getKey(),
                    FinishedRun.find(
                                    to.resolve(each.getKey()),
                                    command.identity(
                                            each.getKey(), each.getValue().experiment(), folder))
                            .orElseThrow(),
                    to.resolve(each.getKey()));
        }
        gallery.write(to);
        command.out().println("Gallery of " + due.size() + " experiments: " + to.resolve(Gallery.PAGE));
        command.out().flush();
    }

    /** Runs one, unless it is finished, and shows its results; returns what its placard foretold of what was still to do. */
    private double one(int at, int total, String name, Due due, double left) throws IOException {
        PrintWriter err = command.err();
        PrintWriter out = command.out();
        String place = "[" + at + "/" + total + "] " + name;
        if (due.finished().isPresent()) {
            err.println(place + ": finished before");
        } else {
            err.printf(Locale.ROOT, "%s: about %s left in all%n", place, clock(left * pace()));
        }
        err.flush();
        out.println("== " + name);
        if (due.finished().isPresent()) {
            out.print(Files.readString(table(name)));
            if (due.finished().get().moved() != null) {
                command.moved(due.finished().get().moved());
            }
            out.println();
            return 0;
        }
        long begin = System.nanoTime();
        Experiment.Outcome outcome = command.run(name, due.experiment(), folder);
        taken += (System.nanoTime() - begin) * 1e-9;
        foretold += due.placard().seconds();
        command.show(name, outcome, folder);
        out.println();
        return due.placard().seconds();
    }

    private Path table(String name) {
        return to.resolve(name).resolve("table.txt");
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
