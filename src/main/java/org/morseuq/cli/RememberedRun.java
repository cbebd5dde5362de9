package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.morseuq.store.Json;

/**
 * A run of an experiment in a file of its own.
 *
 * @param identity of everything that its numbers depend on, as a digest
 * @param run what came out
 */
record RememberedRun(String identity, Object run) {

    /** The run in a file, if there is one and it has this identity. */
    static <R> Optional<R> find(Path file, String identity, Class<R> type) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        RememberedRun remembered = Json.read(file, RememberedRun.class);
        return identity.equals(remembered.identity)
                ? Optional.of(Json.parse(file, Json.bytes(remembered.run), type))
                : Optional.empty();
    }

    /** Writes the run. */
    static void keep(Path file, String identity, Object run) throws IOException {
        Json.write(file, new RememberedRun(identity, run));
    }
}
