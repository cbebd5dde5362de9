package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Kingma and Ba 2015, "Adam", arXiv 1412.6980, algorithm 1, with its default decay rates 0.9 and 0.999 and
 * \( \epsilon = 10^{-8} \).
 *
 * <p>Kept are the plain sums \( M = \sum_i \beta_1^{t-i} g_i \) and \( V = \sum_i \beta_2^{t-i} g_i^2 \), which take two
 * passes over the arrays less than the means. All constant factors go into two numbers a step: with
 * \( c = \sqrt{(1 - \beta_2^t) / (1 - \beta_2)} \), the parameters move by \( -\eta c \frac{1 - \beta_1}{1 - \beta_1^t}
 * \frac{M}{\sqrt{V} + c \epsilon} \).
 */
final class Adam {

    private static final double MEAN_DECAY = 0.9;
    private static final double SQUARE_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private final List<NDArray> parameters;
    private final List<NDArray> means = new ArrayList<>();
    private final List<NDArray> squares = new ArrayList<>();
    private final NDManager manager;
    private final DataType type;
    private final NDArray meanDecay;
    private final NDArray squareDecay;
    private int steps;

    /**
     * Starts with zero moments.
     *
     * @param parameters what is trained, all of one type; they outlive this object
     * @param manager owns the moments
     */
    Adam(List<NDArray> parameters, NDManager manager) {
        this.parameters = List.copyOf(parameters);
        this.manager = manager;
        type = parameters.get(0).getDataType();
        for (NDArray parameter : parameters) {
            means.add(manager.zeros(parameter.getShape(), type));
            squares.add(manager.zeros(parameter.getShape(), type));
        }
        meanDecay = number(MEAN_DECAY);
        squareDecay = number(SQUARE_DECAY);
    }

    /** A number as the engine's array: arithmetic with a Java number would make one anew every time. */
    private NDArray number(double value) {
        return type == DataType.FLOAT64 ? manager.create(value) : manager.create((float) value);
    }

    /** Moves all parameters once along their accumulated gradients, then sets these to zero. */
    void step(double rate) {
        JniUtils.setGradMode(false);
        steps++;
        double correction = Math.sqrt((1 - Math.pow(SQUARE_DECAY, steps)) / (1 - SQUARE_DECAY));
        double meanFactor = (1 - MEAN_DECAY) / (1 - Math.pow(MEAN_DECAY, steps));
        try (NDArray length = number(rate * correction * meanFactor);
                NDArray epsilon = number(EPSILON * correction)) {
            for (int i = 0; i < parameters.size(); i++) {
                NDArray parameter = parameters.get(i);
                NDArray mean = means.get(i);
                NDArray square = squares.get(i);
                try (NDArray gradient = parameter.getGradient()) {
                    mean.muli(meanDecay).addi(gradient);
                    square.muli(squareDecay).addi(gradient.muli(gradient));
                }
                try (NDArray deviation = square.sqrt();
                        NDArray move = mean.div(deviation.addi(epsilon))) {
                    parameter.subi(move.muli(length));
                }
                JniUtils.zeroGrad((PtNDArray) parameter);
            }
        }
    }

    /** The number of steps taken. */
    int steps() {
        return steps;
    }

    /** Goes on as if so many steps had been taken; the moments are restored by {@link #moments()}. */
    void continueAfter(int taken) {
        steps = taken;
    }

    /** What it remembers, by name. */
    Map<String, NDArray> moments() {
        Map<String, NDArray> moments = new LinkedHashMap<>();
        for (int i = 0; i < means.size(); i++) {
            moments.put("mean/" + i, means.get(i));
            moments.put("square/" + i, squares.get(i));
        }
        return moments;
    }
}
