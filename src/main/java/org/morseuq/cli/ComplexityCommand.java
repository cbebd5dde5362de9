package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.DifferentiableBackbone;
import org.morseuq.backbone.MapStatistic;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.backbone.StreamedImages;
import org.morseuq.complexity.ComplexityCard;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.ImageSet;
import org.morseuq.eval.EvaluationReport;
import org.morseuq.head.Manifest;
import org.morseuq.report.ComplexityEvidence;
import org.morseuq.report.ComplexityPage;
import org.morseuq.store.AtomicFile;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code morse complexity}: a network's card. */
@Command(
        name = "complexity",
        description = {
            "Measure a classifier on labelled images: geometric complexity, neural collapse, margins, the curvature and the",
            "spectrum of its loss, and how its classes lie to each other as tasks. Inputs are on the network's own",
            "normalised scale, batch norm is in evaluation mode. Images stream: memory holds a batch of them.",
            "With --report, what is done is remembered: a run that was stopped goes on with the first measure it lacks."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ComplexityCommand implements Callable<Integer> {

    private enum Format {
        TABLE,
        CSV,
        JSON
    }

    @Mixin
    private Sets sets;

    @Option(
            names = "--backbone",
            description = "A TorchScript file NAME.pt beside NAME.pt.json, or a folder that 'train' made; default: the"
                    + " network that comes with the program. TorchScript is code: use files that you trust.")
    private Path backbone;

    @Option(names = "--device", defaultValue = "auto", description = "cpu, gpu, or auto: a gpu if there is one.")
    private String device;

    @Option(names = "--in", defaultValue = "cifar10", description = "The set of images, its test split.")
    private String in;

    @Mixin
    private CardOptions how;

    @Option(names = "--format", defaultValue = "table", description = "table, csv or json.")
    private Format format;

    @Option(names = "--to", description = "Also write the card as JSON to this file.")
    private Path to;

    @Option(
            names = "--report",
            description = "A folder to write report.html, complexity.json and complexity.csv to, and to remember in.")
    private Path report;

    @Option(
            names = "--evaluation",
            description = "An evaluation.json of the same network, to set out-of-distribution results beside the card.")
    private Path evaluation;

    @CommandLine.ParentCommand
    private Morse morse;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CardPlan plan = how.plan();
        if (report != null && Files.exists(report) && !Files.isDirectory(report)) {
            throw new IllegalArgumentException("--report takes a folder, " + report + " is a file");
        }
        ComplexityEvidence evidence = measured(plan);
        Map<String, Object> card = evidence.toMap();
        evidence.card().leftOut().forEach((measure, why) -> err().println(
                        "morse: " + measure + " is left out: " + why));
        err().flush();
        if (to != null) {
            Json.write(to, card);
        }
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case TABLE -> ComplexityTable.print(evidence, out);
            case CSV -> ComplexityTable.csv(card, out);
            case JSON -> out.println(Json.pretty(card));
        }
        out.flush();
        if (report != null) {
            Json.write(report.resolve("complexity.json"), card);
            AtomicFile.write(report.resolve("complexity.csv"), bytes -> {
                PrintWriter csv = new PrintWriter(bytes, false, StandardCharsets.UTF_8);
                ComplexityTable.csv(card, csv);
                csv.flush();
            });
            ComplexityPage.write(report.resolve("report.html"), evidence, morse.typed());
        }
        return 0;
    }

    private ComplexityEvidence measured(CardPlan plan) throws IOException {
        Path file = backbone != null ? backbone : Shipped.find().folder();
        String where = Names.device(device);
        ImageSet set = sets.find(in, Split.TEST);
        Map<String, String> leftOut = new LinkedHashMap<>();
        String images = set.digest();
        StreamedImages streamed;
        RememberedMeasures remembered;
        Stages stages;
        ForwardMeasures.Outcome forward;
        Manifest.BackboneEntry entry;
        Optional<EvaluationReport> beside;
        List<String> classes;
        try (DifferentiableBackbone network = DifferentiableBackbone.load(file, where, MapStatistic.moments())) {
            Backbone plain = network.backbone();
            Preprocessing scale = plain.preprocessing();
            entry = new Manifest.BackboneEntry(plain.name(), plain.digest(), scale.size(), scale.mean(), scale.std());
            beside = beside(plain);
            classes = plain.classes().isEmpty() ? set.classes() : plain.classes();
            streamed = StreamedImages.first(set, how.limit(), scale, how.batch());
            remembered = new RememberedMeasures(
                    Optional.ofNullable(report).map(folder -> folder.resolve("measures")),
                    Digest.ofParts(
                            Version.code(),
                            Json.pretty(entry),
                            images,
                            Integer.toString(streamed.size()),
                            Integer.toString(how.batch()),
                            where));
            stages = new Stages(
                    err(),
                    morse.interruption(),
                    ForwardMeasures.stages(plan, network.layout()) + LossMeasures.stages(plan));
            forward = new ForwardMeasures(network, streamed, plan, remembered, stages, leftOut).measure();
        }
        try (LossMeasures loss = new LossMeasures(file, where, streamed, classes, plan, remembered, stages, leftOut)) {
            ComplexityCard card = new ComplexityCard(
                    streamed.size(),
                    forward.logits(),
                    forward.embedding(),
                    forward.collapse(),
                    forward.margin(),
                    loss.curvature(),
                    loss.spectrum(),
                    loss.tasks(),
                    leftOut);
            return new ComplexityEvidence(
                    card, set.name(), images, entry, classes, how.seed(), where, Version.current(), beside);
        }
    }

    /** The evaluation that was named, refused if it is that of another network. */
    private Optional<EvaluationReport> beside(Backbone network) throws IOException {
        if (evaluation == null) {
            return Optional.empty();
        }
        EvaluationReport read = Json.read(evaluation, EvaluationReport.class);
        if (!read.backbone().sha256().equals(network.digest())) {
            throw new IllegalArgumentException(evaluation + ": is an evaluation of the network "
                    + read.backbone().name() + " with the digest "
                    + read.backbone().sha256() + ", but "
                    + network.name() + " has the digest " + network.digest());
        }
        return Optional.of(read);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
