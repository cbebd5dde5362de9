package org.morseuq.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.Extraction;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Subset;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.ThresholdPolicy;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.store.Digest;

/**
 * From images to a calibrated detector: what is drawn from where, and with which seed.
 *
 * @param recipe how the head is fitted, one of {@link HeadRecipe#names()}
 * @param trainImages how many training images the head sees, at least 1; all of a smaller set
 * @param referenceImages how many of them are spoilt, in five ways each, to make the reference measure, at least 1
 * @param policy how to decide what to flag
 * @param seed of the samples, the perturbations and the fit
 * @param library the version to record
 * @param optimizer what takes the steps of a recipe that takes any; Adam with the recipe's learning rate if there is nothing
 */
public record DetectorFit(
        String recipe,
        int trainImages,
        int referenceImages,
        ThresholdPolicy policy,
        long seed,
        String library,
        Optional<OptimizerConfig> optimizer) {

    /** How many training images a head sees by default. */
    public static final int TRAIN_IMAGES = 10_000;

    /** How many training images are spoilt by default. */
    public static final int REFERENCE_IMAGES = 1_000;

    private static final double CHECKPOINT_SECONDS = 10;

    /** Checks the ranges, and that the optimizer can fit a head. */
    public DetectorFit {
        HeadRecipe.named(recipe);
        optimizer.ifPresent(NamedDescent::recipe);
        if (trainImages < 1 || referenceImages < 1) {
            throw new IllegalArgumentException(
                    "a fit needs training and reference images, got " + trainImages + " and " + referenceImages);
        }
    }

    /** A fit with Adam. */
    public DetectorFit(
            String recipe, int trainImages, int referenceImages, ThresholdPolicy policy, long seed, String library) {
        this(recipe, trainImages, referenceImages, policy, seed, library, Optional.empty());
    }

    /** The same with another optimizer. */
    public DetectorFit withOptimizer(Optional<OptimizerConfig> other) {
        return new DetectorFit(recipe, trainImages, referenceImages, policy, seed, library, other);
    }

    /**
     * The training images that the head sees.
     *
     * @param train the set that the backbone was trained on
     * @return a seeded sample
     * @throws IOException if the set cannot be read
     */
    public ImageSet sample(ImageSet train) throws IOException {
        return Subset.sample(train, trainImages, seed);
    }

    /**
     * Extracts, fits and calibrates.
     *
     * @param extraction runs the backbone
     * @param train the set that the backbone was trained on, labelled
     * @param held the rows that calibrate: in-distribution, labelled, new to the backbone
     * @param heldEntry where they come from
     * @param checkpoint a file where a fit that takes time keeps its state, and finds it after an interruption
     * @param losses is told the loss after every epoch of the fit
     * @return the detector
     * @throws IOException if the images cannot be read
     */
    public MorseDetector run(
            Extraction extraction,
            ImageSet train,
            FeatureTable held,
            Manifest.DataEntry heldEntry,
            Optional<Path> checkpoint,
            DoubleConsumer losses)
            throws IOException {
        ImageSet sample = sample(train);
        Backbone backbone = extraction.backbone();
        ReferenceImages spoilt = ReferenceImages.of(
                train, referenceImages, backbone.preprocessing().size(), seed);
        FeatureTable trainTable = extraction.of(sample);
        FeatureTable referenceTable = extraction.of(spoilt);
        double[] last = {Double.NaN};
        String identity = Digest.ofParts(
                library,
                recipe + optimizer.map(by -> " by " + by).orElse(""),
                Long.toString(seed),
                backbone.digest(),
                backbone.preprocessing().toString(),
                backbone.layout().toString(),
                sample.digest(),
                spoilt.digest());
        FitJournal journal = new FitJournal(
                loss -> {
                    last[0] = loss;
                    losses.accept(loss);
                },
                checkpoint.map(file -> new HeadCheckpoint(file, identity, CHECKPOINT_SECONDS)),
                optimizer);
        MorseNetwork network = HeadRecipe.named(recipe).fit(trainTable, referenceTable, seed, journal);
        Manifest.Origin origin = new Manifest.Origin(
                library,
                recipe,
                seed,
                new Manifest.BackboneEntry(
                        backbone.name(),
                        backbone.digest(),
                        backbone.preprocessing().size(),
                        backbone.preprocessing().mean(),
                        backbone.preprocessing().std()),
                backbone.classes().isEmpty() ? train.classes() : backbone.classes(),
                List.of(
                        new Manifest.DataEntry("fit", sample.name(), sample.size(), sample.digest()),
                        new Manifest.DataEntry("reference", spoilt.name(), spoilt.size(), spoilt.digest()),
                        heldEntry),
                Double.isNaN(last[0]) ? Map.of() : Map.of("loss", last[0]), // some recipes minimise nothing
                optimizer.map(OptimizerConfig::name).orElse(null));
        return MorseDetector.calibrate(network, trainTable, held, policy, origin);
    }
}
