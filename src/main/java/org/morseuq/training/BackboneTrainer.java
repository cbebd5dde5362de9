package org.morseuq.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.augmentation.Augmentations;
import org.morseuq.backbone.Classifier;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.backbone.Pretrained;
import org.morseuq.backbone.TrainedNetwork;
import org.morseuq.data.ImageSet;
import org.morseuq.optimizer.EdgeOfStability;
import org.morseuq.store.Json;
import org.morseuq.store.MalformedFileException;

/**
 * Trains a classifier by minimising a loss of its logits and what regularizers add to it, and can be stopped and resumed at any step.
 *
 * <p>The folder of a run holds {@code checkpoint.safetensors}, written every few minutes and at the end of every epoch,
 * {@code steps.csv} with one line a step, {@code log.csv} with one line an epoch, the same as {@code log.json}, and after the last epoch the network itself ({@link TrainedNetwork}). A run
 * that was stopped and resumed ends with the same numbers, bit for bit, as one that was not, on one machine with one
 * number of threads: the order and the augmentation of the images follow from the seed, the epoch and the image's index.
 *
 * <p>The loss of a step, told to the listener and written to {@code steps.csv}, is what the optimizer makes small, with all
 * terms of regularizers; that of an epoch is the mean cross-entropy alone, so that runs compare.
 *
 * <p>Where weights are averaged, the network that is written is the average, and so is the one whose accuracy is reported after
 * the last epoch; a moving average is reported after every epoch.
 *
 * <p>An optimizer with a window meets the batches of an epoch in the order of {@link BatchWindows}. A batch brings its
 * augmentation and its dropout along wherever it comes; a schedule goes with the number of the step.
 *
 * <p>Not thread-safe, and only one run at a time in a process: the engine records gradients for all threads together.
 */
public final class BackboneTrainer implements AutoCloseable {

    private static final String CHECKPOINT = "checkpoint.safetensors";

    /** How a call to {@link #run} ended. */
    public enum Outcome {
        /** All epochs are done and the network is written. */
        FINISHED,
        /** The caller asked to stop; the checkpoint holds everything up to the last step. */
        STOPPED,
        /** A loss, a gradient or a step was not finite; the last checkpoint, if any, is as it was. */
        DIVERGED
    }

    private final TrainingConfig config;
    private final PlainBatches test;
    private final Averaging averaging;
    private final List<String> classes;
    private final Preprocessing preprocessing;
    private final AugmentedBatches batches;
    private final BatchWindows windows;
    private final Path folder;
    private final String identity;
    private final TrainableNetwork network;
    private final StepLog steps;
    private final Optional<WarmStart> start;

