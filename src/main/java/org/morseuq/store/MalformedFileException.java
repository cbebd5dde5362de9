package org.morseuq.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that exists but is not what it should be.
 *
 * <p>The message is one sentence for the person who supplied the file: which file, where in it, what was found and what
 * was expected. The command line prints it and exits with code 2.
 */
public final class MalformedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Names the file and the defect.
     *
     * @param file the offending file
     * @param defect where in the file, what was found and what was expected, as the rest of a sentence
     */
    public MalformedFileException(Path file, String defect) {
        super(file + ": " + defect);
    }

    /**
     * Names the file, the defect and what the reader met.
     *
     * @param file the offending file
     * @param defect where in the file, what was found and what was expected, as the rest of a sentence
     * @param cause what the reader met
     */
    public MalformedFileException(Path file, String defect, Throwable cause) {
        super(file + ": " + defect, cause);
    }
}
