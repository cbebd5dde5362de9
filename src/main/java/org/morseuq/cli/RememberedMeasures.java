package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.morseuq.store.Digest;

/**
 * Measures of a card that are kept in files of their own, so that a run that was stopped goes on with the first that is
 * missing.
 *
 * @param folder where; empty to remember nothing
 * @param common a digest of all that every measure depends on
 */
record RememberedMeasures(Optional<Path> folder, String common) {

    /** Takes a measure. */
    @FunctionalInterface
    interface Measure<R> {

        /** Takes it. */
        R take() throws IOException;
    }

    /**
     * A measure, taken unless it is remembered.
     *
     * @param name of its file
     * @param options what it depends on beside the common things
     */
    <R> R get(String name, String options, Class<R> type, Measure<R> measure) throws IOException {
        if (folder.isEmpty()) {
            return measure.take();
        }
        Path file = folder.get().resolve(name + ".json");
        String identity = Digest.ofParts(common, name, options);
        Optional<R> remembered = RememberedRun.find(file, identity, type);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        R taken = measure.take();
        RememberedRun.keep(file, identity, taken);
        return taken;
    }
}
