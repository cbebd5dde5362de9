package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;

/**
 * Kingma and Ba 2015, "Adam", arXiv 1412.6980, algorithm 1, with its default decay rates 0.9 and 0.999 and
 * \( \epsilon = 10^{-8} \).
 */
final class Adam {

    private static final double MEAN_DECAY = 0.9;
    private static final double SQUARE_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private final List<NDArray> parameters;
    private final List<NDArray> means = new ArrayList<>();
    private final List<NDArray> squares = new ArrayList<>();
    private int steps;

    /**
     * Starts with zero moments.
     *
     * @param parameters what is trained; they outlive this object
     * @param manager owns the moments
     */
    Adam(List<NDArray> parameters, NDManager manager) {
        this.parameters = List.copyOf(parameters);
        for (NDArray parameter : parameters) {
            means.add(manager.zeros(parameter.getShape(), parameter.getDataType()));
            squares.add(manager.zeros(parameter.getShape(), parameter.getDataType()));
        }
    }

    /** Moves all parameters once along their accumulated gradients, then sets these to zero. */
    void step(double rate) {
        JniUtils.setGradMode(false);
        steps++;
        double meanBias = 1 - Math.pow(MEAN_DECAY, steps);
        double squareBias = 1 - Math.pow(SQUARE_DECAY, steps);
        for (int i = 0; i < parameters.size(); i++) {
            NDArray parameter = parameters.get(i);
            NDArray mean = means.get(i);
            NDArray square = squares.get(i);
            try (NDArray gradient = parameter.getGradient();
                    NDArray scaled = gradient.mul(1 - MEAN_DECAY);
                    NDArray squared = gradient.square()) {
                mean.muli(MEAN_DECAY).addi(scaled);
                square.muli(SQUARE_DECAY).addi(squared.muli(1 - SQUARE_DECAY));
            }
            try (NDArray variance = square.div(squareBias);
                    NDArray deviation = variance.sqrt();
                    NDArray move = mean.mul(rate / meanBias)) {
                parameter.subi(move.divi(deviation.addi(EPSILON)));
            }
            JniUtils.zeroGrad((PtNDArray) parameter);
        }
    }
}
