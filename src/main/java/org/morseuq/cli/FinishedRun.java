package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.store.Json;

/**
 * What is remembered of a run of an experiment as a whole, in a file beside its results.
 *
 * @param identity a digest of all that its numbers depend on: definition, expected results, data, code and options
 * @param finished whether it came to its end
 * @param seconds that it took so far, all interrupted runs of this identity together
 * @param command that ran it
 * @param data digests of what it read, by name
 * @param moved what differs from the expected results; null if there are none, or it is not finished
 */
record FinishedRun(
        String identity,
        boolean finished,
        double seconds,
        String command,
        Map<String, String> data,
        List<String> moved) {

    private static final String FILE = "finished.json";

    /** The run in a folder of results, if there is one of this identity. */
    static Optional<FinishedRun> find(Path folder, String identity) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        FinishedRun run = Json.read(file, FinishedRun.class);
        return run.identity().equals(identity) ? Optional.of(run) : Optional.empty();
    }

    void write(Path folder) throws IOException {
        Json.write(folder.resolve(FILE), this);
    }
}
