package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.morseuq.backbone.Backbone;
import org.morseuq.data.DataFolder;
import org.morseuq.data.FeatureCsv;
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
                description = "A .csv with columns such as logits.0, or a .npy with the detector's columns in order.")
        private Path features;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Discoveries> discoveries = Optional.ofNullable(fdr).map(Discoveries::parse);
        if (fdr != null && flags.given()) {
            throw new IllegalArgumentException("give --fdr or a threshold with --false-alarm or --policy, not both");
        }
        MorseDetector judge = flags.on(MorseDetector.load(detector));
        FeatureTable table;
        List<String> ids;
        if (input.images != null) {
            ImageSet images = DataFolder.open(input.images);
            Path file =
                    network.backbone != null ? network.backbone : Shipped.find().folder();
            try (Backbone backbone = network.load(file)) {
                if (!backbone.digest()
                        .equals(judge.manifest().origin().backbone().sha256())) {
                    throw new IllegalArgumentException(detector + " was fitted on another network than " + file
                            + "; name its network with --backbone");
                }
                table = network.extraction(backbone, spec.commandLine().getErr(), morse.interruption())
                        .of(images);
            }
            try (Stream<Image> stream = images.images()) {
                ids = stream.map(Image::id).toList();
            }
        } else if (input.features.toString().endsWith(".npy")) {
            float[][] rows = Npy.readFloats(input.features);
            table = new FeatureTable(
                    judge.layout(),
                    rows,
                    IntStream.range(0, rows.length).map(i -> Image.UNLABELLED).toArray());
            ids = List.of();
        } else {
            FeatureCsv.Read read = FeatureCsv.read(input.features);
            table = read.table();
            ids = read.ids();
        }
        List<Verdict> verdicts = judge.assess(table);
        boolean[] flagged = flagged(verdicts, discoveries);
        print(judge, verdicts, flagged, ids, spec.commandLine().getOut());
        PrintWriter err = spec.commandLine().getErr();
        err.println(discoveries.map(Discoveries::toString).orElseGet(() -> judge.threshold()
                .toString()));
        err.flush();
        return 0;
    }

    /** The flags of the detector, or those of the whole batch together. */
    private static boolean[] flagged(List<Verdict> verdicts, Optional<Discoveries> discoveries) {
        if (discoveries.isPresent()) {
            return discoveries.get().of(verdicts);
        }
        boolean[] flagged = new boolean[verdicts.size()];
        for (int i = 0; i < flagged.length; i++) {
            flagged[i] = verdicts.get(i).flagged();
        }
        return flagged;
    }

    private static void print(
            MorseDetector judge, List<Verdict> verdicts, boolean[] flagged, List<String> ids, PrintWriter out) {
        List<String> classes = judge.manifest().origin().classes();
        out.println("id,score,p_value,flagged,label,probability,temperature");
        for (int i = 0; i < verdicts.size(); i++) {
            Verdict v = verdicts.get(i);
            String id = ids.isEmpty() ? Integer.toString(i) : ids.get(i);
            String label = classes.isEmpty() ? Integer.toString(v.label()) : classes.get(v.label());
            out.println(Stream.of(id, v.energy(), v.pValue(), flagged[i], label, v.confidence(), v.temperature())
                    .map(value -> cell(String.format(Locale.ROOT, "%s", value)))
                    .collect(Collectors.joining(",")));
        }
        out.flush();
    }

    private static String cell(String text) {
        return text.contains(",") || text.contains("\"") || text.contains("\n")
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
