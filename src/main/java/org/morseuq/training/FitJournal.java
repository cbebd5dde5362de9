package org.morseuq.training;

import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.morseuq.optimizer.OptimizerConfig;

/**
 * What a fit leaves behind while it runs, and who takes its steps.
 *
 * @param losses is told the loss after every epoch; may end the fit by an exception
 * @param checkpoint where a fit that takes time keeps its state, to go on from; one that takes a moment does not use it
 * @param optimizer what takes the steps, at its own learning rate on the fit's schedule; Adam with the fit's learning rate
 *     if there is nothing
 */
public record FitJournal(
        DoubleConsumer losses, Optional<HeadCheckpoint> checkpoint, Optional<OptimizerConfig> optimizer) {

    /** A journal with Adam. */
    public FitJournal(DoubleConsumer losses, Optional<HeadCheckpoint> checkpoint) {
        this(losses, checkpoint, Optional.empty());
    }

    /** A journal of losses alone. */
    public static FitJournal of(DoubleConsumer losses) {
        return new FitJournal(losses, Optional.empty());
    }

    /** The same for a fit that takes a moment. */
    FitJournal withoutCheckpoint() {
        return new FitJournal(losses, Optional.empty(), optimizer);
    }
}
