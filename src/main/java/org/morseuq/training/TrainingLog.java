package org.morseuq.training;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.morseuq.store.AtomicFile;
import org.morseuq.store.Json;

/**
 * The files {@code log.csv} and {@code log.json} of a run: a line and an object an epoch, with the same numbers.
 *
 * @param folder where they are
 */
record TrainingLog(Path folder) {

    private static final String HEADER = "epoch,learning_rate,train_loss,train_accuracy,test_accuracy,seconds";
    private static final Pattern EPOCH = Pattern.compile("(\\d{1,9}),.*");

    /** Adds an epoch; a line of this epoch or a later one, left by a run that was killed, is dropped. */
    void add(TrainingListener.EpochSummary summary) throws IOException {
        Path file = folder.resolve("log.csv");
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
        AtomicFile.writeString(file, HEADER + "\n" + String.join("\n", lines) + "\n");
        Json.write(
                folder.resolve("log.json"),
                lines.stream().map(TrainingLog::object).toList());
    }

    private static Map<String, BigDecimal> object(String line) {
        String[] names = HEADER.split(",", -1);
        String[] cells = line.split(",", -1);
        Map<String, BigDecimal> object = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            object.put(names[i], new BigDecimal(cells[i])); // keeps the digits
        }
        return object;
    }
}
