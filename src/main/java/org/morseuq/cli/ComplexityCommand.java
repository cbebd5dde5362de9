package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.morseuq.backbone.DifferentiableBackbone;
import org.morseuq.backbone.NetworkLoss;
import org.morseuq.complexity.ClassMeans;
import org.morseuq.complexity.ComplexityCard;
import org.morseuq.complexity.ComplexityCard.MarginSummary;
import org.morseuq.complexity.Curvature;
import org.morseuq.complexity.Estimate;
import org.morseuq.complexity.GeometricComplexity;
import org.morseuq.complexity.Margins;
import org.morseuq.complexity.NeuralCollapse;
import org.morseuq.complexity.Probe;
import org.morseuq.complexity.TraceEstimator;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Layout;
import org.morseuq.function.Lanczos;
import org.morseuq.function.PointwiseMap;
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
            measured = card(network, images, wanted, lanczos, trace, file);
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

    private ComplexityCard card(
            DifferentiableBackbone network,
            LabelledImages images,
            Set<String> wanted,
            Lanczos lanczos,
            TraceEstimator trace,
            Path file)
            throws IOException {
        Layout layout = network.layout();
        int classes = layout.columns(List.of(Layout.LOGITS)).length;
        float[][] logits = new float[images.labels().length][];
        float[][] embedding = new float[images.labels().length][];
        boolean shown = layout.has(Layout.EMBEDDING);
        rows(network, images.images(), layout, logits, embedding);
        boolean allClasses = Arrays.stream(images.labels()).distinct().count() == classes;
        Optional<double[]> logitSquares = wanted.contains("geometric") || wanted.contains("margin")
                ? Optional.of(squares(network, Layout.LOGITS, images.images()))
                : Optional.empty();
        Optional<double[]> embeddingSquares = shown && wanted.contains("geometric")
                ? Optional.of(squares(network, Layout.EMBEDDING, images.images()))
                : Optional.empty();
        Optional<NeuralCollapse> collapse = Optional.empty();
        Optional<Double> geometricCollapse = Optional.empty();
        if (wanted.contains("collapse")) {
            if (shown && allClasses) {
                collapse = Optional.of(NeuralCollapse.of(embedding, logits, images.labels()));
                geometricCollapse = embeddingSquares.map(squares -> ClassMeans.of(embedding, images.labels())
                        .perSquaredDistance(GeometricComplexity.byClass(squares, images.labels(), classes)));
            } else {
                note(shown ? "a class has no image among the first " + limit : "the network shows no embedding");
            }
        }
        Optional<MarginSummary> margin = wanted.contains("margin")
                ? Optional.of(MarginSummary.of(
                        Margins.of(logits, images.labels()),
                        Estimate.of(logitSquares.orElseThrow()).value()))
                : Optional.empty();
        Optional<Curvature> curvature =
                wanted.contains("curvature") ? Optional.of(curvature(file, images, lanczos, trace)) : Optional.empty();
        return new ComplexityCard(
                images.labels().length,
                wanted.contains("geometric") ? logitSquares.map(Estimate::of) : Optional.empty(),
                embeddingSquares.map(Estimate::of),
                collapse,
                geometricCollapse,
                margin,
                curvature);
    }

    private void note(String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("morse: neural collapse is left out: " + why);
        err.flush();
    }

    private void rows(PointwiseMap network, float[][] images, Layout layout, float[][] logits, float[][] embedding) {
        int[] first = layout.columns(List.of(Layout.LOGITS));
        int[] second = layout.has(Layout.EMBEDDING) ? layout.columns(List.of(Layout.EMBEDDING)) : new int[0];
        for (int from = 0; from < images.length; from += batch) {
            int to = Math.min(images.length, from + batch);
            try (PointwiseMap.Linearisation here = network.at(Arrays.copyOfRange(images, from, to))) {
                for (int i = from; i < to; i++) {
                    logits[i] = pick(here.values()[i - from], first);
                    embedding[i] = pick(here.values()[i - from], second);
                }
            }
            morse.interruption().check();
        }
    }

    private static float[] pick(float[] row, int[] columns) {
        float[] picked = new float[columns.length];
        for (int j = 0; j < columns.length; j++) {
            picked[j] = row[columns[j]];
        }
        return picked;
    }

    private double[] squares(DifferentiableBackbone network, String block, float[][] images) {
        int[] columns = network.layout().columns(List.of(block));
        Progress progress = new Progress(spec.commandLine().getErr(), "geometric complexity of the " + block + ":");
        GeometricComplexity measure = new GeometricComplexity(
                probes == 0 ? new Probe.Exact() : new Probe.Rademacher(probes), Math.min(batch, images.length), seed);
        return measure.perPoint(network.outputs(columns[0], columns.length), images, done -> {
            progress.at(done, images.length, "");
            morse.interruption().check();
        });
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
