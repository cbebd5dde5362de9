package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * Arrays of bfloat16: the exponent of single precision and 8 bits of its mantissa, a relative error of at most \( 2^{-8} \) a
 * rounding. Processors and GPUs with units for it multiply such numbers, and add up the products in single precision, several
 * times as fast as they do all in it.
 *
 * <p>To round is recorded as an identity: a gradient by what was rounded arrives at what it was before, and parameters in single
 * precision lose no small step. As the exponent is that of single precision, no loss need be scaled for its gradients to stay
 * above 0.
 *
 * <p>The engine's Java face does not know the type: such an array can be computed with, but the process ends if it is asked for
 * its type or its numbers.
 */
final class BrainFloat {

    /** The engine's numbers: 15 and 6 for the types, 2 for the order that has the channels of a position side by side. */
    private static final String CODE =
            """
              def round(self: __torch__.BrainFloat, x: List[Tensor]) -> Tensor:
                return torch.to(x[0], 15, False, False, 2)
              def single(self: __torch__.BrainFloat, x: List[Tensor]) -> Tensor:
                return torch.to(x[0], 6)
            """;

    private final Script script;

    private BrainFloat(Script script) {
        this.script = script;
    }

    /**
     * Prepares the functions.
     *
     * @param manager what they are freed with
     */
    static BrainFloat in(NDManager manager) {
        return new BrainFloat(Script.load(manager, "BrainFloat", CODE));
    }

    /**
     * Rounded, in the order that convolutions like best.
     *
     * @param array (n, channels, height, width) in single precision
     * @param scope where the result goes
     */
    NDArray round(NDArray array, NDManager scope) {
        return script.call(scope, "round", new NDList(array)).head();
    }

    /**
     * The same numbers in single precision. The engine's own conversion is not recorded.
     *
     * @param rounded by {@link #round}, or computed from such arrays
     * @param scope where the result goes
     */
    NDArray single(NDArray rounded, NDManager scope) {
        return script.call(scope, "single", new NDList(rounded)).head();
    }
}
