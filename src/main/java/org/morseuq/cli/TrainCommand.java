package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.morseuq.backbone.Networks;
import org.morseuq.backbone.Pretrained;
import org.morseuq.data.DataFolder;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.ImageSet;
import org.morseuq.data.RandomLabels;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.training.BackboneTrainer;
import org.morseuq.training.Ingredients;
import org.morseuq.training.Schedule;
import org.morseuq.training.TrainingConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code morse train}: a backbone from labelled images. */
@Command(
        name = "train",
        description = "Train a backbone. Stop it at any time with Ctrl-C and continue with --resume.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class TrainCommand implements Callable<Integer> {

    private static final String DESCENT = "sgd";

    @Option(
            names = "--network",
            required = true,
            description =
                    "cnn, resnet8, resnet18, resnet20, resnet32, resnet56, vgg13, wideresnet16-4, or a perceptron by its"
                            + " hidden widths, as mlp-64-64.")
    private String network;

    @Option(names = "--in", required = true, description = "The data set to learn, for example cifar10.")
    private String in;

    @Option(names = "--data", required = true, description = "The folder that holds the data sets.")
    private Path data;

    @Option(names = "--to", required = true, description = "The folder of the run: checkpoint, log, network.")
    private Path to;

    @Option(
            names = "--optimizer",
            defaultValue = DESCENT,
            completionCandidates = Known.class,
            description = "${COMPLETION-CANDIDATES}; sgd has Nesterov's momentum unless --momentum is 0.")
    private String optimizer;

    @Option(names = "--epochs", defaultValue = "20", description = "Passes over the training images.")
    private int epochs;

    @Option(names = "--batch-size", defaultValue = "128", description = "Images a step.")
    private int batchSize;

    @Option(
            names = "--learning-rate",
            description = "What every step is multiplied by, at the peak of the schedule. By default 0.1 for sgd, and"
                    + " what suits each other optimizer.")
    private Double learningRate;

    @Option(
            names = "--schedule",
            description =
                    "${COMPLETION-CANDIDATES}; by default one-cycle for sgd, constant for others. Those that warm up"
                            + " rise over the first twentieth of the run.")
    private Schedule schedule;

    @Option(names = "--momentum", description = "From 0 to below 1; by default 0.9 where there is one.")
    private Double momentum;

    @Option(names = "--weight-decay", description = "At least 0; by default 5e-4 for sgd.")
    private Double weightDecay;

    @Option(names = "--power", description = "Of the drift that measures the step (dal, dalr, rk4-dalr).")
    private Double power;

    @Option(names = "--cap", description = "The longest step that may be measured (dal, polyak, clr-capped).")
    private Double cap;

    @Option(
            names = "--window",
            description = "How many batches backward-sgd takes newest first, from 1 (sgd) to an epoch; by default 10.")
    private Integer window;

    @Option(
            names = "--regularizer",
            split = ",",
            paramLabel = "NAME:NUMBER",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description =
                    "Adds to the loss, with this factor, one or more of: geometric-complexity, embedding-complexity,"
                            + " input-gradient, loss-gradient, squared-weights, spectral-norm; input-noise:0.1 adds noise of this"
                            + " deviation to the inputs instead. Exact complexity costs 16 and 93 times a plain step of cnn;"
                            + " geometric-complexity:0.01:signs=1 estimates it for 2.6 times, as networks with batch normalisation"
                            + " need it.")
    private List<String> regularizers = List.of();

    @Option(
            names = "--classifier",
            paramLabel = "KIND[:RATE]",
            description =
                    "The last layer: linear, or distance-aware, with logits that are the logarithms of a kernel between the"
                            + " embedding and a learned mode of each class: gaussian, laplace, cauchy, von-mises-fisher. The rate"
                            + " of the kernel is by default 1, 10, 1 and 32.",
            defaultValue = "linear")
    private String classifier;

    @Option(
            names = "--loss",
            paramLabel = "NAME[:NUMBER]",
            description =
                    "cross-entropy; label-smoothing:0.1; logit-norm:0.04 divides the logits by 0.04 times their norm,"
                            + " in training only; morse:1 also asks a distance-aware classifier for a density near 1 on the"
                            + " training images.",
            defaultValue = "cross-entropy")
    private String loss;

    @Option(
            names = "--average",
            paramLabel = "NAME:NUMBER",
            description =
                    "ema:0.999 ends with the moving average over the steps, swa:0.75 with the mean of the ends of the"
                            + " epochs after three quarters of the run; none with the network of the last step.",
            defaultValue = "none")
    private String average;

    @Option(
            names = "--from",
            paramLabel = "FOLDER",
            description =
                    "Start from the trained network in this folder, of the same architecture and classes. Another last"
                            + " layer starts from what the old one knows, modes at the means of the classes.")
    private Path from;

    @Option(
            names = "--augment",
            split = ",",
            defaultValue = "crop,flip",
            paramLabel = "NAME",
            description =
                    "What is done to training images, one after the other: crop and flip, cutout:8 (hides a square of this"
                            + " side), randaugment:2:9 (so many operations, of a strength from 0 to 30), pixmix (mixes with"
                            + " fractals), or none. No draw depends on where a run was resumed.")
    private List<String> augmentations = List.of();

    @Option(
            names = "--mixup",
            paramLabel = "ALPHA",
            description =
                    "Mixes each image and its target with another of the batch, with a share from Beta(ALPHA, ALPHA);"
                            + " above 0 and at most 4, usually 0.2. The training accuracy is then that of naming the class with"
                            + " the larger share.")
    private Double mixup;

    @Option(
            names = "--random-labels",
            paramLabel = "FRACTION",
            defaultValue = "0",
            description = "Gives each training image with this probability a label drawn from all classes.")
    private double randomLabels;

    @Option(names = "--size", defaultValue = "32", description = "Height and width of the images in pixels.")
    private int size;

    @Option(names = "--seed", defaultValue = "0", description = "Of all that is drawn at random.")
    private long seed;

    @Option(names = "--device", defaultValue = "cpu", description = "cpu or gpu.")
    private String device;

    @Option(
            names = "--precision",
            defaultValue = "float32",
            description =
                    "float32, or bfloat16: maps and kernels are rounded to 8 bits of mantissa, parameters and sums are not. A step"
                            + " takes half the time or less on processors with AMX. For the networks resnet, wideresnet and vgg,"
                            + " without regularizers and steps by the Hessian; the trained network is kept and used in float32.")
    private String precision;

    @Option(names = "--checkpoint-seconds", defaultValue = "300", description = "How much work a crash may lose.")
    private double checkpointSeconds;

    @Option(
            names = "--sharpness-every",
            defaultValue = "0",
            description = "Steps between measurements of the largest eigenvalue of the Hessian, written beside 2/h to"
                    + " sharpness.csv; 0: none.")
    private int sharpnessEvery;

    @Option(names = "--resume", description = "Continue from the checkpoint in the folder of the run.")
    private boolean resume;

    @CommandLine.ParentCommand
    private Morse morse;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Names.require("optimizer", optimizer, Optimizers.names());
        if (!Networks.knows(network)) {
            Names.require("network", network, Networks.names());
        }
        Schedule pace = schedule != null ? schedule : usual(Schedule.ONE_CYCLE, Schedule.CONSTANT);
        TrainingConfig config = new TrainingConfig(network, epochs, batchSize, pace, optimizer(), regularizers, seed)
                .with(Ingredients.standard()
                        .withClassifier(classifier)
                        .withLoss(loss)
                        .withAugmentations(augmentations())
                        .withAverage(average)
                        .withPrecision(precision));
        if (!resume && Files.exists(to.resolve("checkpoint.safetensors"))) {
            throw new IllegalArgumentException(
                    to + " already holds a run: continue it with --resume or name another folder");
        }
        DataFolder folder = new DataFolder(data);
        ImageSet learned = folder.find(in, Split.TRAIN);
        if (randomLabels != 0) {
            learned = RandomLabels.of(learned, randomLabels, seed);
        }
        Optional<Pretrained> start = from == null ? Optional.empty() : Optional.of(Pretrained.read(from));
        try (BackboneTrainer trainer = new BackboneTrainer(
                config, learned, folder.find(in, Split.TEST), size, to, Names.device(device), start)) {
            trainer.measureSharpness(sharpnessEvery);
            boolean continued = resume && trainer.resume();
            String unusual = config.ingredients().summary();
            err.printf(
                    Locale.ROOT,
                    "%s %s%s on %s, %d parameters, %s%n",
                    continued ? "continuing" : "training",
                    network,
                    unusual.isEmpty() ? "" : " (" + unusual + ")",
                    in,
                    trainer.parameters(),
                    device);
            return train(trainer, err);
        }
    }

    private List<String> augmentations() {
        List<String> words = new ArrayList<>(augmentations.equals(List.of("none")) ? List.of() : augmentations);
        if (mixup != null) {
            words.add("mixup:" + mixup);
        }
        return words;
    }

    /** What the help lists. */
    private static final class Known implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Optimizers.names().iterator();
        }
    }

    private <T> T usual(T forDescent, T forOthers) {
        return optimizer.equals(DESCENT) ? forDescent : forOthers;
    }

    private OptimizerConfig optimizer() {
        OptimizerConfig chosen = usual(
                TrainingConfig.descent(0.1, momentum == null ? 0.9 : momentum, 5e-4), Optimizers.defaults(optimizer));
        chosen = learningRate == null ? chosen : chosen.withLearningRate(learningRate);
        chosen = momentum == null ? chosen : chosen.withMomentum(momentum);
        chosen = weightDecay == null ? chosen : chosen.withWeightDecay(weightDecay);
        chosen = power == null ? chosen : chosen.withPower(power);
        chosen = cap == null ? chosen : chosen.withCap(cap);
        return window == null ? chosen : chosen.withWindow(window);
    }

    private int train(BackboneTrainer trainer, PrintWriter err) throws IOException {
        ShownTraining shown = new ShownTraining(err, epochs, to);
        BackboneTrainer.Outcome outcome = trainer.run(shown, checkpointSeconds, morse.interruption()::requested);
        shown.finish();
        if (outcome == BackboneTrainer.Outcome.STOPPED) {
            err.println("stopped; everything is saved, continue with --resume");
            err.flush();
            return Morse.INTERRUPTED;
        }
        spec.commandLine().getOut().println(to);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
