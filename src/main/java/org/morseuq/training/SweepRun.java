package org.morseuq.training;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.function.PointwiseMap;
import org.morseuq.optimizer.StepReport;

/**
 * One run of a study: a network under training on examples in memory, step by step, with whatever the study wants to know in
 * between. The caller says when it has had enough.
 *
 * <p>Batches go through a random order of the examples and then through another; what is left of an order that no longer fills
 * a batch is passed over. Everything follows from the configuration and the examples, on one thread to the last bit.
 *
 * <p>Owns native memory: close it. Not thread-safe.
 */
public final class SweepRun implements AutoCloseable {

    private static final int EVALUATION_BATCH = 500;

    private final TrainingConfig config;
    private final Examples train;
    private final TrainableNetwork network;
    private final SplittableRandom random;
    private int[] order = {};
    private int next;
    private int steps;
    private int gradients;

    /**
     * A run before its first step.
     *
     * @param config the network, how a step is taken, and the seed. The epochs only say where a schedule ends
     * @param weights what the network starts from
     * @param train the examples to learn, at least a batch
     */
    public SweepRun(TrainingConfig config, InitialWeights weights, Examples train) {
        if (train.count() < config.batchSize()) {
            throw new IllegalArgumentException(
                    "a batch has " + config.batchSize() + " examples, there are " + train.count());
        }
        this.config = config;
        this.train = train;
        random = Augmentation.stream(config.seed(), 0, 1);
        Shape example =
                new Shape(train.shape().stream().mapToLong(Integer::longValue).toArray());
        long all = (long) config.epochs() * (train.count() / config.batchSize());
        network = new TrainableNetwork(config, weights, train.classes(), example, "cpu", all);
    }

    /**
     * Takes a step on the mean cross-entropy of the next batch.
     *
     * @return what the optimizer saw; a step that was not taken is not counted
     */
    public StepReport step() {
        int batch = config.batchSize();
        if (next + batch > order.length) {
            order = Permutation.of(train.count(), random);
            next = 0;
        }
        long draw = Augmentation.mix(config.seed()) + steps;
        StepReport report =
                network.step(train.batch(order, next, batch), draw, false).report();
        next += batch;
        if (report.taken()) {
            steps++;
            gradients += report.gradients() + 2 * report.hessianProducts();
        }
        return report;
    }

    /** Steps taken. */
    public int steps() {
        return steps;
    }

    /** What they cost, in gradients of a batch; a product with the Hessian counts as two. */
    public int gradients() {
        return gradients;
    }

    /** Steps a pass over the examples. */
    public int stepsAnEpoch() {
        return train.count() / config.batchSize();
    }

    /** The share of examples whose class has the largest logit. */
    public double accuracy(Examples examples) {
        int[] identity = identity(examples);
        int correct = 0;
        for (int from = 0; from < identity.length; from += EVALUATION_BATCH) {
            int count = Math.min(EVALUATION_BATCH, identity.length - from);
            AugmentedBatches.Batch part = examples.batch(identity, from, count);
            correct += network.correct(part.pixels(), part.labels());
        }
        return (double) correct / identity.length;
    }

    /** The logits of inputs in evaluation mode, n x classes. */
    public float[][] logits(Examples examples) {
        int[] identity = identity(examples);
        float[][] logits = new float[identity.length][];
        for (int from = 0; from < identity.length; from += EVALUATION_BATCH) {
            int count = Math.min(EVALUATION_BATCH, identity.length - from);
            float[] part = network.logits(examples.batch(identity, from, count));
            for (int i = 0; i < count; i++) {
                logits[from + i] = Arrays.copyOfRange(part, i * train.classes(), (i + 1) * train.classes());
            }
        }
        return logits;
    }

    /**
     * An output of the network as a function of its input, in evaluation mode, as training has brought it until now.
     *
     * @param output 0 for the logits, 1 for the embedding
     * @return a view, to be asked for again after the next step
     */
    public PointwiseMap map(int output) {
        return network.map(output);
    }

    private static int[] identity(Examples examples) {
        int[] identity = new int[examples.count()];
        Arrays.setAll(identity, i -> i);
        return identity;
    }

    /** Frees the network. */
    @Override
    public void close() {
        network.close();
    }
}
