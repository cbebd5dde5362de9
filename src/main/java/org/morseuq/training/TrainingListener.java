package org.morseuq.training;

import org.morseuq.optimizer.StepReport;

/** Is told how a training run goes; called on the training thread. */
public interface TrainingListener {

    /**
     * What one epoch came to.
     *
     * @param epoch counted from 1
     * @param learningRate times the schedule, at its last step
     * @param trainLoss mean cross-entropy in nats over the epoch's augmented images
     * @param trainAccuracy fraction of them classified correctly while training
     * @param testAccuracy fraction of the test images classified correctly after the epoch
     * @param seconds spent training in this epoch, all resumed parts together
     */
    record EpochSummary(
            int epoch,
            double learningRate,
            double trainLoss,
            double trainAccuracy,
            double testAccuracy,
            double seconds) {}

    /**
     * After every step.
     *
     * @param step steps done in the whole run
     * @param steps steps of the whole run
     * @param loss mean cross-entropy of the batch in nats and the terms of regularizers
     */
    void stepped(long step, long steps, double loss);

    /**
     * After every epoch.
     *
     * @param summary what it came to
     */
    void finishedEpoch(EpochSummary summary);

    /**
     * After the last epoch of a run that averages its weights, before that epoch is told.
     *
     * @param last fraction of the test images that the network of the last step classifies correctly
     * @param average the same of the average, which is the result of the run
     */
    default void averaged(double last, double average) {}

    /**
     * When a step cannot be taken, which ends the run.
     *
     * @param step its number, counted from 1
     * @param outcome what was not finite
     */
    void diverged(long step, StepReport.Outcome outcome);

    /** Hears nothing. */
    static TrainingListener silent() {
        return new TrainingListener() {
            @Override
            public void stepped(long step, long steps, double loss) {}

            @Override
            public void finishedEpoch(EpochSummary summary) {}

            @Override
            public void diverged(long step, StepReport.Outcome outcome) {}
        };
    }
}
