package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.Extraction;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Subset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code morse extract}: features to files. */
@Command(
        name = "extract",
        description = "Run a backbone over sets of images and write their features as safetensors.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ExtractCommand implements Callable<Integer> {

    /** The name under which a file keeps the digest of the network whose features it has. */
    static final String BACKBONE = "backbone";

    @Mixin
    private Sets sets;

    @Mixin
    private Network network;

    @Mixin
    private MapOptions maps;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE=SET[:train|:test][:COUNT]",
            description =
                    "For example cifar10-train=cifar10:train:5000 writes a seeded sample of 5000 training images to"
                            + " cifar10-train.safetensors.")
    private List<String> wanted;

    @Option(names = "--to", required = true, description = "The folder to write to.")
    private Path to;

    @Option(names = "--compact", description = "Half-precision logits and 8-bit features: a quarter of the size.")
    private boolean compact;

    @Option(names = "--seed", defaultValue = "0", description = "Of the samples.")
    private long seed;

    @CommandLine.ParentCommand
    private Morse morse;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path file = network.backbone != null ? network.backbone : Shipped.find().folder();
        try (Backbone backbone = network.load(file, maps.statistics())) {
            Extraction extraction =
                    network.extraction(backbone, spec.commandLine().getErr(), morse.interruption());
            for (String one : wanted) {
                write(extraction, one);
            }
        }
        return 0;
    }

    private void write(Extraction extraction, String one) throws IOException {
        int equals = one.indexOf('=');
        String[] parts = one.substring(equals + 1).split(":", -1);
        Split split = Split.TEST;
        int count = Integer.MAX_VALUE;
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].matches("\\d{1,9}")) {
                count = Integer.parseInt(parts[i]);
            } else {
                Names.require("split", parts[i], List.of("train", "test"));
                split = parts[i].equals("train") ? Split.TRAIN : Split.TEST;
            }
        }
        if (equals < 1 || parts[0].isEmpty()) {
            throw new IllegalArgumentException("expected FILE=SET[:train|:test][:COUNT], got '" + one + "'");
        }
        ImageSet set = sets.find(parts[0], split);
        ImageSet images = count < set.size() ? Subset.sample(set, count, seed) : set;
        FeatureTable table = extraction.of(images);
        Path target = to.resolve(one.substring(0, equals) + ".safetensors");
        FeatureFile.write(
                target,
                table,
                compact,
                Map.of(
                        BACKBONE,
                        extraction.backbone().digest(),
                        "images",
                        images.name(),
                        "images_sha256",
                        images.digest()));
        spec.commandLine().getOut().println(target + ": " + table);
        spec.commandLine().getOut().flush();
    }
}
