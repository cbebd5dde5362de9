package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/**
 * A batch's way through a network while it is recorded: what a {@link Regularizer} makes its term of.
 *
 * @param inputs x, which ask for gradients
 * @param outputs of the network, logits first
 * @param loss a scalar
 * @param parameters of the network
 * @param autograd derivatives
 * @param norms of weights
 * @param scope where arrays are made
 * @param seed of the batch
 */
record RecordedPass(
        NDArray inputs,
        NDList outputs,
        NDArray loss,
        ParameterVector parameters,
        Autograd autograd,
        WeightNorms norms,
        NDManager scope,
        long seed) {

    /** The logits. */
    NDArray logits() {
        return outputs.head();
    }

    /** The second output, where a network has its embedding. */
    NDArray embedding() {
        if (outputs.size() < 2 || outputs.get(1).getShape().dimension() != 2) {
            throw new IllegalArgumentException(
                    "the complexity of the embedding was asked of a network whose second output is no embedding");
        }
        return outputs.get(1);
    }

    /** The parameters that are matrices or kernels. */
    NDList weights() {
        NDList weights = new NDList();
        for (NDArray part : parameters.parts()) {
            if (part.getShape().dimension() > 1) {
                weights.add(part);
            }
        }
        return weights;
    }

    /** n. */
    long images() {
        return inputs.getShape().get(0);
    }

    /** The cotangent of a scalar that leaves its derivatives as they are. */
    NDArray ones(NDArray scalar) {
        return scope.ones(scalar.getShape(), scalar.getDataType());
    }

    /** A cotangent of something recorded, pulled back to the inputs and recorded. */
    NDArray pulledBack(NDArray y, NDArray cotangent) {
        return autograd.recordedPullback(new NDList(y), new NDList(inputs), new NDList(cotangent))
                .head();
    }

    /** A scalar times a number, which enters as an array: the engine forgets numbers before the backward pass. */
    NDArray times(NDArray scalar, double number) {
        NDArray factor = scalar.getDataType() == DataType.FLOAT64 ? scope.create(number) : scope.create((float) number);
        return scalar.mul(factor);
    }
}
