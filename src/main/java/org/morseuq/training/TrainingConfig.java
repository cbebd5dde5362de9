package org.morseuq.training;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.morseuq.backbone.Regularizer;
import org.morseuq.backbone.Regularizers;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.OptimizerRecipe;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.optimizer.RungeKuttaRecipe;
import org.morseuq.optimizer.StepSize;

/**
 * What determines a training run, together with the images and the number of threads.
 *
 * @param network one of {@link org.morseuq.backbone.Networks#names()}
 * @param epochs passes over the training images, at least 1
 * @param batchSize images a step, at least 2 (batch normalisation needs two); a shorter last batch is left out
 * @param schedule what the length of a step is multiplied by on the way
 * @param optimizer how a step is taken
 * @param regularizers what is done to the loss to keep the network simple, as {@link Regularizers} reads it, each name once
 * @param seed of the initial parameters, the order of the images, the augmentation and what regularizers draw
 * @param ingredients what else the run is made of
 */
public record TrainingConfig(
        String network,
        int epochs,
        int batchSize,
        Schedule schedule,
        OptimizerConfig optimizer,
        List<String> regularizers,
        long seed,
        Ingredients ingredients) {

    /**
     * Checks the ranges, that there is such an optimizer, and that it makes sense with the regularizers: a corridor step aims at
     * a loss of 0, which an added term keeps out of reach.
     */
    public TrainingConfig {
        check(epochs >= 1, "epochs must be at least 1, got " + epochs);
        check(batchSize >= 2, "batch size must be at least 2, got " + batchSize);
        OptimizerRecipe recipe = PacedStep.recipe(optimizer, schedule, 1);
        boolean aims = optimizer.infimum() == 0 && reads(recipe, StepSize.Reads.LOSS);
        check(
                !aims || !TrainingLoss.parse(ingredients.loss()).staysAboveZero(),
                optimizer.name() + " aims at the least loss 0, which " + ingredients.loss()
                        + " keeps out of reach; take an optimizer whose step does not depend on the loss");
        List<Regularizer> parsed =
                regularizers.stream().map(Regularizers::parse).toList();
        Set<String> names = new HashSet<>();
        for (Regularizer regularizer : parsed) {
            check(names.add(regularizer.name()), "the regularizer " + regularizer.name() + " is named twice");
            check(
                    !aims || !regularizer.adds(),
                    optimizer.name() + " aims at the least loss 0, which " + regularizer
                            + " keeps out of reach; take an optimizer whose step does not depend on the loss");
        }
        regularizers = parsed.stream().map(Object::toString).toList();
    }

    /**
     * A run of standard ingredients.
     *
     * @param network as above
     * @param epochs as above
     * @param batchSize as above
     * @param schedule as above
     * @param optimizer as above
     * @param regularizers as above
     * @param seed as above
     */
    public TrainingConfig(
            String network,
            int epochs,
            int batchSize,
            Schedule schedule,
            OptimizerConfig optimizer,
            List<String> regularizers,
            long seed) {
        this(network, epochs, batchSize, schedule, optimizer, regularizers, seed, Ingredients.standard());
    }

    /**
     * A run of standard ingredients without regularizers.
     *
     * @param network as above
     * @param epochs as above
     * @param batchSize as above
     * @param schedule as above
     * @param optimizer as above
     * @param seed as above
     */
    public TrainingConfig(
            String network, int epochs, int batchSize, Schedule schedule, OptimizerConfig optimizer, long seed) {
        this(network, epochs, batchSize, schedule, optimizer, List.of(), seed);
    }

    /** The same run with other regularizers. */
    public TrainingConfig withRegularizers(List<Regularizer> others) {
        List<String> texts = others.stream().map(Object::toString).toList();
        return new TrainingConfig(network, epochs, batchSize, schedule, optimizer, texts, seed, ingredients);
    }

    /** The same run of other ingredients. */
    public TrainingConfig with(Ingredients others) {
        return new TrainingConfig(network, epochs, batchSize, schedule, optimizer, regularizers, seed, others);
    }

    /** What a run is known by: everything but ingredients that are standard, in this order, for another process to find the same words. */
    Map<String, Object> identity() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("network", network);
        parts.put("epochs", epochs);
        parts.put("batch_size", batchSize);
        parts.put("schedule", schedule);
        parts.put("optimizer", optimizer);
        parts.put("regularizers", regularizers);
        parts.put("seed", seed);
        parts.putAll(ingredients.unusual());
        return parts;
    }

    private static boolean reads(OptimizerRecipe recipe, StepSize.Reads what) {
        return recipe instanceof RungeKuttaRecipe parts && parts.stepSize().reads() == what;
    }

    /** Whether steps are measured by products with the Hessian. */
    boolean measuresDrift() {
        return reads(PacedStep.recipe(optimizer, schedule, 1), StepSize.Reads.DRIFT);
    }

    /** The regularizers themselves. */
    List<Regularizer> parsedRegularizers() {
        return regularizers.stream().map(Regularizers::parse).toList();
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
