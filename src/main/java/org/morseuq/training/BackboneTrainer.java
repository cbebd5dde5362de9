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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.morseuq.backbone.Networks;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.backbone.TrainedNetwork;
import org.morseuq.data.ImageSet;
import org.morseuq.store.AtomicFile;
import org.morseuq.store.Json;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Tensor;

/**
 * Trains a classifier by minimising the cross-entropy, and can be stopped and resumed at any step.
 *
 * <p>The folder of a run holds {@code checkpoint.safetensors}, written every few minutes and at the end of every epoch,
 * {@code log.csv} with one line an epoch, and after the last epoch the network itself ({@link TrainedNetwork}). A run
 * that was stopped and resumed ends with the same numbers, bit for bit, as one that was not, on one machine with one
 * number of threads: the order and the augmentation of the images follow from the seed, the epoch and the image's index.
 *
 * <p>Not thread-safe, and only one run at a time in a process: the engine records gradients for all threads together.
 */
public final class BackboneTrainer implements AutoCloseable {

    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final String LOG = "log.csv";
    private static final String LOG_HEADER = "epoch,learning_rate,train_loss,train_accuracy,test_accuracy,seconds\n";

    /** How a call to {@link #run} ended. */
    public enum Outcome {
        /** All epochs are done and the network is written. */
        FINISHED,
        /** The caller asked to stop; the checkpoint holds everything up to the last step. */
        STOPPED
    }

    private final TrainingConfig config;
    private final TrainingImages train;
    private final TrainingImages test;
    private final List<String> classes;
    private final Preprocessing preprocessing;
    private final Path folder;
    private final String identity;

    private final NDManager manager;
    private final Block network;
    private final ParameterStore store;
    private final NesterovDescent descent;
    private final int stepsPerEpoch;

    private int epoch;
    private int step;
    private double epochLoss;
    private long epochCorrect;
    private double epochSeconds;

