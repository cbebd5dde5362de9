package org.morseuq.complexity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.morseuq.optimizer.TaskGeometry;

/**
 * What was measured on one network: each part if it was asked for and could be had.
 *
 * @param images how many images
 * @param logits geometric complexity of the logits
 * @param embedding geometric complexity of the embedding
 * @param collapse of the embedding
 * @param margin of the logits
 * @param curvature of the mean cross-entropy
 * @param spectrum of its Hessian
 * @param tasks how parts of the images lie to each other as tasks
 * @param leftOut what was asked for and could not be had, by the name of the measure, and why
 */
public record ComplexityCard(
        int images,
        Optional<Geometric> logits,
        Optional<Geometric> embedding,
        Optional<Collapse> collapse,
        Optional<MarginSummary> margin,
        Optional<Bend> curvature,
        Optional<Spectrum> spectrum,
        Optional<Tasks> tasks,
        Map<String, String> leftOut) {

    /**
     * Geometric complexity of a block of outputs.
     *
     * @param mean over all images
     * @param byClass the means over the images of each class that has some
     */
    public record Geometric(Estimate mean, SortedMap<Integer, Estimate> byClass) {

        /**
         * Sums up.
         *
         * @param perImage n contributions
         * @param labels n classes
         */
        public static Geometric of(double[] perImage, int[] labels) {
            TreeMap<Integer, Estimate.Running> classes = new TreeMap<>();
            for (int i = 0; i < perImage.length; i++) {
                classes.computeIfAbsent(labels[i], k -> new Estimate.Running()).add(perImage[i]);
            }
            TreeMap<Integer, Estimate> means = new TreeMap<>();
            classes.forEach((k, running) -> means.put(k, running.estimate()));
            return new Geometric(Estimate.of(perImage), means);
        }
    }

    /**
     * Neural collapse of the embedding.
     *
     * @param measures NC1 to NC4 and the class-distance normalised variance
     * @param geometric its counterpart with geometric complexities, if those of the embedding were measured
     * @param cosines between the means of two classes, seen from the mean of all: K (K - 1) / 2, equal to -1 / (K - 1) when
     *     collapsed
     */
    public record Collapse(NeuralCollapse measures, Optional<Double> geometric, double[] cosines) {}

    /**
     * The margins in a few numbers.
     *
     * @param accuracy the share of images with a margin above 0
     * @param mean margin
     * @param tenth the margin that a tenth of the images does not exceed
     * @param median margin
     * @param normalisedComplexity geometric complexity of the logits over the squared median margin; NaN if the median is not
     *     above 0
     * @param distribution of all margins
     */
    public record MarginSummary(
            double accuracy,
            double mean,
            double tenth,
            double median,
            double normalisedComplexity,
            Histogram distribution) {

        private static final int BINS = 40;

        /**
         * Summarises.
         *
         * @param margins all margins
         * @param complexity of the logits
         */
        public static MarginSummary of(Margins margins, double complexity) {
            return new MarginSummary(
                    1 - margins.risk(0),
                    margins.mean(),
                    margins.quantile(0.1),
                    margins.quantile(0.5),
                    margins.normalised(complexity, 0.5),
                    Histogram.of(margins.values(), BINS));
        }
    }

    /**
     * How the loss bends at the network's parameters.
     *
     * @param along the gradient
     * @param top the largest eigenvalues of the Hessian in size
     * @param trace the single estimates of its trace, in order
     */
    public record Bend(FlatnessAlongGradient along, TopEigenvalues top, double[] trace) {}

    /**
     * The largest eigenvalues of a Hessian in size, in that order.
     *
     * @param values the eigenvalues
     * @param residuals \( \|H u - \lambda u\| \) of each: some eigenvalue of H is no farther away
     * @param converged whether all residuals are within the tolerance asked for
     * @param products Hessian products that it took
     */
    public record TopEigenvalues(double[] values, double[] residuals, boolean converged, int products) {}

    /**
     * How the eigenvalues of the Hessian are distributed.
     *
     * @param parameters how many eigenvalues there are
     * @param density theirs, as points with weights
     */
    public record Spectrum(long parameters, SpectralDensity density) {}

    /**
     * Parts of the images as tasks: the loss of each is the mean cross-entropy over its own images.
     *
     * @param names of the tasks
     * @param images of each
     * @param step h of the conflict term
     * @param geometry pair by pair
     */
    public record Tasks(List<String> names, int[] images, double step, TaskGeometry geometry) {}

    /** The card as nested maps, for a JSON file: names as the command line's documentation has them. */
    public Map<String, Object> toMap() {
        return CardMap.of(this);
    }
}
