package org.morseuq.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.morseuq.backbone.Networks;

/**
 * A network on a device with its optimizer: what a training loop asks of the engine, in plain arrays.
 */
final class TrainableNetwork implements AutoCloseable {

    private final NDManager manager;
    private final Block block;
    private final ParameterStore store;
    private final NesterovDescent descent;
    private final int size;
    private final int classes;

    /**
     * A network with fresh parameters.
     *
     * @param config the network, the optimizer's settings and the seed
     * @param classes the number of classes
     * @param size height and width of the input
     * @param device {@code cpu} or {@code gpu}
     */
    TrainableNetwork(TrainingConfig config, int classes, int size, String device) {
        this.size = size;
        this.classes = classes;
        block = Networks.create(config.network(), classes);
        manager = Engine.getEngine("PyTorch").newBaseManager(device.equals("gpu") ? Device.gpu() : Device.cpu());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, size, size));
        initialise(config.seed());
        store = new ParameterStore(manager, false);
        Map<String, NDArray> trainable = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : block.getParameters()) {
            if (named.getValue().requiresGradient()) {
                named.getValue().getArray().setRequiresGradient(true);
                trainable.put(named.getKey(), named.getValue().getArray());
            }
        }
        descent = new NesterovDescent(trainable, manager, config.momentum(), config.weightDecay());
    }

    /**
     * He et al. 2015, arXiv 1502.01852, equation 10: weights are normal with variance 2 / fan-in. Drawn by Java's own
     * generator, so that the start of a run does not depend on the engine or the device.
     */
    private void initialise(long seed) {
        SplittableRandom random = new SplittableRandom(Augmentation.mix(seed));
        for (Pair<String, Parameter> named : block.getParameters()) {
            if (named.getValue().getType() == Parameter.Type.WEIGHT) {
                NDArray array = named.getValue().getArray();
                double deviation = Math.sqrt(2.0 * array.getShape().get(0) / array.size());
                float[] values = new float[Math.toIntExact(array.size())];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (deviation * random.nextGaussian());
                }
                NamedArrays.overwrite(array, values);
            }
        }
    }

    /** The network itself. */
    Block block() {
        return block;
    }

    /** The number of trained parameters. */
    long parameters() {
        return descent.velocities().values().stream().mapToLong(NDArray::size).sum();
    }

    /**
     * What a step came to.
     *
     * @param loss mean cross-entropy of the batch in nats
     * @param correct images classified correctly before the step
     */
    record Step(double loss, int correct) {}

    /** Moves the parameters once along the gradient of the batch's mean cross-entropy. */
    Step step(AugmentedBatches.Batch batch, double rate) {
        int n = batch.labels().length;
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = scope.create(batch.pixels(), new Shape(n, 3, size, size));
            NDArray y = scope.create(batch.oneHot(classes), new Shape(n, classes));
            NDArray logits;
            NDArray loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                logits = block.forward(store, new NDList(x), true).head();
                loss = logits.logSoftmax(1).mul(y).sum(new int[] {1}).mean().neg();
                collector.backward(loss);
            }
            descent.step(rate);
            return new Step(loss.getFloat(), hits(logits.toFloatArray(), batch.labels()));
        }
    }

    /** How many images the network classifies correctly in evaluation mode. */
    int correct(float[] pixels, int[] labels) {
        JniUtils.setGradMode(false);
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = scope.create(pixels, new Shape(labels.length, 3, size, size));
            return hits(block.forward(store, new NDList(x), false).head().toFloatArray(), labels);
        }
    }

    private int hits(float[] logits, int[] labels) {
        int correct = 0;
        for (int b = 0; b < labels.length; b++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (logits[b * classes + c] > logits[b * classes + best]) {
                    best = c;
                }
            }
            correct += best == labels[b] ? 1 : 0;
        }
        return correct;
    }

    /** Everything that changes while training: parameters, running statistics, velocities. */
    NamedArrays state() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : block.getParameters()) {
            arrays.put("parameter/" + named.getKey(), named.getValue().getArray());
        }
        descent.velocities().forEach((name, velocity) -> arrays.put("velocity/" + name, velocity));
        return new NamedArrays(arrays);
    }

    @Override
    public void close() {
        manager.close();
    }
}
