package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.morseuq.backbone.Networks;
import org.morseuq.data.DataFolder;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.training.BackboneTrainer;
import org.morseuq.training.Schedule;
import org.morseuq.training.TrainingConfig;
import org.morseuq.training.TrainingListener;
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

    private static final Set<String> OPTIMIZERS = Set.of("sgd");

    @Option(names = "--network", required = true, description = "resnet8, resnet20, resnet32 or resnet56.")
    private String network;

    @Option(names = "--in", required = true, description = "The data set to learn, for example cifar10.")
    private String in;

    @Option(names = "--data", required = true, description = "The folder that holds the data sets.")
    private Path data;

    @Option(names = "--to", required = true, description = "The folder of the run: checkpoint, log, network.")
    private Path to;

    @Option(names = "--optimizer", defaultValue = "sgd", description = "sgd (Nesterov momentum).")
    private String optimizer;

    @Option(names = "--epochs", defaultValue = "20", description = "Passes over the training images.")
    private int epochs;

    @Option(names = "--batch-size", defaultValue = "128", description = "Images a step.")
    private int batchSize;

    @Option(names = "--learning-rate", defaultValue = "0.1", description = "The peak of the schedule.")
    private double learningRate;

    @Option(names = "--schedule", defaultValue = "one-cycle", description = "${COMPLETION-CANDIDATES}.")
    private Schedule schedule;

    @Option(names = "--momentum", defaultValue = "0.9", description = "From 0 to below 1.")
    private double momentum;

    @Option(names = "--weight-decay", defaultValue = "5e-4", description = "At least 0.")
    private double weightDecay;

    @Option(names = "--size", defaultValue = "32", description = "Height and width of the images in pixels.")
    private int size;

    @Option(names = "--seed", defaultValue = "0", description = "Of parameters, order and augmentation.")
    private long seed;

    @Option(names = "--device", defaultValue = "cpu", description = "cpu or gpu.")
    private String device;

    @Option(names = "--checkpoint-seconds", defaultValue = "300", description = "How much work a crash may lose.")
    private double checkpointSeconds;

    @Option(names = "--resume", description = "Continue from the checkpoint in the folder of the run.")
    private boolean resume;

    @CommandLine.ParentCommand
    private Morse morse;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Names.require("optimizer", optimizer, OPTIMIZERS);
        Names.require("network", network, Networks.names());
        TrainingConfig config =
                new TrainingConfig(network, epochs, batchSize, learningRate, schedule, momentum, weightDecay, seed);
        if (!resume && Files.exists(to.resolve("checkpoint.safetensors"))) {
            throw new IllegalArgumentException(
                    to + " already holds a run: continue it with --resume or name another folder");
        }
        DataFolder folder = new DataFolder(data);
        try (BackboneTrainer trainer = new BackboneTrainer(
                config, folder.find(in, Split.TRAIN), folder.find(in, Split.TEST), size, to, Names.device(device))) {
            boolean continued = resume && trainer.resume();
            err.printf(
                    Locale.ROOT,
                    "%s %s on %s, %d parameters, %s%n",
                    continued ? "continuing" : "training",
                    network,
                    in,
                    trainer.parameters(),
                    device);
            return train(trainer, err);
        }
    }

    private int train(BackboneTrainer trainer, PrintWriter err) throws IOException {
        Progress progress = new Progress(err, "step");
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepped(long step, long steps, double loss) {
                progress.at(step, steps, String.format(Locale.ROOT, "loss %.3f", loss));
            }

            @Override
            public void finishedEpoch(EpochSummary epoch) {
                progress.finish();
                err.printf(
                        Locale.ROOT,
                        "epoch %d/%d: loss %.4f, accuracy %.2f %% training, %.2f %% test, %.0f s%n",
                        epoch.epoch(),
                        epochs,
                        epoch.trainLoss(),
                        100 * epoch.trainAccuracy(),
                        100 * epoch.testAccuracy(),
                        epoch.seconds());
                err.flush();
            }
        };
        BackboneTrainer.Outcome outcome = trainer.run(listener, checkpointSeconds, morse.interruption()::requested);
        progress.finish();
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
