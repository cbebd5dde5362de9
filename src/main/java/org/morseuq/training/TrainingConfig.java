package org.morseuq.training;

/**
 * What determines a training run, together with the images and the number of threads.
 *
 * @param network one of {@link org.morseuq.backbone.Networks#names()}
 * @param epochs passes over the training images, at least 1
 * @param batchSize images a step, at least 2 (batch normalisation needs two); a shorter last batch is left out
 * @param learningRate the peak of the schedule, above 0
 * @param schedule how the learning rate goes
 * @param momentum Nesterov momentum, from 0 (none) to below 1
 * @param weightDecay added to the gradient as {@code weightDecay * parameter}, at least 0
 * @param seed of the initial parameters, the order of the images and the augmentation
 */
public record TrainingConfig(
        String network,
        int epochs,
        int batchSize,
        double learningRate,
        Schedule schedule,
        double momentum,
        double weightDecay,
        long seed) {

    /** Checks the ranges. */
    public TrainingConfig {
        check(epochs >= 1, "epochs must be at least 1, got " + epochs);
        check(batchSize >= 2, "batch size must be at least 2, got " + batchSize);
        check(learningRate > 0 && Double.isFinite(learningRate), "learning rate must be above 0, got " + learningRate);
        check(momentum >= 0 && momentum < 1, "momentum must be from 0 to below 1, got " + momentum);
        check(weightDecay >= 0 && Double.isFinite(weightDecay), "weight decay must be at least 0, got " + weightDecay);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
