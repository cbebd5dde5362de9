package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.morseuq.backbone.Autograd;
import org.morseuq.backbone.DeviceVector;
import org.morseuq.backbone.ParameterVector;
import org.morseuq.backbone.RecordedObjective;
import org.morseuq.optimizer.Measured;
import org.morseuq.optimizer.Optimizer;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.OptimizerState;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.optimizer.RungeKuttaRecipe;
import org.morseuq.optimizer.StepReport;
import org.morseuq.optimizer.StepSize;

/** An optimizer with a name, whose lengths follow the fit's fraction. Its memory is freed with the manager. */
final class NamedDescent implements HeadDescent {

    private final NDManager manager;
    private final ParameterVector parameters;
    private final Autograd autograd;
    private final DeviceVector x;
    private final Optimizer optimizer;
    private final String name;
    private int steps;
    private double fraction;

    /**
     * Before the first step.
     *
     * @param trained the parameters, all of one type
     * @param manager owns all memory
     * @param config the optimizer; one whose length no fraction could multiply is refused
     */
    NamedDescent(List<NDArray> trained, NDManager manager, OptimizerConfig config) {
        this.manager = manager;
        name = config.name();
        Map<String, NDArray> byPlace = new LinkedHashMap<>();
        trained.forEach(array -> byPlace.put(Integer.toString(byPlace.size()), array));
        parameters = ParameterVector.of(byPlace, Map.of(), manager);
        autograd = Autograd.in(manager);
        x = parameters.copy();
        RungeKuttaRecipe parts = recipe(config);
        optimizer = new RungeKuttaRecipe(
                        parts.tableau(), shortened(parts.stepSize()), parts.direction(), parts.memory(), parts.decay())
                .on(x);
    }

    /**
     * What fits a head.
     *
     * @throws IllegalArgumentException if the optimizer cannot
     */
    static RungeKuttaRecipe recipe(OptimizerConfig config) {
        if (config.window() > 1) {
            throw new IllegalArgumentException(
                    config.name()
                            + " cannot fit a head, whose batches draw from the reference measure in the order they come in: use sgd");
        }
        if (Optimizers.recipe(config) instanceof RungeKuttaRecipe parts) {
            return parts;
        }
        throw new IllegalArgumentException(
                config.name() + " cannot fit a head, whose steps become shorter towards the end");
    }

    private StepSize shortened(StepSize rule) {
        return new StepSize() {
            @Override
            public Reads reads() {
                return rule.reads();
            }

            @Override
            public double at(Measured measured) {
                return fraction * rule.at(measured);
            }
        };
    }

    @Override
    public double step(Supplier<NDArray> loss, double part) {
        StepReport report = take(loss, part);
        if (!report.taken()) {
            throw new IllegalStateException("step " + (steps + 1) + " of " + name + " cannot be taken ("
                    + report.outcome() + "); lower its learning rate");
        }
        return report.loss();
    }

    /** The same, with the report; one that was not taken leaves everything as it was. */
    StepReport take(Supplier<NDArray> loss, double part) {
        fraction = part;
        NDManager scope = manager.newSubManager();
        StepReport report;
        try (RecordedObjective batch = new RecordedObjective(parameters, autograd, scope, unused -> loss.get())) {
            report = optimizer.step(batch, x);
        }
        parameters.set(x); // where the rest of the fit looks
        steps += report.taken() ? 1 : 0;
        return report;
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public void continueAfter(int taken) {
        steps = taken;
        try (DeviceVector read = parameters.copy()) {
            x.set(read);
        }
        optimizer.restore(new OptimizerState(
                Map.of("steps", (double) taken), optimizer.state().vectors()));
    }

    @Override
    public Map<String, NDArray> remembered() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        optimizer.state().vectors().forEach((key, vector) -> arrays.put(key, ((DeviceVector) vector).array()));
        return arrays;
    }
}
