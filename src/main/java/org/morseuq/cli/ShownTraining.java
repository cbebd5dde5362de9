package org.morseuq.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.morseuq.optimizer.StepReport;
import org.morseuq.training.TrainingListener;

/** Shows how far a training run is, and its accuracies; a run that diverges ends in an exception that says what to do. */
final class ShownTraining implements TrainingListener {

    private final PrintWriter err;
    private final int epochs;
    private final Path folder;
    private final Progress progress;

    ShownTraining(PrintWriter err, int epochs, Path folder) {
        this.err = err;
        this.epochs = epochs;
        this.folder = folder;
        this.progress = new Progress(err, "step");
    }

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

    @Override
    public void averaged(double last, double mean) {
        progress.finish();
        err.printf(
                Locale.ROOT,
                "accuracy on the test images: %.2f %% by the average, %.2f %% by the network of the last step%n",
                100 * mean,
                100 * last);
    }

    @Override
    public void diverged(long step, StepReport.Outcome outcome) {
        progress.finish();
        String what = outcome.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
        String left = Files.exists(folder.resolve("checkpoint.safetensors"))
                ? "the last checkpoint is in " + folder
                : "there was no checkpoint yet";
        throw new IllegalStateException(
                "step " + step + " cannot be taken (" + what + "): lower --learning-rate; " + left);
    }

    /** Ends the line that is drawn. */
    void finish() {
        progress.finish();
    }
}
