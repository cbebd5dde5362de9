package org.morseuq.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.morseuq.store.AtomicFile;

/**
 * The file {@code log.csv} of a run: one line an epoch.
 *
 * @param file the file
 */
record TrainingLog(Path file) {

    private static final String HEADER = "epoch,learning_rate,train_loss,train_accuracy,test_accuracy,seconds\n";
    private static final Pattern EPOCH = Pattern.compile("(\\d{1,9}),.*");

    /** Adds an epoch; a line of this epoch or a later one, left by a run that was killed, is dropped. */
    void add(TrainingListener.EpochSummary summary) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                var epoch = EPOCH.matcher(line);
                if (epoch.matches() && Integer.parseInt(epoch.group(1)) < summary.epoch()) {
                    lines.add(line);
                }
            }
        }
        lines.add(String.format(
                Locale.ROOT,
                "%d,%.6f,%.5f,%.5f,%.5f,%.1f",
                summary.epoch(),
                summary.learningRate(),
                summary.trainLoss(),
                summary.trainAccuracy(),
                summary.testAccuracy(),
                summary.seconds()));
        AtomicFile.writeString(file, HEADER + String.join("\n", lines) + "\n");
    }
}
