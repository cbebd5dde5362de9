package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What {@code reproduce} runs: one kind of experiment, with the definition of one folder. */
interface Experiment {

    /** Refuses, in one sentence that says what to give, if what it needs was not given. */
    void require() throws IOException;

    /**
     * What it reads beside its definition: digests of sets of images and of networks, by their names.
     *
     * @return in order; empty if it reads nothing
     */
    default Map<String, String> data() throws IOException {
        return Map.of();
    }

    /**
     * Runs whatever an earlier run into the same folder has not finished.
     *
     * @param to a folder of its own, made if need be
     * @return what came out, whole
     */
    Outcome run(Path to) throws IOException;

    /** What came out of an experiment. */
    interface Outcome {

        /** Writes the table for people. */
        void print(PrintWriter out);

        /** What differs from the expected results by more than the definition allows, in sentences. */
        List<String> movedFrom(Path expected) throws IOException;
    }
}
