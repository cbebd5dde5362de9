package org.morseuq.training;

import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * What a fit leaves behind while it runs.
 *
 * @param losses is told the loss after every epoch; may end the fit by an exception
 * @param checkpoint where a fit that takes time keeps its state, to go on from; one that takes a moment does not use it
 */
public record FitJournal(DoubleConsumer losses, Optional<HeadCheckpoint> checkpoint) {

    /** A journal of losses alone. */
    public static FitJournal of(DoubleConsumer losses) {
        return new FitJournal(losses, Optional.empty());
    }
}
