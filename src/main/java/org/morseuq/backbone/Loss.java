package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** What a network's outputs for a batch come to, as one number that gradients flow through. */
@FunctionalInterface
public interface Loss {

    /**
     * The loss. Computed anew at every evaluation; a number from Java enters as an array of the scope, for the engine
     * forgets one that is given to its operations as a number before the backward pass asks for it.
     *
     * @param outputs what the network returned, logits first
     * @param scope where arrays are made
     * @return a scalar
     */
    NDArray of(NDList outputs, NDManager scope);

    /** No loss: 0, so that an objective is what regularizers add. */
    static Loss none() {
        return (outputs, scope) -> scope.zeros(new Shape(), outputs.head().getDataType());
    }

    /**
     * The mean cross-entropy \( -\frac1n \sum_i \log \mathrm{softmax}(l_i)_{y_i} \) in nats.
     *
     * @param labels n classes
     */
    static Loss crossEntropy(int[] labels) {
        return (outputs, scope) -> {
            NDArray logits = outputs.head();
            int classes = Math.toIntExact(logits.getShape().get(1));
            float[] own = new float[labels.length * classes];
            for (int i = 0; i < labels.length; i++) {
                own[i * classes + labels[i]] = 1;
            }
            return crossEntropy(logits, own, scope);
        };
    }

    /**
     * The mean cross-entropy with targets that are distributions, \( -\frac1n \sum_i \sum_y t_{iy} \log \mathrm{softmax}(l_i)_y \).
     *
     * @param logits (n, classes)
     * @param targets n rows of classes numbers, each at least 0 with the sum 1
     * @param scope where arrays are made
     * @return a scalar
     */
    static NDArray crossEntropy(NDArray logits, float[] targets, NDManager scope) {
        NDArray rows = scope.create(targets, logits.getShape()).toType(logits.getDataType(), false);
        return logits.logSoftmax(1).mul(rows).sum(new int[] {1}).mean().neg();
    }
}
