package org.morseuq.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Pair;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.backbone.Classifier;
import org.morseuq.backbone.DeviceVector;
import org.morseuq.backbone.Loss;
import org.morseuq.backbone.Networks;
import org.morseuq.backbone.ParametricNetwork;
import org.morseuq.backbone.Precision;
import org.morseuq.backbone.RecordedObjective;
import org.morseuq.backbone.Regularizer;
import org.morseuq.function.Lanczos;
import org.morseuq.function.Objective;
import org.morseuq.function.PointwiseMap;
import org.morseuq.function.Vector;
import org.morseuq.optimizer.EdgeOfStability;
import org.morseuq.optimizer.Optimizer;
import org.morseuq.optimizer.StepReport;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Tensor;

/**
 * A network on a device with its optimizer: what a training loop asks of the engine, in plain arrays.
 */
final class TrainableNetwork implements AutoCloseable {

    /** One eigenvalue to a hundredth of itself. */
    private static final Lanczos SHARPEST = new Lanczos(Lanczos.Part.LARGEST, 1, 20, 0.01, 0);

    private final NDManager manager;
    private final Block block;
    private final ParametricNetwork network;
    private final DeviceVector parameters;
    private final Optimizer optimizer;
    private final List<Regularizer> regularizers;
    private final TrainingLoss loss;
    private final Precision precision;
    private final Shape example;
    private final int classes;
    private final WeightAverage average;

    /**
     * A network of images with fresh parameters.
     *
     * @param config the network, the optimizer's settings and the seed
     * @param classes the number of classes
     * @param size height and width of the input
     * @param device {@code cpu} or {@code gpu}
     * @param steps of the whole run
     */
    TrainableNetwork(TrainingConfig config, int classes, int size, String device, long steps) {
        this(config, InitialWeights.standard(), classes, new Shape(3, size, size), device, steps);
    }

