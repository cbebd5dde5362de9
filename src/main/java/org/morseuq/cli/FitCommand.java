package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.Extraction;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.ImageSet;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Temperature;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.training.DetectorFit;
import org.morseuq.training.HeadRecipe;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code morse fit}: a detector on top of a frozen backbone. */
@Command(
        name = "fit",
        description = {
            "Fit and calibrate a Morse head on a frozen backbone. A fit that is interrupted goes on where it was when the",
            "same command is given again."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class FitCommand implements Callable<Integer> {

    @Mixin
    private Sets sets;

    @Mixin
    private Network network;

    @Mixin
    private MapOptions maps;

    @Option(
            names = "--in",
            required = true,
            description = "The data that the backbone was trained on: a name (its training split is fitted) or a path.")
    private String in;

    @Option(
            names = "--calibration",
            description = "Labelled images of the same kind that are new to the backbone: a name or a path. For a named"
                    + " set, by default a seeded half of its test split.")
    private String calibration;

    @Option(names = "--to", required = true, description = "The detector's folder, for example cifar10.morse.")
    private Path to;

    @Option(
            names = "--recipe",
            defaultValue = HeadRecipe.DEFAULT,
            description =
                    "How the head is fitted; balanced-product where a network fits its training images almost perfectly.")
    private String recipe;

    @Option(
            names = "--optimizer",
            defaultValue = "adam",
            description = "What takes the steps of a recipe that takes any; the names are those of train.")
    private String optimizer;

    @Option(
            names = "--learning-rate",
            description = "Of the optimizer; by default what suits it, or the recipe for adam.")
    private Double learningRate;

    @Mixin
    private Flags flags;

    @Option(
            names = "--premium",
            defaultValue = "" + Temperature.PREMIUM,
            description = "By which part the likelihood on the calibration images may become worse for more honest"
                    + " confidence on images that shift.")
    private double premium;

    @Option(names = "--train-images", defaultValue = "10000", description = "How many training images the head sees.")
    private int trainImages;

    @Option(
            names = "--reference-images",
            defaultValue = "1000",
            description = "How many of them are spoilt, five ways.")
    private int referenceImages;

    @Option(names = "--seed", defaultValue = "0", description = "Of samples, perturbations, split and fit.")
    private long seed;

    @CommandLine.ParentCommand
    private Morse morse;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Names.require("recipe", recipe, HeadRecipe.names());
        if (network.backbone == null) {
            throw new IllegalArgumentException("fit needs --backbone FILE");
        }
        if (calibration == null && Sets.isPath(in)) {
            throw new IllegalArgumentException(
                    "a set given by its path needs --calibration with labelled images that are new to the backbone");
        }
        if (!(premium >= 0) || Double.isInfinite(premium)) {
            throw new IllegalArgumentException("--premium must be at least 0 and finite, got " + premium);
        }
        DetectorFit fit = new DetectorFit(recipe, trainImages, referenceImages, flags.policy(), seed, Version.current())
                .withOptimizer(optimizer());
        ImageSet train = sets.find(in, Split.TRAIN);
        ImageSet whole = sets.find(calibration == null ? in : calibration, Split.TEST);
        try (Backbone backbone = network.load(network.backbone, maps.statistics())) {
            Extraction extraction = network.extraction(backbone, err, morse.interruption());
            FeatureTable table = extraction.of(whole);
            Halves halves = calibration == null ? Halves.of(whole, seed) : Halves.allCalibrate(whole);
            FeatureTable held = table.rows(halves.calibration());
            Path checkpoint = to.resolveSibling(to.getFileName() + ".checkpoint");
            MorseDetector detector;
            try {
                detector = fit.run(
                                extraction,
                                train,
                                held,
                                halves.entry(whole),
                                Optional.of(checkpoint),
                                new FitProgress(morse.interruption(), err))
                        .withTemperature(held, premium);
            } catch (IllegalStateException refused) { // a collapsed head; the same command would end there again
                Files.deleteIfExists(checkpoint);
                throw refused;
            }
            detector.save(to);
            Files.deleteIfExists(checkpoint);
            report(detector, err);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(to);
        out.flush();
        return 0;
    }

    private Optional<OptimizerConfig> optimizer() {
        Names.require("optimizer", optimizer, Optimizers.names());
        if (optimizer.equals("adam") && learningRate == null) {
            return Optional.empty();
        }
        OptimizerConfig chosen = Optimizers.defaults(optimizer);
        return Optional.of(learningRate == null ? chosen : chosen.withLearningRate(learningRate));
    }

    private static void report(MorseDetector detector, PrintWriter err) {
        err.printf(
                Locale.ROOT,
                "%s%nfitted on %d images and %d spoilt ones, calibrated on %d%s%n%s%n",
                detector.network(),
                detector.manifest().origin().data().get(0).images(),
                detector.manifest().origin().data().get(1).images(),
                detector.calibration().size(),
                Optional.ofNullable(detector.manifest().origin().metrics().get("loss"))
                        .map(loss -> String.format(Locale.ROOT, "; loss %.4f", loss))
                        .orElse(""),
                detector.threshold());
        for (Manifest.DataEntry entry : detector.manifest().origin().data()) {
            err.printf(Locale.ROOT, "%s: %s, sha256 %s%n", entry.role(), entry.name(), entry.sha256());
        }
        err.flush();
    }
}
