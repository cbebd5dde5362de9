package org.morseuq.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

/**
 * A file that keeps the state of a fit between two epochs, so that a fit that was stopped goes on where it was and ends
 * with the same bits as one that was not.
 *
 * @param file where; written at once or not at all, and left to the caller when the fit is done
 * @param identity what is fitted to what, in words or as a digest; the file of another fit is refused
 * @param seconds how much work a crash may lose, at least 0; 0 saves after every epoch. A fit whose listener stops it by an
 *     exception is saved in any case
 */
public record HeadCheckpoint(Path file, String identity, double seconds) {

    /** Checks the seconds. */
    public HeadCheckpoint {
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException("seconds between checkpoints must be at least 0, got " + seconds);
        }
    }

    /**
     * How far a fit is.
     *
     * @param epochs finished
     * @param steps taken by the optimizer
     * @param least held-out loss so far; infinite if none was held out
     * @param since epochs since then
     */
    record Progress(int epochs, int steps, double least, int since) {

        static final Progress START = new Progress(0, 0, Double.POSITIVE_INFINITY, 0);
    }

    void save(Progress progress, Map<String, Tensor> tensors) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("identity", identity);
        metadata.put("epochs", Integer.toString(progress.epochs));
        metadata.put("steps", Integer.toString(progress.steps));
        metadata.put("least", Double.toString(progress.least));
        metadata.put("since", Integer.toString(progress.since));
        new Safetensors(metadata, tensors).write(file);
    }

    /** Restores the arrays from the file, if there is one. */
    Optional<Progress> load(NamedArrays arrays) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Safetensors content = Safetensors.read(file);
        Map<String, String> metadata = content.metadata();
        if (!identity.equals(metadata.get("identity"))) {
            throw new MalformedFileException(
                    file,
                    "belongs to another fit, of " + metadata.get("identity") + ", not of " + identity
                            + "; delete it to start anew");
        }
        arrays.restore(content.tensors(), file);
        try {
            return Optional.of(new Progress(
                    Integer.parseInt(metadata.get("epochs")),
                    Integer.parseInt(metadata.get("steps")),
                    Double.parseDouble(metadata.get("least")),
                    Integer.parseInt(metadata.get("since"))));
        } catch (NumberFormatException | NullPointerException e) {
            throw new MalformedFileException(file, "lacks the position of the fit", e);
        }
    }
}
