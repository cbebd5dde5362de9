package org.morseuq.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.morseuq.eval.EvaluationReport;
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
            defaultValue = "all",
            description = {
                "all: morse, msp, maxlogit, energy, knn, mahalanobis, rmd; every: these and all others; or some of",
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
            description = "A folder to write evaluation.json, evaluation.csv and calibration.csv to as well.")
    Path report;

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
        boolean shipped = network.backbone == null && !sets.given();
        EvaluationReport result = shipped
                ? new ShippedEvaluation(this, Shipped.find()).run(chosen)
                : new ImageEvaluation(this).run(chosen);
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
        }
        printTimes(result.provenance().seconds());
        return 0;
    }

    private static PrintWriter utf8(OutputStream bytes) {
        return new PrintWriter(bytes, false, StandardCharsets.UTF_8);
    }

    private void printTimes(Map<String, Double> seconds) {
        if (seconds.containsKey("forward")) {
            err().printf(
                            Locale.ROOT,
                            "%.1f s in all; %.1f s of it loaded the network, %.1f s were plain forward passes over images"
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
