package org.morseuq.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.morseuq.store.AtomicFile;

/**
 * A file with a line a step, whose first cell is the number of the step. Lines are kept until {@link #save}, so that the file
 * never says more than the checkpoint knows.
 */
final class StepLines {

    private static final Pattern STEP = Pattern.compile("(\\d{1,18}),.*");

    private final Path file;
    private final String header;
    private final List<String> fresh = new ArrayList<>();
    private long first;

    StepLines(Path file, String header) {
        this.file = file;
        this.header = header;
    }

    /**
     * Notes a line.
     *
     * @param step counted from 1, above those before
     * @param cells all others, with commas between them
     */
    void add(long step, String cells) {
        if (fresh.isEmpty()) {
            first = step;
        }
        fresh.add(step + "," + cells);
    }

    /** Writes what was noted behind the lines of earlier steps; others, left by a run that was killed, are dropped. */
    void save() throws IOException {
        if (fresh.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(header));
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
