package org.morseuq.training;

import java.io.IOException;
import java.nio.file.Path;
import org.morseuq.optimizer.EdgeOfStability;
import org.morseuq.optimizer.StepReport;

/**
 * What a run leaves of its steps: {@code steps.csv}, what the optimizer saw and did in every one of them, and {@code
 * sharpness.csv}, the largest eigenvalue of the batch loss's Hessian beside 2 / h, in those where it was measured.
 */
final class StepLog {

    private final StepLines steps;
    private final StepLines sharpness;

    StepLog(Path folder) {
        steps = new StepLines(
                folder.resolve("steps.csv"),
                "step,loss,step_size,gradient_norm,direction_norm,drift_norm,gradients,hessian_products");
        sharpness = new StepLines(
                folder.resolve("sharpness.csv"), "step,sharpness,threshold,residual,along_gradient,products");
    }

    /**
     * Notes a step.
     *
     * @param step counted from 1
     * @param report what became of it
     */
    void add(long step, StepReport report) {
        steps.add(
                step,
                report.loss() + "," + report.stepSize() + "," + report.gradientNorm() + "," + report.directionNorm()
                        + "," + (Double.isNaN(report.driftNorm()) ? "" : report.driftNorm()) + ","
                        + report.gradients() + "," + report.hessianProducts());
    }

    /**
     * Notes a measurement.
     *
     * @param step counted from 1
     * @param edge at the start of the step
     */
    void add(long step, EdgeOfStability edge) {
        sharpness.add(
                step,
                edge.sharpness() + "," + edge.threshold() + "," + edge.residual() + "," + edge.alongGradient() + ","
                        + edge.products());
    }

    /** Writes what was noted. */
    void save() throws IOException {
        steps.save();
        sharpness.save();
    }
}
