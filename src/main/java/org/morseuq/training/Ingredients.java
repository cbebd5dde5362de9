package org.morseuq.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.morseuq.augmentation.Augmentations;
import org.morseuq.backbone.Classifier;
import org.morseuq.backbone.Precision;

/**
 * What a training run is made of beside its network, its optimizer and its regularizers, each by its name on the command line.
 *
 * @param classifier the last layer, as {@link Classifier#parse} reads it
 * @param loss of the logits and the targets: {@code cross-entropy}, {@code label-smoothing:0.1}, {@code logit-norm:0.04} or
 *     {@code morse:1}, as {@link TrainingLoss} has them
 * @param augmentations what is done to the images, in this order: {@code crop}, {@code flip}, {@code cutout:SIDE},
 *     {@code randaugment:OPERATIONS:STRENGTH}, {@code pixmix}, each at most once; and {@code mixup:ALPHA} to batches of them
 * @param average which networks of the run the final one is the mean of: {@code none}, {@code ema:0.999} or {@code swa:0.75}, as
 *     {@link Averaging} has them
 * @param precision what the network computes in, as {@link Precision#parse} reads it
 */
public record Ingredients(
        String classifier, String loss, List<String> augmentations, String average, String precision) {

    private static final Ingredients STANDARD =
            new Ingredients("linear", "cross-entropy", List.of("crop", "flip"), "none", "float32");

    /** Checks that nothing is missing. */
    public Ingredients {
        if (classifier == null || loss == null || average == null || precision == null) {
            throw new IllegalArgumentException(
                    "a run has a classifier, a loss, an average and a precision; one is missing");
        }
        Classifier last = Classifier.parse(classifier);
        TrainingLoss minimised = TrainingLoss.parse(loss);
        check(
                last.distanceAware() || !minimised.needsDensity(),
                "the loss " + minimised.kind()
                        + " is that of a density, which a linear classifier does not have; take another of "
                        + Classifier.names());
        check(
                !last.distanceAware() || minimised.kind() != TrainingLoss.Kind.LOGIT_NORM,
                "logit-norm keeps the logits of a linear classifier from growing; those of " + last.kind()
                        + " are distances");
        classifier = last.toString();
        loss = minimised.toString();
        average = Averaging.parse(average).toString();
        precision = Precision.parse(precision).toString();
        augmentations = List.copyOf(augmentations);
        Augmentations.check(augmentations);
    }

    /** A linear layer, the cross-entropy, crops and flips, and the network of the last step, in single precision. */
    public static Ingredients standard() {
        return STANDARD;
    }

    /** The same with another last layer. */
    public Ingredients withClassifier(String other) {
        return new Ingredients(other, loss, augmentations, average, precision);
    }

    /** The same with another loss. */
    public Ingredients withLoss(String other) {
        return new Ingredients(classifier, other, augmentations, average, precision);
    }

    /** The same with other augmentations. */
    public Ingredients withAugmentations(List<String> others) {
        return new Ingredients(classifier, loss, others, average, precision);
    }

    /** The same with another average. */
    public Ingredients withAverage(String other) {
        return new Ingredients(classifier, loss, augmentations, other, precision);
    }

    /** The same in another precision. */
    public Ingredients withPrecision(String other) {
        return new Ingredients(classifier, loss, augmentations, average, other);
    }

    /** Those that are not standard: a run of standard ones keeps the identity it had before there were others. */
    Map<String, Object> unusual() {
        Map<String, Object> parts = new LinkedHashMap<>();
        put(parts, "classifier", classifier, STANDARD.classifier);
        put(parts, "loss", loss, STANDARD.loss);
        put(parts, "augmentations", augmentations, STANDARD.augmentations);
        put(parts, "average", average, STANDARD.average);
        put(parts, "precision", precision, STANDARD.precision);
        return parts;
    }

    /** The names of those that are not standard, for a reader; empty if all are. */
    public String summary() {
        return unusual().values().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static void put(Map<String, Object> parts, String name, Object value, Object usual) {
        if (!value.equals(usual)) {
            parts.put(name, value);
        }
    }
}