    /**
     * Reads the images and prepares a network with fresh parameters.
     *
     * @param config what determines the run
     * @param trainSet images to learn from, labelled
     * @param testSet images to report the accuracy on; they influence nothing
     * @param size height and width in pixels that the images are brought to
     * @param folder where the run keeps its files
     * @param device {@code cpu} or {@code gpu}
     * @throws IOException if the images cannot be read
     */
    public BackboneTrainer(
            TrainingConfig config, ImageSet trainSet, ImageSet testSet, int size, Path folder, String device)
            throws IOException {
        this.config = config;
        this.folder = folder;
        classes = trainSet.classes();
        train = TrainingImages.load(trainSet, size);
        test = TrainingImages.load(testSet, size);
        train.requireLabels(trainSet.name(), classes.size());
        preprocessing = train.statistics();
        stepsPerEpoch = train.count() / config.batchSize();
        if (stepsPerEpoch == 0) {
            throw new IllegalArgumentException(
                    "batch size " + config.batchSize() + " is larger than the " + train.count() + " training images");
        }
        Map<String, Object> run = new LinkedHashMap<>(); // in this order: another process must find the same words
        run.put("config", config);
        run.put("images", trainSet.digest());
        run.put("size", size);
        identity = new String(Json.bytes(run), java.nio.charset.StandardCharsets.UTF_8);
        network = Networks.create(config.network(), classes.size());
        Engine engine = Engine.getEngine("PyTorch");
        manager = engine.newBaseManager(device.equals("gpu") ? Device.gpu() : Device.cpu());
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 3, size, size));
        initialise(config.seed());
        store = new ParameterStore(manager, false);
        Map<String, NDArray> trainable = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : network.getParameters()) {
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
        for (Pair<String, Parameter> named : network.getParameters()) {
            if (named.getValue().getType() == Parameter.Type.WEIGHT) {
                NDArray array = named.getValue().getArray();
                long[] shape = array.getShape().getShape();
                double deviation = Math.sqrt(2.0 * shape[0] / array.size());
                float[] values = new float[Math.toIntExact(array.size())];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (deviation * random.nextGaussian());
                }
                overwrite(array, values);
            }
        }
    }

    private void overwrite(NDArray array, float[] values) {
        JniUtils.setGradMode(false);
        try (NDArray fresh = manager.create(values, array.getShape())) {
            fresh.copyTo(array);
        }
    }

    /** The number of trained parameters. */
    public long parameters() {
        return descent.velocities().values().stream().mapToLong(NDArray::size).sum();
    }

    /**
     * Continues from the checkpoint in the run's folder.
     *
     * @return whether there was one
     * @throws MalformedFileException if it belongs to another configuration or other images, or is damaged
     * @throws IOException if it cannot be read
     */
    public boolean resume() throws IOException {
        Path file = folder.resolve(CHECKPOINT);
        if (!Files.exists(file)) {
            return false;
        }
        Checkpoint checkpoint = Checkpoint.read(file, identity);
        for (Map.Entry<String, NDArray> entry : state().entrySet()) {
            Tensor tensor = checkpoint.tensors().get(entry.getKey());
            if (tensor == null || tensor.values().length != entry.getValue().size()) {
                throw new MalformedFileException(file, "has no tensor '" + entry.getKey() + "' of the right size");
            }
            overwrite(entry.getValue(), tensor.values());
        }
        epoch = checkpoint.epoch();
        step = checkpoint.step();
        epochLoss = checkpoint.loss();
        epochCorrect = checkpoint.correct();
        epochSeconds = checkpoint.seconds();
        return true;
    }

    /**
     * Trains until all epochs are done or the caller asks to stop.
     *
     * @param listener is told about steps and epochs
     * @param checkpointSeconds how much work a crash may lose, above 0
     * @param stop asked before every step; once true, the state is saved and the call returns
     * @return how it ended
     * @throws IOException if the run's files cannot be written
     */
    public Outcome run(TrainingListener listener, double checkpointSeconds, BooleanSupplier stop) throws IOException {
        long saved = System.nanoTime();
        while (epoch < config.epochs()) {
            int[] order = order(epoch);
            while (step < stepsPerEpoch) {
                if (stop.getAsBoolean()) {
                    save();
                    return Outcome.STOPPED;
                }
                long begin = System.nanoTime();
                double loss = step(order);
                epochSeconds += (System.nanoTime() - begin) * 1e-9;
                epochLoss += loss;
                step++;
                listener.stepped((long) epoch * stepsPerEpoch + step, (long) config.epochs() * stepsPerEpoch, loss);
                if ((System.nanoTime() - saved) * 1e-9 > checkpointSeconds) {
                    save();
                    saved = System.nanoTime();
                }
            }
            TrainingListener.EpochSummary summary = new TrainingListener.EpochSummary(
                    epoch + 1,
                    rate(step - 1),
                    epochLoss / stepsPerEpoch,
                    (double) epochCorrect / (stepsPerEpoch * config.batchSize()),
                    accuracy(),
                    epochSeconds);
            log(summary);
            listener.finishedEpoch(summary);
            epoch++;
            step = 0;
            epochLoss = 0;
            epochCorrect = 0;
            epochSeconds = 0;
            save();
            saved = System.nanoTime();
        }
        TrainedNetwork.write(folder, config.network(), network, classes, preprocessing);
        return Outcome.FINISHED;
    }

    private double rate(int stepInEpoch) {
        double done = (double) epoch * stepsPerEpoch + stepInEpoch;
        return config.learningRate() * config.schedule().fraction(done / ((double) config.epochs() * stepsPerEpoch));
    }

    private double step(int[] order) {
        int batch = config.batchSize();
        int size = train.size();
        float[] pixels = new float[batch * 3 * size * size];
        float[] oneHot = new float[batch * classes.size()];
        int[] labels = new int[batch];
        float[][] table = preprocessing.table();
        for (int b = 0; b < batch; b++) {
            int index = order[step * batch + b];
            SplittableRandom random = Augmentation.stream(config.seed(), epoch, index);
            Augmentation.apply(train.pixels()[index], size, table, random, pixels, b * 3 * size * size);
            labels[b] = train.labels()[index];
            oneHot[b * classes.size() + labels[b]] = 1;
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = scope.create(pixels, new Shape(batch, 3, size, size));
            NDArray y = scope.create(oneHot, new Shape(batch, classes.size()));
            NDArray logits;
            NDArray loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                logits = network.forward(store, new NDList(x), true).head();
                loss = logits.logSoftmax(1).mul(y).sum().neg().div(batch);
                collector.backward(loss);
            }
            descent.step(rate(step));
            epochCorrect += correct(logits.toFloatArray(), labels, classes.size());
            return loss.getFloat();
        }
    }

    private double accuracy() {
        JniUtils.setGradMode(false);
        int size = test.size();
        float[][] table = preprocessing.table();
        long correct = 0;
        for (int begin = 0; begin < test.count(); begin += config.batchSize()) {
            int n = Math.min(config.batchSize(), test.count() - begin);
            float[] pixels = new float[n * 3 * size * size];
            int[] labels = new int[n];
            for (int b = 0; b < n; b++) {
                Preprocessing.normalise(test.pixels()[begin + b], table, pixels, b * 3 * size * size);
                labels[b] = test.labels()[begin + b];
            }
            try (NDManager scope = manager.newSubManager()) {
                NDArray x = scope.create(pixels, new Shape(n, 3, size, size));
                NDArray logits = network.forward(store, new NDList(x), false).head();
                correct += correct(logits.toFloatArray(), labels, classes.size());
            }
        }
        return (double) correct / test.count();
    }

    private static long correct(float[] logits, int[] labels, int classes) {
        long correct = 0;
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

    /** A permutation of the training images that depends on the seed and the epoch only (Fisher and Yates). */
    private int[] order(int ofEpoch) {
        int[] order = new int[train.count()];
        SplittableRandom random = Augmentation.stream(config.seed(), ofEpoch, -1);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (Pair<String, Parameter> named : network.getParameters()) {
            state.put("parameter/" + named.getKey(), named.getValue().getArray());
        }
        descent.velocities().forEach((name, velocity) -> state.put("velocity/" + name, velocity));
        return state;
    }

    private void save() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        state().forEach((name, array) -> tensors.put(name, Checkpoint.tensor(array)));
        new Checkpoint(identity, epoch, step, epochLoss, epochCorrect, epochSeconds, tensors)
                .write(folder.resolve(CHECKPOINT));
    }

    /** Rewrites the log with one line more; a line of this epoch or a later one, left by a killed run, is dropped. */
    private void log(TrainingListener.EpochSummary summary) throws IOException {
        Path file = folder.resolve(LOG);
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int comma = line.indexOf(',');
                if (comma > 0
                        && line.substring(0, comma).matches("\\d+")
                        && Integer.parseInt(line.substring(0, comma)) < summary.epoch()) {
                    lines.add(line);
                }
            }
        }
        lines.add(String.format(
                java.util.Locale.ROOT,
                "%d,%.6f,%.5f,%.5f,%.5f,%.1f",
                summary.epoch(),
                summary.learningRate(),
                summary.trainLoss(),
                summary.trainAccuracy(),
                summary.testAccuracy(),
                summary.seconds()));
        AtomicFile.writeString(file, LOG_HEADER + String.join("\n", lines) + "\n");
    }

    /** Frees the network and everything that belongs to it. */
    @Override
    public void close() {
        manager.close();
    }
}
