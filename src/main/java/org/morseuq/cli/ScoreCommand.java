package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

    @Option(names = "--false-alarm", description = "A guaranteed false-alarm rate other than the detector's.")
    private Double falseAlarm;

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
        MorseDetector loaded = MorseDetector.load(detector);
        MorseDetector judge = falseAlarm == null ? loaded : loaded.withFalseAlarm(falseAlarm);
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
        print(judge, table, ids, spec.commandLine().getOut());
        return 0;
    }

    private static void print(MorseDetector judge, FeatureTable table, List<String> ids, PrintWriter out) {
        List<String> classes = judge.manifest().origin().classes();
        List<Verdict> verdicts = judge.assess(table);
        out.println("id,score,p_value,flagged,label,probability,temperature");
        for (int i = 0; i < verdicts.size(); i++) {
            Verdict v = verdicts.get(i);
            String id = ids.isEmpty() ? Integer.toString(i) : ids.get(i);
            String label = classes.isEmpty() ? Integer.toString(v.label()) : classes.get(v.label());
            out.println(Stream.of(id, v.energy(), v.pValue(), v.flagged(), label, v.confidence(), v.temperature())
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
