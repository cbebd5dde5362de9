package org.morseuq.training;

import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.Optimizers;

/**
 * What determines a training run, together with the images and the number of threads.
 *
 * @param network one of {@link org.morseuq.backbone.Networks#names()}
 * @param epochs passes over the training images, at least 1
 * @param batchSize images a step, at least 2 (batch normalisation needs two); a shorter last batch is left out
 * @param schedule what the length of a step is multiplied by on the way
 * @param optimizer how a step is taken
 * @param seed of the initial parameters, the order of the images and the augmentation
 */
public record TrainingConfig(
        String network, int epochs, int batchSize, Schedule schedule, OptimizerConfig optimizer, long seed) {

    /** Checks the ranges, and that there is such an optimizer. */
    public TrainingConfig {
        check(epochs >= 1, "epochs must be at least 1, got " + epochs);
        check(batchSize >= 2, "batch size must be at least 2, got " + batchSize);
        PacedStep.recipe(optimizer, schedule, 1);
    }

    /**
     * A run with stochastic gradient descent.
     *
     * @param network as above
     * @param epochs as above
     * @param batchSize as above
     * @param learningRate the peak of the schedule, above 0
     * @param schedule as above
     * @param momentum Nesterov momentum, from 0 (none) to below 1
     * @param weightDecay added to the gradient as {@code weightDecay * parameter}, at least 0
     * @param seed as above
     */
    public TrainingConfig(
            String network,
            int epochs,
            int batchSize,
            double learningRate,
            Schedule schedule,
            double momentum,
            double weightDecay,
            long seed) {
        this(network, epochs, batchSize, schedule, descent(learningRate, momentum, weightDecay), seed);
    }

    /** Stochastic gradient descent with Nesterov momentum, if any, and weight decay in the gradient. */
    public static OptimizerConfig descent(double learningRate, double momentum, double weightDecay) {
        return Optimizers.defaults(momentum == 0 ? "sgd" : "nesterov")
                .withLearningRate(learningRate)
                .withMomentum(momentum)
                .withWeightDecay(weightDecay);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
