package org.morseuq.optimizer;

/**
 * The settings of a named optimizer. {@link Optimizers#defaults} has those that each name has a use for; a name that has
 * no use for a setting refuses another value.
 *
 * @param name one of {@link Optimizers#names()}
 * @param learningRate what the length of every step is multiplied by, above 0: the length itself where it is constant, the
 *     ceiling c of a rescaled drift-adjusted step, and usually 1 where the length is measured
 * @param momentum β of the memory, from 0 to below 1
 * @param power p of the drift, at least 0
 * @param cap the most that a measured length may be before the learning rate multiplies it, above 0; may be infinite
 * @param infimum the least loss there is, for Polyak's step
 * @param weightDecay λ, at least 0
 * @param schedule the factor that goes with the number of the step
 * @param window how many batches a trainer lets take their steps in reversed order, the newest first, before it goes on to
 *     later ones, at least 1, which is the order that they come in
 */
public record OptimizerConfig(
        String name,
        double learningRate,
        double momentum,
        double power,
        double cap,
        double infimum,
        double weightDecay,
        StepSchedule schedule,
        int window) {

    /** Checks the ranges. */
    public OptimizerConfig {
        Range.above(0, "the learning rate", learningRate);
        Range.fraction("momentum", momentum);
        Range.atLeastZero("the power of the drift", power);
        Range.cap(cap);
        Range.check(Double.isFinite(infimum), "the least loss must be finite, got " + infimum);
        Range.atLeastZero("weight decay", weightDecay);
        Range.check(window >= 1, "the window must be at least 1, got " + window);
    }

    /** Only a learning rate; the name is still missing. */
    static OptimizerConfig of(double learningRate) {
        return new OptimizerConfig("", learningRate, 0, 0, Double.POSITIVE_INFINITY, 0, 0, StepSchedule.CONSTANT, 1);
    }

    /** The same under another name. */
    OptimizerConfig withName(String other) {
        return new OptimizerConfig(other, learningRate, momentum, power, cap, infimum, weightDecay, schedule, window);
    }

    /** The same with another learning rate. */
    public OptimizerConfig withLearningRate(double other) {
        return new OptimizerConfig(name, other, momentum, power, cap, infimum, weightDecay, schedule, window);
    }

    /** The same with another momentum. */
    public OptimizerConfig withMomentum(double other) {
        return new OptimizerConfig(name, learningRate, other, power, cap, infimum, weightDecay, schedule, window);
    }

    /** The same with another power of the drift. */
    public OptimizerConfig withPower(double other) {
        return new OptimizerConfig(name, learningRate, momentum, other, cap, infimum, weightDecay, schedule, window);
    }

    /** The same with another cap. */
    public OptimizerConfig withCap(double other) {
        return new OptimizerConfig(name, learningRate, momentum, power, other, infimum, weightDecay, schedule, window);
    }

    /** The same with another least loss. */
    public OptimizerConfig withInfimum(double other) {
        return new OptimizerConfig(name, learningRate, momentum, power, cap, other, weightDecay, schedule, window);
    }

    /** The same with another weight decay. */
    public OptimizerConfig withWeightDecay(double other) {
        return new OptimizerConfig(name, learningRate, momentum, power, cap, infimum, other, schedule, window);
    }

    /** The same with another schedule. */
    public OptimizerConfig withSchedule(StepSchedule other) {
        return new OptimizerConfig(name, learningRate, momentum, power, cap, infimum, weightDecay, other, window);
    }

    /** The same with another window. */
    public OptimizerConfig withWindow(int other) {
        return new OptimizerConfig(name, learningRate, momentum, power, cap, infimum, weightDecay, schedule, other);
    }
}
