package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.MapStatistic;
import org.morseuq.data.DataFolder;
import org.morseuq.data.FeatureCsv;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Npy;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code morse score}: one verdict for every image or feature row. */
@Command(
        name = "score",
        description = "Judge images or feature rows; CSV on the output, one line each.",
        mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {

    private static final String COLUMNS = "id,score,p_value,flagged,label,probability,temperature";

    /** Rows judged at a time. */
    private static final int PART = 4096;

    @Option(names = "--detector", required = true, description = "A fitted detector.")
    private Path detector;

    @ArgGroup(multiplicity = "1")
    private Input input;

    @Mixin
    private Flags flags;

    @Option(
            names = "--fdr",
            paramLabel = "PROCEDURE:RATE",
            description = {
                "Flag so that at most this part of the flagged rows is in-distribution, on average:",
                "bh:RATE (Benjamini-Hochberg) or by:RATE (Benjamini-Yekutieli), over all rows at once."
            })
    private String fdr;

    @Mixin
    private Network network;

    @CommandLine.ParentCommand
    private Morse morse;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** What is judged. */
    static final class Input {
        @Option(names = "--images", required = true, description = "A folder of images or a CIFAR-format .bin file.")
        private Path images;

        @Option(
                names = "--features",
                required = true,
                description =
                        "A .csv with columns such as logits.0, a .safetensors that extract wrote, or a .npy with the detector's"
                                + " columns in order.")
        private Path features;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Discoveries> discoveries = Optional.ofNullable(fdr).map(Discoveries::parse);
        if (fdr != null && flags.given()) {
            throw new IllegalArgumentException("give --fdr or a threshold with --false-alarm or --policy, not both");
        }
        MorseDetector judge = flags.on(MorseDetector.load(detector));
        PrintWriter out = spec.commandLine().getOut();
        if (input.images != null) {
            images(judge, discoveries, out);
        } else {
            features(judge, discoveries, out);
        }
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        err.println(discoveries.map(Discoveries::toString).orElseGet(() -> judge.threshold()
                .toString()));
        err.flush();
        return 0;
    }

    private void images(MorseDetector judge, Optional<Discoveries> discoveries, PrintWriter out) throws IOException {
        ImageSet images = DataFolder.open(input.images);
        Path file = network.backbone != null ? network.backbone : Shipped.find().folder();
        // Before the engine opens it: a TorchScript file is a program.
        if (!Backbone.digestOf(file).equals(judge.manifest().origin().backbone().sha256())) {
            throw new IllegalArgumentException(
                    detector + " was fitted on another network than " + file + "; name its network with --backbone");
        }
        FeatureTable table;
        try (Backbone backbone = network.load(file, MapStatistic.of(judge.layout()))) {
            table = network.extraction(backbone, spec.commandLine().getErr(), morse.interruption())
                    .of(images);
        }
        List<String> ids;
        try (Stream<Image> stream = images.images()) {
            ids = stream.map(Image::id).toList();
        }
        List<Verdict> verdicts = judge.assess(table);
        boolean[] flagged = discoveries.isPresent() ? discoveries.get().of(pValues(verdicts)) : flagged(verdicts);
        out.println(COLUMNS);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < flagged.length; i++) {
            append(judge, ids.get(i), verdicts.get(i), flagged[i], lines);
        }
        out.print(lines);
    }

    /** Part by part, so that a file of any length needs little memory; where the batch decides, the file is read twice. */
    private void features(MorseDetector judge, Optional<Discoveries> discoveries, PrintWriter out) throws IOException {
        Optional<boolean[]> together = Optional.empty();
        if (discoveries.isPresent()) {
            List<double[]> parts = new ArrayList<>();
            forEachPart(judge, (table, ids) -> parts.add(pValues(judge.assess(table))));
            together = Optional.of(discoveries
                    .get()
                    .of(parts.stream().flatMapToDouble(Arrays::stream).toArray()));
        }
        Optional<boolean[]> decided = together;
        int[] next = {0};
        forEachPart(judge, (table, ids) -> {
            StringBuilder lines = new StringBuilder(); // the output is flushed after every line that is printed as one
            List<Verdict> verdicts = judge.assess(table);
            if (next[0] == 0) {
                out.println(COLUMNS);
            }
            for (Verdict verdict : verdicts) {
                int i = next[0]++;
                int within = i % PART;
                boolean flagged = decided.isPresent() ? decided.get()[i] : verdict.flagged();
                append(judge, ids.isEmpty() ? Integer.toString(i) : ids.get(within), verdict, flagged, lines);
            }
            out.print(lines);
            morse.interruption().check();
        });
    }

    /** Takes some rows and their ids, if they have any. */
    @FunctionalInterface
    private interface Part {
        void take(FeatureTable table, List<String> ids) throws IOException;
    }

    private void forEachPart(MorseDetector judge, Part part) throws IOException {
        if (input.features.toString().endsWith(".safetensors")) {
            FeatureTable table = extracted(judge);
            for (int from = 0; from < table.size(); from += PART) {
                int to = Math.min(from + PART, table.size());
                part.take(table.rows(IntStream.range(from, to).toArray()), List.of());
            }
            return;
        }
        if (!input.features.toString().endsWith(".npy")) {
            FeatureCsv.forEachPart(input.features, PART, read -> part.take(read.table(), read.ids()));
            return;
        }
        Npy.forEachPart(input.features, PART, rows -> {
            int[] labels = new int[rows.length];
            Arrays.fill(labels, Image.UNLABELLED);
            part.take(new FeatureTable(judge.layout(), rows, labels), List.of());
        });
    }

    /** Rows that say which network they are of; those of another one may well have the same columns. */
    private FeatureTable extracted(MorseDetector judge) throws IOException {
        String network = FeatureFile.origin(input.features).get(ExtractCommand.BACKBONE);
        String own = judge.manifest().origin().backbone().sha256();
        if (network != null && !network.equals(own)) {
            throw new IllegalArgumentException(input.features + " has features of the network " + network + ", but "
                    + detector + " was fitted on those of " + own);
        }
        return FeatureFile.read(input.features);
    }

    private static double[] pValues(List<Verdict> verdicts) {
        return verdicts.stream().mapToDouble(Verdict::pValue).toArray();
    }

    private static boolean[] flagged(List<Verdict> verdicts) {
        boolean[] flagged = new boolean[verdicts.size()];
        for (int i = 0; i < flagged.length; i++) {
            flagged[i] = verdicts.get(i).flagged();
        }
        return flagged;
    }

    private static void append(MorseDetector judge, String id, Verdict v, boolean flagged, StringBuilder lines) {
        List<String> classes = judge.manifest().origin().classes();
        String label = classes.isEmpty() ? Integer.toString(v.label()) : classes.get(v.label());
        lines.append(Stream.of(id, v.energy(), v.pValue(), flagged, label, v.confidence(), v.temperature())
                .map(value -> cell(String.valueOf(value)))
                .collect(Collectors.joining(",", "", System.lineSeparator())));
    }

    private static String cell(String text) {
        return text.contains(",") || text.contains("\"") || text.contains("\n")
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
