package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.morseuq.store.Json;

/**
 * What stands below an experiment in the gallery: the file {@value #FILE} beside its definition, written by people.
 *
 * @param expected a sentence that says what was expected
 * @param seen a sentence that says what was seen
 * @param pictures files that the experiment draws, the main one first, each with what is seen on it in words; may be empty
 * @param seconds that the experiment takes on a quiet core, about
 */
record Placard(String expected, String seen, Map<String, String> pictures, double seconds) {

    static final String FILE = "gallery.json";

    /** A guess where nobody said. */
    private static final double UNKNOWN_SECONDS = 60;

    /** Checks that there is something to read. */
    Placard {
        if (expected == null || expected.isBlank() || seen == null || seen.isBlank() || pictures == null) {
            throw new IllegalArgumentException(
                    "a placard says what was expected and what was seen, and which pictures there are");
        }
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("'seconds' must be above 0, got " + seconds);
        }
    }

    /** The placard in an experiment's folder; one that says nothing if nobody wrote one. */
    static Placard find(Path experiment) throws IOException {
        return Files.exists(experiment.resolve(FILE))
                ? read(experiment)
                : new Placard("Nothing was written down.", "Nothing was written down.", Map.of(), UNKNOWN_SECONDS);
    }

    /** The placard in an experiment's folder, where there must be one. */
    static Placard read(Path experiment) throws IOException {
        Path file = experiment.resolve(FILE);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "no such file, expected {\"expected\": \"a sentence.\", \"seen\": \"a sentence.\","
                            + " \"pictures\": {\"FILE.png\": \"what is seen on it\"}, \"seconds\": 60}");
        }
        return Json.read(file, Placard.class);
    }
}
