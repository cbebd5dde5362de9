package org.morseuq.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.morseuq.optimizer.StepReport;
import org.morseuq.store.AtomicFile;

/**
 * The file {@code steps.csv} of a run: what the optimizer saw and did in every step. Lines are kept until {@link #save}, so
 * that the file never says more than the checkpoint knows.
 */
final class StepLog {

    private static final String HEADER =
            "step,loss,step_size,gradient_norm,direction_norm,drift_norm,gradients,hessian_products";
    private static final Pattern STEP = Pattern.compile("(\\d{1,18}),.*");

    private final Path file;
    private final List<String> fresh = new ArrayList<>();
    private long first;

    StepLog(Path file) {
        this.file = file;
    }

    /**
     * Notes a step.
     *
     * @param step counted from 1
     * @param report what became of it
     */
    void add(long step, StepReport report) {
        if (fresh.isEmpty()) {
            first = step;
        }
        fresh.add(step + "," + report.loss() + "," + report.stepSize() + "," + report.gradientNorm() + ","
                + report.directionNorm() + "," + (Double.isNaN(report.driftNorm()) ? "" : report.driftNorm()) + ","
                + report.gradients() + "," + report.hessianProducts());
    }

    /** Writes what was noted behind the lines of earlier steps; others, left by a run that was killed, are dropped. */
    void save() throws IOException {
        if (fresh.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(HEADER));
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                var step = STEP.matcher(line);
                if (step.matches() && Long.parseLong(step.group(1)) < first) {
                    lines.add(line);
                }
            }
        }
        lines.addAll(fresh);
        AtomicFile.writeString(file, String.join("\n", lines) + "\n");
        fresh.clear();
    }
}
