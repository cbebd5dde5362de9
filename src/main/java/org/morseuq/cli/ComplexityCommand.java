package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ObjIntConsumer;
import org.morseuq.backbone.DifferentiableBackbone;
import org.morseuq.backbone.NetworkLoss;
import org.morseuq.complexity.ComplexityCard;
import org.morseuq.complexity.Curvature;
import org.morseuq.complexity.GeometricComplexity;
import org.morseuq.complexity.Probe;
import org.morseuq.complexity.TraceEstimator;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.ImageSet;
import org.morseuq.function.Lanczos;
import org.morseuq.function.Vector;
import org.morseuq.store.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code morse complexity}: a network's card. */
@Command(
        name = "complexity",
        description = {
            "Measure a classifier on labelled images: geometric complexity, neural collapse, margins and the curvature of its",
            "loss. Inputs are on the network's own normalised scale, batch norm is in evaluation mode."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ComplexityCommand implements Callable<Integer> {

    private static final List<String> MEASURES = List.of("geometric", "collapse", "margin", "curvature");

    private enum Format {
        TABLE,
        JSON
    }

    @Mixin
    private Sets sets;

    @Option(
            names = "--backbone",
            description = "A TorchScript file NAME.pt beside NAME.pt.json, or a folder that 'train' made; default: the"
                    + " network that comes with the program. TorchScript is code: use files that you trust.")
    private Path backbone;

    @Option(names = "--device", defaultValue = "cpu", description = "cpu or gpu.")
    private String device;

    @Option(names = "--in", defaultValue = "cifar10", description = "The set of images, its test split.")
    private String in;

    @Option(names = "--limit", defaultValue = "128", description = "The first so many images.")
    private int limit;

    @Option(names = "--batch-size", defaultValue = "128", description = "Images in memory at a time.")
    private int batch;

    @Option(
            names = "--measures",
            defaultValue = "all",
            split = ",",
            description = "all, or some of geometric, collapse, margin, curvature.")
    private List<String> measures;

    @Option(
            names = "--probes",
            defaultValue = "0",
            description = "Estimate geometric complexity from so many random signs an image; 0 for exact.")
    private int probes;

    @Option(names = "--eigenvalues", defaultValue = "5", description = "How many of the loss's Hessian.")
    private int eigenvalues;

    @Option(names = "--products", defaultValue = "25", description = "At most so many Hessian products to find them.")
    private int products;

    @Option(
            names = "--trace-error",
            defaultValue = "0.05",
            description = "Stop estimating the trace at this relative standard error.")
    private double traceError;

    @Option(names = "--trace-probes", defaultValue = "30", description = "At most so many products for the trace.")
    private int traceProbes;

    @Option(names = "--seed", defaultValue = "0", description = "Of all random signs and starts.")
    private long seed;

    @Option(names = "--format", defaultValue = "table", description = "table or json.")
    private Format format;

    @Option(names = "--to", description = "Also write the card as JSON to this file.")
    private Path to;

    @CommandLine.ParentCommand
    private Morse morse;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Set<String> wanted = new LinkedHashSet<>(measures.equals(List.of("all")) ? MEASURES : measures);
        for (String measure : wanted) {
            Names.require("measure", measure, MEASURES);
        }
        if (limit < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "--limit and --batch-size must be at least 1, got " + limit + " and " + batch);
        }
        if (probes < 0) {
            throw new IllegalArgumentException("--probes must be at least 0, got " + probes);
        }
        Lanczos lanczos = new Lanczos(Lanczos.Part.MAGNITUDE, eigenvalues, products, 1e-3, seed);
        TraceEstimator trace = new TraceEstimator(traceProbes, traceError, seed + 1);
        Path file = backbone != null ? backbone : Shipped.find().folder();
        ImageSet set = sets.find(in, Split.TEST);
        Map<String, Object> card = new LinkedHashMap<>();
        ComplexityCard measured;
        try (DifferentiableBackbone network = DifferentiableBackbone.load(file, Names.device(device))) {
            LabelledImages images =
                    LabelledImages.first(set, limit, network.backbone().preprocessing());
            ComplexityMeasurement measurement = new ComplexityMeasurement(
                    network,
                    images,
                    new GeometricComplexity(
                            probes == 0 ? new Probe.Exact() : new Probe.Rademacher(probes), batch, seed),
                    shown(images.labels().length));
            if (wanted.contains("collapse")) {
                measurement.obstacleToCollapse().ifPresent(this::note);
            }
            measured = measurement.card(wanted, () -> curvature(file, images, lanczos, trace));
            card.put("in", set.name());
            card.put("backbone", network.backbone().name());
            card.put("backbone_sha256", network.backbone().digest());
            card.put("images_sha256", set.digest());
            card.put("seed", seed);
        }
        card.putAll(measured.toMap());
        if (to != null) {
            Json.write(to, card);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(Json.pretty(card));
        } else {
            ComplexityTable.print(card.get("backbone") + " on " + set.name(), measured, out);
        }
        out.flush();
        return 0;
    }

    private void note(String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("morse: neural collapse is left out: " + why);
        err.flush();
    }

    /** One progress line a measure; stops between two batches. */
    private ObjIntConsumer<String> shown(int total) {
        Map<String, Progress> lines = new HashMap<>();
        return (what, done) -> {
            lines.computeIfAbsent(what, name -> new Progress(spec.commandLine().getErr(), name + ":"))
                    .at(done, total, "");
            morse.interruption().check();
        };
    }

    private Curvature curvature(Path file, LabelledImages images, Lanczos lanczos, TraceEstimator trace)
            throws IOException {
        int most = lanczos.products() + trace.probes();
        Progress progress = new Progress(spec.commandLine().getErr(), "Hessian products:");
        int[] taken = {0};
        try (NetworkLoss loss = NetworkLoss.load(file, device, images.images(), images.labels(), batch);
                Vector at = loss.parameters()) {
            Curvature curvature = Curvature.of(loss, at, lanczos, trace, () -> {
                progress.at(++taken[0], most, "at most");
                morse.interruption().check();
            });
            progress.finish();
            return curvature;
        }
    }
}
