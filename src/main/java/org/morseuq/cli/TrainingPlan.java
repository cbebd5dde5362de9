package org.morseuq.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.eval.Protocol;
import org.morseuq.training.Ingredients;
import org.morseuq.training.Schedule;
import org.morseuq.training.TrainingConfig;

/**
 * Networks that are trained on the spot and then compared by a {@link Protocol}: the definition of such an experiment.
 *
 * @param title what it shows, in a line
 * @param kind {@value #KIND}
 * @param in the set to learn and to be in-distribution
 * @param images how many of its training images are learned from, a seeded sample; 0 for all
 * @param size height and width of the images in pixels
 * @param device what it is too long without, {@code gpu}; null if it runs anywhere
 * @param trained the networks by their names
 * @param groups as a protocol has them
 * @param sets as a protocol has them
 * @param recipe how the Morse heads are fitted
 * @param seeds of the protocol; every network is trained once, from seed 0
 * @param methods the detectors
 * @param tolerance by how much an accuracy or a mean AUROC may move before it is reported, as a fraction: another processor
 *     rounds differently, and a network that is trained is another one in the end
 */
record TrainingPlan(
        String title,
        String kind,
        String in,
        int images,
        int size,
        String device,
        Map<String, Run> trained,
        Map<String, List<String>> groups,
        Map<String, Protocol.Entry> sets,
        String recipe,
        int seeds,
        List<String> methods,
        double tolerance) {

    /** The kind of such an experiment. */
    static final String KIND = "training";

    private static final double MOMENTUM = 0.9;
    private static final double WEIGHT_DECAY = 5e-4;

    /**
     * How one is trained: by Nesterov's momentum in one cycle. What is left out is as {@code train} has it.
     *
     * @param network the architecture
     * @param epochs passes over the images
     * @param batchSize images a step
     * @param learningRate at the peak
     * @param classifier the last layer; null for a linear one
     * @param loss null for the cross-entropy
     * @param augment null for crops and flips
     * @param average null for none
     * @param precision null for float32
     */
    record Run(
            String network,
            int epochs,
            int batchSize,
            double learningRate,
            String classifier,
            String loss,
            List<String> augment,
            String average,
            String precision) {

        TrainingConfig config() {
            Ingredients usual = Ingredients.standard();
            return new TrainingConfig(
                            network,
                            epochs,
                            batchSize,
                            Schedule.ONE_CYCLE,
                            TrainingConfig.descent(learningRate, MOMENTUM, WEIGHT_DECAY),
                            0)
                    .with(usual.withClassifier(classifier == null ? usual.classifier() : classifier)
                            .withLoss(loss == null ? usual.loss() : loss)
                            .withAugmentations(augment == null ? usual.augmentations() : augment)
                            .withAverage(average == null ? usual.average() : average)
                            .withPrecision(precision == null ? usual.precision() : precision));
        }
    }

    /** Refuses what cannot be run. */
    TrainingPlan {
        if (trained == null || trained.isEmpty() || images < 0 || size < 1) {
            throw new IllegalArgumentException("a training experiment needs 'trained', 'images' >= 0 and 'size' >= 1");
        }
        trained = Collections.unmodifiableMap(new LinkedHashMap<>(trained));
        trained.values().forEach(Run::config);
        protocol(title, in, groups, sets, trained, recipe, seeds, methods, tolerance);
    }

    /** The protocol that the networks are compared by, each as a file of its own name. */
    Protocol protocol() {
        return protocol(title, in, groups, sets, trained, recipe, seeds, methods, tolerance);
    }

    private static Protocol protocol(
            String title,
            String in,
            Map<String, List<String>> groups,
            Map<String, Protocol.Entry> sets,
            Map<String, Run> trained,
            String recipe,
            int seeds,
            List<String> methods,
            double tolerance) {
        Map<String, String> files = new LinkedHashMap<>();
        trained.keySet().forEach(name -> files.put(name, name));
        return new Protocol(
                title,
                Protocol.KIND,
                in,
                groups,
                sets,
                null,
                List.of(),
                files,
                null,
                recipe,
                seeds,
                methods,
                tolerance);
    }
}