    /**
     * A network with fresh parameters.
     *
     * @param config the network, the optimizer's settings and the seed
     * @param weights what they are drawn from
     * @param classes the number of classes
     * @param example the shape of one input
     * @param device {@code cpu} or {@code gpu}
     * @param steps of the whole run
     */
    TrainableNetwork(
            TrainingConfig config, InitialWeights weights, int classes, Shape example, String device, long steps) {
        this.example = example;
        this.classes = classes;
        block = Networks.create(
                config.network(), classes, Classifier.parse(config.ingredients().classifier()));
        loss = TrainingLoss.parse(config.ingredients().loss());
        manager = Engine.getEngine("PyTorch").newBaseManager(device.equals("gpu") ? Device.gpu() : Device.cpu());
        block.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(example));
        initialise(config.seed(), weights);
        regularizers = config.parsedRegularizers();
        precision = Precision.parse(config.ingredients().precision());
        try {
            network = new ParametricNetwork(block, manager, precision);
            network.require(regularizers, ParametricNetwork.Mode.TRAINING);
            if (config.measuresDrift()) {
                requireHessian(config.optimizer().name());
            }
        } catch (IllegalArgumentException e) {
            manager.close();
            throw e;
        }
        parameters = network.parameters().copy();
        average = new WeightAverage(network, parameters, example);
        optimizer =
                PacedStep.recipe(config.optimizer(), config.schedule(), steps).on(parameters);
    }

    /** Drawn by Java's own generator, so that the start of a run does not depend on the engine or the device. */
    private void initialise(long seed, InitialWeights weights) {
        SplittableRandom random = new SplittableRandom(Augmentation.mix(seed));
        for (Pair<String, Parameter> named : block.getParameters()) {
            if (named.getValue().getType() == Parameter.Type.WEIGHT) {
                NDArray array = named.getValue().getArray();
                Shape shape = array.getShape(); // outputs, inputs, places of a window
                double deviation =
                        weights.deviation((double) array.size() / shape.get(0), (double) array.size() / shape.get(1));
                float[] values = new float[Math.toIntExact(array.size())];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (deviation * random.nextGaussian());
                }
                NamedArrays.overwrite(array, values);
            }
        }
    }

    /**
     * Refuses a loss that has no products with its Hessian.
     *
     * @param who would need them
     */
    void requireHessian(String who) {
        if (precision == Precision.MIXED) {
            throw new IllegalArgumentException(
                    who + " takes products with the Hessian, which are those of a network in " + Precision.SINGLE
                            + ", not in " + Precision.MIXED + "; leave out one of the two");
        }
        if (network.derivatives(regularizers, ParametricNetwork.Mode.TRAINING) < 2) {
            throw new IllegalArgumentException(
                    who + " takes products with the Hessian, which has third derivatives of the"
                            + " network in it where " + regularizers
                            + " is added, and the engine has none through a normalisation"
                            + " by the batch; take the network cnn or leave one of them out");
        }
    }

    /** The network itself, where training has brought it. */
    Block block() {
        network.parameters().set(parameters);
        return block;
    }

    /** The number of trained parameters. */
    long parameters() {
        return parameters.size();
    }

    /**
     * What a step came to.
     *
     * @param report what the optimizer saw and did; its loss has the regularizers' terms in it
     * @param entropy the mean cross-entropy of the batch before the step, in nats
     * @param correct images classified correctly before the step; a mixed one as what it shows most of
     * @param edge the sharpness of the batch loss before the step, if it was asked for and is finite
     */
    record Step(StepReport report, double entropy, int correct, Optional<EdgeOfStability> edge) {}

    /**
     * Lets the optimizer take a step on the batch's loss with all that regularizers do to it.
     *
     * @param batch the images
     * @param seed of what the network and the regularizers draw at random
     * @param sharpness whether to measure that too, which changes nothing else
     */
    Step step(AugmentedBatches.Batch batch, long seed, boolean sharpness) {
        float[] targets = batch.targets(classes);
        Loss given = loss.of(targets, classes);
        int[] correct = {-1};
        double[] before = {0};
        Loss counted = (outputs, scope) -> {
            NDArray value = given.of(outputs, scope);
            if (correct[0] < 0) { // the first evaluation is at the start of the step
                correct[0] = hits(outputs.head().toFloatArray(), batch.labels());
                NDArray entropy = loss.kind() == TrainingLoss.Kind.CROSS_ENTROPY
                        ? value
                        : Loss.crossEntropy(outputs.head(), targets, scope);
                before[0] = entropy.toType(DataType.FLOAT64, false).getDouble();
            }
            return value;
        };
        Shape shape = new Shape(batch.labels().length).addAll(example);
        try (RecordedObjective objective =
                network.on(batch.pixels(), shape, counted, ParametricNetwork.Mode.TRAINING, seed, regularizers)) {
            if (!sharpness) {
                StepReport report = optimizer.step(objective, parameters);
                return new Step(report, before[0], correct[0], Optional.empty());
            }
            try (Vector start = parameters.copy()) {
                StepReport report = optimizer.step(objective, parameters);
                return new Step(report, before[0], correct[0], edge(objective, start, report));
            }
        }
    }

    /** After the step, whose length is known then, and whose first gradient has updated the running statistics. */
    private static Optional<EdgeOfStability> edge(Objective objective, Vector start, StepReport report) {
        if (!report.taken() || !(report.stepSize() > 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(EdgeOfStability.of(objective, start, report.stepSize(), SHARPEST));
        } catch (ArithmeticException e) { // a Hessian that is not finite is no reason to end a run whose steps are
            return Optional.empty();
        }
    }

    /** How many images the network classifies correctly in evaluation mode. */
    int correct(float[] pixels, int[] labels) {
        return hits(logits(new AugmentedBatches.Batch(pixels, labels)), labels);
    }

    /** The logits of a batch in evaluation mode, one row after the other. */
    float[] logits(AugmentedBatches.Batch batch) {
        return output(batch, 0);
    }

    /** The embeddings of a batch in evaluation mode, one row after the other. */
    float[] embeddings(AugmentedBatches.Batch batch) {
        return output(batch, 1);
    }

    private float[] output(AugmentedBatches.Batch batch, int which) {
        JniUtils.setGradMode(false);
        network.parameters().set(parameters);
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = scope.create(batch.pixels(), new Shape(batch.labels().length).addAll(example));
            return network.forward(x, scope, ParametricNetwork.Mode.EVALUATION)
                    .get(which)
                    .toFloatArray();
        }
    }

    /**
     * Starts from other numbers.
     *
     * @param numbers of parameters and statistics by the engine's names; where they have none, the network keeps its own
     */
    void start(Function<String, Optional<float[]>> numbers) {
        network.parameters().set(parameters);
        for (Pair<String, Parameter> named : block.getParameters()) {
            NDArray array = named.getValue().getArray();
            numbers.apply(named.getKey()).ifPresent(values -> {
                if (values.length != array.size()) {
                    throw new IllegalArgumentException("the parameter " + named.getKey() + " has " + array.size()
                            + " numbers, not " + values.length);
                }
                NamedArrays.overwrite(array, values);
            });
        }
        adopt();
    }

    private void adopt() {
        try (DeviceVector read = network.parameters().copy()) {
            parameters.set(read);
        }
    }

    /** The average, to which the caller adds the network when it likes. */
    WeightAverage average() {
        return average;
    }

    /** An output as a function of the input, in evaluation mode, where training has brought the network. */
    PointwiseMap map(int output) {
        network.parameters().set(parameters);
        return network.map(example, output);
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

    /** Parameters and running statistics, and what the optimizer remembers. */
    Map<String, Tensor> save() {
        network.parameters().set(parameters);
        Map<String, Tensor> tensors = new LinkedHashMap<>(arrays().save());
        tensors.putAll(OptimizerTensors.save(optimizer.state()));
        tensors.putAll(average.save());
        return tensors;
    }

    /** The numbers that the optimizer remembers. */
    Map<String, Double> numbers() {
        return optimizer.state().numbers();
    }

    /**
     * Goes on from there.
     *
     * @param tensors from {@link #save}
     * @param numbers from {@link #numbers}
     * @param file where they were read, for messages
     * @throws MalformedFileException if something is missing or has another size; then some may be overwritten already
     */
    void restore(Map<String, Tensor> tensors, Map<String, Double> numbers, Path file) throws MalformedFileException {
        arrays().restore(tensors, file);
        adopt();
        OptimizerTensors.restore(optimizer, parameters, numbers, tensors, file);
        average.restore(tensors, file);
    }

    private NamedArrays arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : block.getParameters()) {
            arrays.put("parameter/" + named.getKey(), named.getValue().getArray());
        }
        return new NamedArrays(arrays);
    }

    @Override
    public void close() {
        manager.close();
    }
}