    private int sharpnessEvery;
    private int epoch;
    private int step;
    private double epochLoss;
    private long epochCorrect;
    private double epochSeconds;
    private boolean begun;

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
        this(config, trainSet, testSet, size, folder, device, Optional.empty());
    }

    /**
     * Reads the images and prepares a network that starts where another was brought, if one is given.
     *
     * @param config as above
     * @param trainSet as above; the classes are the other network's
     * @param testSet as above
     * @param size as above; that of the other network
     * @param folder as above
     * @param device as above
     * @param from the network to start from, of the same architecture; how it sees images is kept. A last layer of another
     *     kind begins with what the old one knows: modes at the means of the classes' embeddings
     * @throws IOException if the images cannot be read
     */
    public BackboneTrainer(
            TrainingConfig config,
            ImageSet trainSet,
            ImageSet testSet,
            int size,
            Path folder,
            String device,
            Optional<Pretrained> from)
            throws IOException {
        this.config = config;
        this.folder = folder;
        classes = trainSet.classes();
        start = from.map(WarmStart::new);
        start.ifPresent(warm -> warm.require(config.network(), classes, size));
        TrainingImages train = TrainingImages.load(trainSet, size);
        train.requireLabels(trainSet.name(), classes.size());
        preprocessing =
                from.map(pretrained -> pretrained.description().preprocessing()).orElseGet(train::statistics);
        test = new PlainBatches(TrainingImages.load(testSet, size), preprocessing.table(), config.batchSize());
        averaging = Averaging.parse(config.ingredients().average());
        Augmentations augmentations =
                Augmentations.of(config.ingredients().augmentations(), size, preprocessing.mean(), config.seed());
        batches = new AugmentedBatches(train, preprocessing.table(), augmentations, config.batchSize(), config.seed());
        if (batches.steps() == 0) {
            throw new IllegalArgumentException(
                    "batch size " + config.batchSize() + " is larger than the " + train.count() + " training images");
        }
        windows = new BatchWindows(config.optimizer().window(), batches.steps());
        Map<String, Object> run = new LinkedHashMap<>(); // in this order: another process must find the same words
        run.put("config", config.identity());
        run.put("images", trainSet.digest());
        run.put("size", size);
        from.ifPresent(pretrained -> run.put("from", pretrained.description().sha256()));
        identity = new String(Json.bytes(run), StandardCharsets.UTF_8);
        network = new TrainableNetwork(config, classes.size(), size, device, (long) config.epochs() * batches.steps());
        steps = new StepLog(folder);
    }

    /** The number of trained parameters. */
    public long parameters() {
        return network.parameters();
    }

    /**
     * Also measures the largest eigenvalue of the Hessian of the loss of a step, batch normalisation by the batch, in the first
     * step and every so many after it, and writes it beside 2 / h to {@code sharpness.csv}: see {@link EdgeOfStability}. That
     * is a threshold of gradient descent; with momentum, a preconditioner or more stages the threshold is another. The
     * network that is trained stays the same to the bit. A measurement costs a gradient and up to 20 products with the
     * Hessian, and memory for as many vectors.
     *
     * @param every at least 1, or 0 for never
     */
    public void measureSharpness(int every) {
        if (every < 0) {
            throw new IllegalArgumentException(
                    "sharpness is measured every 1 or more steps, or 0 for never, got " + every);
        }
        if (every > 0) {
            network.requireHessian("sharpness");
        }
        sharpnessEvery = every;
    }

    private boolean measures(long number) {
        return sharpnessEvery > 0 && (number - 1) % sharpnessEvery == 0;
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
        network.restore(checkpoint.tensors(), checkpoint.numbers(), file);
        epoch = checkpoint.epoch();
        step = checkpoint.step();
        epochLoss = checkpoint.loss();
        epochCorrect = checkpoint.correct();
        epochSeconds = checkpoint.seconds();
        begun = true;
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
        long done = (long) epoch * batches.steps() + step;
        long all = (long) config.epochs() * batches.steps();
        try (Ahead<AugmentedBatches.Batch> ahead = new Ahead<>(batches.inTurn(windows), done, all)) {
            return run(ahead, listener, checkpointSeconds, stop);
        }
    }

    private Outcome run(
            Ahead<AugmentedBatches.Batch> ahead,
            TrainingListener listener,
            double checkpointSeconds,
            BooleanSupplier stop)
            throws IOException {
        long saved = System.nanoTime();
        if (!begun) {
            start.ifPresent(warm -> warm.begin(
                    network,
                    Classifier.parse(config.ingredients().classifier()),
                    batches.images(),
                    batches.table(),
                    batches.order(0)));
            begun = true;
        }
        while (epoch < config.epochs()) {
            while (step < batches.steps()) {
                if (stop.getAsBoolean()) {
                    save();
                    return Outcome.STOPPED;
                }
                long begin = System.nanoTime();
                int batch = windows.batch(step);
                long first = (long) epoch * batches.steps() + 1;
                long number = first + step;
                TrainableNetwork.Step taken =
                        network.step(ahead.next(), Augmentation.mix(config.seed() + first + batch), measures(number));
                epochSeconds += (System.nanoTime() - begin) * 1e-9;
                if (!taken.report().taken()) {
                    listener.diverged(number, taken.report().outcome());
                    return Outcome.DIVERGED;
                }
                double share = averaging.ofStep(number);
                if (share > 0) {
                    network.average().add(share);
                }
                steps.add(number, taken.report());
                taken.edge().ifPresent(edge -> steps.add(number, edge));
                epochLoss += taken.entropy();
                epochCorrect += taken.correct();
                step++;
                listener.stepped(
                        number,
                        (long) config.epochs() * batches.steps(),
                        taken.report().loss());
                if ((System.nanoTime() - saved) * 1e-9 > checkpointSeconds) {
                    save();
                    saved = System.nanoTime();
                }
            }
            TrainingListener.EpochSummary summary = new TrainingListener.EpochSummary(
                    epoch + 1,
                    rate(step - 1),
                    epochLoss / batches.steps(),
                    (double) epochCorrect / (batches.steps() * config.batchSize()),
                    accuracy(listener),
                    epochSeconds);
            new TrainingLog(folder).add(summary);
            listener.finishedEpoch(summary);
            epoch++;
            step = 0;
            epochLoss = 0;
            epochCorrect = 0;
            epochSeconds = 0;
            save();
            saved = System.nanoTime();
        }
        WeightAverage.Shown shown = network.average().show();
        try (shown) {
            TrainedNetwork.write(folder, config.network(), network.block(), classes, preprocessing);
        }
        return Outcome.FINISHED;
    }

    private double rate(int stepInEpoch) {
        double done = (double) epoch * batches.steps() + stepInEpoch;
        return config.optimizer().learningRate()
                * config.schedule().fraction(done / ((double) config.epochs() * batches.steps()));
    }

    /** The accuracy of the network that would be the result if the run ended with the epoch: the average, where it is ready. */
    private double accuracy(TrainingListener listener) {
        double share = averaging.ofEpoch(epoch + 1, config.epochs());
        if (share > 0) {
            network.average().add(share);
        }
        boolean end = epoch + 1 == config.epochs();
        if (averaging.kind() == Averaging.Kind.NONE || (averaging.kind() == Averaging.Kind.SWA && !end)) {
            return test.accuracy(network);
        }
        if (averaging.kind() == Averaging.Kind.SWA) {
            int[] order = batches.order(epoch);
            network.average().takeStatistics(batches.steps(), batch -> batches.at(epoch, order, batch));
        }
        double averaged;
        WeightAverage.Shown shown = network.average().show();
        try (shown) {
            averaged = test.accuracy(network);
        }
        if (end) {
            listener.averaged(test.accuracy(network), averaged);
        }
        return averaged;
    }

    private void save() throws IOException {
        steps.save();
        new Checkpoint(identity, epoch, step, epochLoss, epochCorrect, epochSeconds, network.save(), network.numbers())
                .write(folder.resolve(CHECKPOINT));
    }

    /** Frees the network and everything that belongs to it. */
    @Override
    public void close() {
        network.close();
    }
}
