package org.morseuq.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@link Adam} with the engine's own gradients: one fit at a time in a process. */
final class AdamDescent implements HeadDescent {

    private final Adam adam;
    private final double learningRate;

    AdamDescent(List<NDArray> parameters, NDManager manager, double learningRate) {
        this.learningRate = learningRate;
        adam = new Adam(parameters, manager);
    }

    @Override
    public double step(Supplier<NDArray> loss, double fraction) {
        double before;
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = loss.get();
            collector.backward(value);
            before = value.toType(DataType.FLOAT64, false).getDouble();
        }
        adam.step(learningRate * fraction);
        return before;
    }

    @Override
    public int steps() {
        return adam.steps();
    }

    @Override
    public void continueAfter(int taken) {
        adam.continueAfter(taken);
    }

    @Override
    public Map<String, NDArray> remembered() {
        return adam.moments();
    }
}
