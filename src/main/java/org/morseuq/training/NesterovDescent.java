package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stochastic gradient descent with Nesterov momentum and coupled weight decay, as PyTorch defines it: with gradient g,
 * parameter w and velocity v,
 *
 * <pre>g' = g + decay * w;   v = momentum * v + g';   w = w - rate * (g' + momentum * v)</pre>
 *
 * <p>Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning", in the form of Bengio et
 * al. 2012, arXiv 1212.0901. The rate multiplies the whole step rather than being folded into v, so that a schedule does
 * not rescale the past.
 */
final class NesterovDescent {

    private final Map<String, NDArray> parameters;
    private final Map<String, NDArray> velocities = new LinkedHashMap<>();
    private final double momentum;
    private final double decay;

    /**
     * Starts with zero velocity.
     *
     * @param parameters what is trained, by name; they outlive this object
     * @param manager owns the velocities
     * @param momentum from 0 to below 1
     * @param decay at least 0
     */
    NesterovDescent(Map<String, NDArray> parameters, NDManager manager, double momentum, double decay) {
        this.parameters = parameters;
        this.momentum = momentum;
        this.decay = decay;
        parameters.forEach((name, array) -> velocities.put(name, manager.zeros(array.getShape())));
    }

    /** The velocities by parameter name, live. */
    Map<String, NDArray> velocities() {
        return velocities;
    }

    /** Moves all parameters once along their accumulated gradients, then sets these to zero. */
    void step(double rate) {
        // Without this the update itself would be recorded, on any thread but the one that started the engine.
        JniUtils.setGradMode(false);
        parameters.forEach((name, array) -> {
            NDArray velocity = velocities.get(name);
            try (NDArray gradient = array.getGradient();
                    NDArray pull = array.mul(decay)) {
                gradient.addi(pull);
                velocity.muli(momentum).addi(gradient);
                try (NDArray ahead = velocity.mul(momentum)) {
                    array.subi(ahead.addi(gradient).muli(rate));
                }
            }
            JniUtils.zeroGrad((PtNDArray) array);
        });
    }
}
