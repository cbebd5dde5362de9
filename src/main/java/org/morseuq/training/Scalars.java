package org.morseuq.training;

import ai.djl.ndarray.NDArray;

/**
 * Arithmetic with a number where gradients flow.
 *
 * <p>The engine's {@code mul(Number)} and {@code div(Number)} wrap the number in an array over Java memory and release it at
 * once, while the recorded graph still refers to it: if the garbage collector runs before the backward pass, the gradient
 * is multiplied by whatever stands in that memory by then. Here the array stays with the scope of the operand, which must
 * outlive the backward pass.
 */
final class Scalars {

    private Scalars() {}

    /** The array times the number, in the scope of the array. */
    static NDArray times(NDArray array, double number) {
        return array.mul(array.getManager().create(number));
    }
}
