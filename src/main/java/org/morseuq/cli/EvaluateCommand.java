package org.morseuq.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.morseuq.eval.EvaluationReport;
import org.morseuq.eval.Protocol;
import org.morseuq.eval.ProtocolSummary;
import org.morseuq.report.EvaluationPage;
import org.morseuq.report.Evidence;
import org.morseuq.store.AtomicFile;
import org.morseuq.store.Json;
import org.morseuq.training.HeadRecipe;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code morse evaluate}: detectors side by side on one backbone. */
@Command(
        name = "evaluate",
        description = {
            "Tell in-distribution images from those of other sets, with a Morse head and the standard detectors.",
            "Without options: the network, the detector and the features that come with the program."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class EvaluateCommand implements Callable<Integer> {

    /** The options that a protocol takes the place of. */
    private static final List<String> INSTEAD = List.of(
            "--in",
            "--out",
            "--train",
            "--detector",
            "--statistics",
            "--recipe",
            "--seed",
            "--false-alarm",
            "--policy");

    /** What is printed. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    @Mixin
    Sets sets;

    @Mixin
    Network network;

    @Mixin
    MapOptions maps;

    @Option(names = "--detector", description = "A fitted detector; without one, a head is fitted first.")
    Path detector;

    @Option(names = "--in", defaultValue = Shipped.IN, description = "The in-distribution set: a name or a path.")
    String in;

    @Option(names = "--train", description = "What the backbone was trained on; for a named --in its training split.")
    String train;

    @Option(
            names = "--out",
            split = ",",
            description = "The other sets: names or paths. By default every other set that is found.")
    List<String> out = List.of();

    @Option(
            names = "--methods",
            split = ",",
            defaultValue = "standard",
            description = {
                "standard: morse, msp, maxlogit, energy, knn, mahalanobis, rmd; all: these and all others; or some of",
                "morse, msp, maxlogit, energy, entropy, gen, tempscale, klm (these see the logits);",
                "knn, mahalanobis, mahalanobis++, rmd, gda, gmm, deep-svdd, isomax, residual (the embedding);",
                "react, she, neco, vim, fdbd, energy+knn (both);",
                "knn@inner, mahalanobis@inner, rmd@inner, energy+knn@inner (the inner layers that morse sees)."
            })
    List<String> methods;

    @Option(names = "--recipe", defaultValue = HeadRecipe.DEFAULT, description = "How a head is fitted.")
    String recipe;

    @Mixin
    Flags flags;

    @Option(names = "--seed", defaultValue = "0", description = "Of samples, perturbations, split and fit.")
    long seed;

    @Option(names = "--format", defaultValue = "table", description = "table, csv or json.")
    Format format;

    @Option(
            names = "--report",
            description =
                    "A folder to write report.html, evaluation.json, evaluation.csv and calibration.csv to as well.")
    Path report;

    @Option(
            names = "--protocol",
            description = {
                "A definition of sets with digests, groups, networks and seeds (an experiment.json of kind protocol);",
                "instead of --in, --out and the like. --report remembers its runs."
            })
    private Path protocol;

    @Option(names = "--networks", description = "With --protocol: the folder of its networks; or give one --backbone.")
    private Path networks;

    @Option(
            names = "--size",
            defaultValue = "default",
            description = "With --protocol: ${COMPLETION-CANDIDATES}; what a definition with 'sizes' says of this one.")
    private Size size;

    @Option(names = "--seeds", defaultValue = "100", description = "With --protocol: no more seeds than these.")
    private int seeds;

    @Option(
            names = "--require",
            paramLabel = "NAME>=NUMBER",
            description = {
                "Fail (exit code 3) unless the result reaches it; may be given several times. Fractions, with >=, <=, >",
                "or <: METHOD.METRIC.SET with auroc, aupr_in, aupr_out, fpr95 or fpr95_ood_positive and a set, 'mean'",
                "or a group of the protocol; or accuracy, ece, calibrated_ece, false_alarms, ...; for example",
                "morse.auroc.mean>=0.9."
            })
    private List<String> required = List.of();

    @CommandLine.ParentCommand
    private Morse morse;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** What tells that the program should stop. */
    Interruption interruption() {
        return morse.interruption();
    }

    /** Where progress and messages go. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    @Override
    public Integer call() throws IOException {
        Names.require("recipe", recipe, HeadRecipe.names());
        Methods chosen = Methods.of(methods);
        flags.policy(); // refuses nonsense before anything is computed
        List<Requirement> requirements =
                required.stream().map(Requirement::parse).toList();
        if (report != null && Files.exists(report) && !Files.isDirectory(report)) {
            throw new IllegalArgumentException("--report takes a folder, " + report + " is a file");
        }
        if (protocol != null) {
            return run(Definition.read(protocol, size).as(Protocol.class), requirements);
        }
        boolean shipped = network.backbone == null && !sets.given();
        if (shipped) {
            maps.requireNone("the features that come with the program");
        } else if (detector != null) {
            maps.requireNone("--detector, which has its own");
        }
        Evidence evidence = shipped
                ? new ShippedEvaluation(this, Shipped.find()).run(chosen)
                : new ImageEvaluation(this).run(chosen);
        EvaluationReport result = evidence.report();
        PrintWriter output = spec.commandLine().getOut();
        switch (format) {
            case TABLE -> EvaluationTable.print(result, output);
            case CSV -> EvaluationTable.csv(result, output);
            case JSON -> output.println(Json.pretty(result));
        }
        output.flush();
        if (report != null) {
            Json.write(report.resolve("evaluation.json"), result);
            AtomicFile.write(report.resolve("evaluation.csv"), bytes -> EvaluationTable.csv(result, utf8(bytes)));
            AtomicFile.write(
                    report.resolve("calibration.csv"), bytes -> EvaluationTable.calibrationCsv(result, utf8(bytes)));
            EvaluationPage.write(report.resolve("report.html"), evidence, morse.typed());
        }
        printTimes(result.provenance().seconds());
        return required(requirements, Requirement.numbers(result));
    }

    private int required(List<Requirement> requirements, Map<String, Double> numbers) {
        int code = 0;
        for (Requirement requirement : requirements) {
            String unmet = requirement.unmet(numbers);
            if (!unmet.isEmpty()) {
                err().println(unmet);
                code = Morse.REQUIREMENT_NOT_MET;
            }
        }
        err().flush();
        return code;
    }

    private int run(Protocol given, List<Requirement> requirements) throws IOException {
        CommandLine.ParseResult parsed = spec.commandLine().getParseResult();
        for (String option : INSTEAD) {
            if (parsed.hasMatchedOption(option)) {
                throw new IllegalArgumentException("--protocol says what is evaluated, do not give " + option + " too");
            }
        }
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds must be at least 1, got " + seeds);
        }
        Path one = network.backbone == null ? null : network.backbone.toAbsolutePath();
        Map<String, String> files = one == null
                ? given.networks()
                : Map.of(one.getFileName().toString(), one.getFileName().toString());
        Protocol shown = given.on(files, Math.min(seeds, given.seeds()));
        ProtocolExperiment experiment = new ProtocolExperiment(
                parsed.hasMatchedOption("--methods") ? shown.comparing(methods) : shown,
                sets,
                network,
                one == null ? networks : one.getParent(),
                interruption(),
                err());
        experiment.require();
        PrintWriter output = spec.commandLine().getOut();
        ProtocolSummary summary = experiment.summary(Optional.ofNullable(report).map(to -> to.resolve("runs")));
        switch (format) {
            case TABLE -> ProtocolTable.print(shown, summary, output);
            case CSV -> ProtocolTable.csv(summary, output);
            case JSON -> output.println(Json.pretty(summary));
        }
        output.flush();
        if (report != null) {
            Experiments.write(report, summary, out -> ProtocolTable.print(shown, summary, out));
            AtomicFile.write(report.resolve("summary.csv"), bytes -> ProtocolTable.csv(summary, utf8(bytes)));
        }
        return required(requirements, summary.numbers());
    }

    private static PrintWriter utf8(OutputStream bytes) {
        return new PrintWriter(bytes, false, StandardCharsets.UTF_8);
    }

    private void printTimes(Map<String, Double> seconds) {
        if (seconds.containsKey("forward")) {
            err().printf(
                            Locale.ROOT,
                            "%.1f s in all; %.1f s of it loaded the network, %.1f s were forward passes over images"
                                    + " whose features were not remembered%n",
                            seconds.get("total"),
                            seconds.get("load"),
                            seconds.get("forward"));
        } else {
            err().printf(
                            Locale.ROOT,
                            "%.1f s, from shipped features; no image was read (give --data DIR to start from images)%n",
                            seconds.get("total"));
        }
        err().flush();
    }
}
