package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * Derivatives of what the engine has recorded, exact to rounding and of any order: reverse mode as a function, which leaves
 * no gradient behind in the arrays it differentiates by.
 *
 * <p>With outputs y, inputs x and cotangents u all results are \( \sum_i (\partial y_i / \partial x)^\top u_i \). Where a
 * method says <em>recorded</em> the result is itself part of the record, and can be differentiated again; that also keeps
 * the record of y. An input that y does not depend on has the derivative 0.
 *
 * <p>To record, set the engine's gradient mode on the thread ({@code JniUtils.setGradMode(true)}) and compute y from inputs
 * that ask for gradients. The record lives as long as arrays made from it: give the arrays a scope of their own and close
 * it. Several threads may record and differentiate at once, each its own arrays.
 *
 * <p>The engine's own {@code GradientCollector} knows first derivatives only, one at a time in a process; its backward pass
 * with a recorded result leaves a circle between array and gradient that is never freed.
 */
public final class Autograd {

    private static final String CODE =
            """
              def derive(self: __torch__.Autograd, inputs: List[Tensor], outputs: List[Tensor], cotangents: Optional[List[Optional[Tensor]]], retain: bool, record: bool) -> List[Tensor]:
                result = annotate(List[Tensor], [])
                if ops.prim.requires_grad(outputs[0]):
                  found = torch.grad(outputs, inputs, cotangents, retain, record, True)
                  for i in range(torch.len(inputs)):
                    g = found[i]
                    if torch.__is__(g, None):
                      _0 = torch.append(result, torch.zeros_like(inputs[i]))
                    else:
                      _1 = torch.append(result, unchecked_cast(Tensor, g))
                else:
                  for j in range(torch.len(inputs)):
                    _2 = torch.append(result, torch.zeros_like(inputs[j]))
                return result
              def flat(self: __torch__.Autograd, parts: List[Tensor]) -> Tensor:
                rows = annotate(List[Tensor], [])
                for i in range(torch.len(parts)):
                  _0 = torch.append(rows, torch.reshape(parts[i], [-1]))
                return torch.cat(rows)
              def optional(self: __torch__.Autograd, cotangents: List[Tensor]) -> List[Optional[Tensor]]:
                result = annotate(List[Optional[Tensor]], [])
                for i in range(torch.len(cotangents)):
                  _0 = torch.append(result, cotangents[i])
                return result
              def gradient(self: __torch__.Autograd, inputs: List[Tensor], outputs: List[Tensor]) -> Tensor:
                return (self).flat((self).derive(inputs, outputs, None, False, False, ), )
              def gradient_recorded(self: __torch__.Autograd, inputs: List[Tensor], outputs: List[Tensor]) -> Tensor:
                return (self).flat((self).derive(inputs, outputs, None, True, True, ), )
              def pullback(self: __torch__.Autograd, inputs: List[Tensor], outputs: List[Tensor], cotangents: List[Tensor]) -> List[Tensor]:
                return (self).derive(inputs, outputs, (self).optional(cotangents, ), True, False, )
              def pullback_recorded(self: __torch__.Autograd, inputs: List[Tensor], outputs: List[Tensor], cotangents: List[Tensor]) -> List[Tensor]:
                return (self).derive(inputs, outputs, (self).optional(cotangents, ), True, True, )
              def product(self: __torch__.Autograd, inputs: List[Tensor], outputs: List[Tensor], cotangents: List[Tensor]) -> Tensor:
                return (self).flat((self).derive(inputs, outputs, (self).optional(cotangents, ), True, False, ), )
              def product_recorded(self: __torch__.Autograd, inputs: List[Tensor], outputs: List[Tensor], cotangents: List[Tensor]) -> Tensor:
                return (self).flat((self).derive(inputs, outputs, (self).optional(cotangents, ), True, True, ), )
              def squares(self: __torch__.Autograd, input: Tensor, outputs: Tensor, record: bool) -> Tensor:
                sum = torch.zeros_like(torch.select(outputs, 1, 0))
                for k in range(torch.size(outputs, 1)):
                  output = torch.sum(torch.select(outputs, 1, k))
                  g = (self).derive([input], [output], None, True, record, )[0]
                  sum = torch.add(sum, torch.sum(torch.square(torch.flatten(g, 1)), [1]))
                return sum
              def jacobian(self: __torch__.Autograd, inputs: List[Tensor], outputs: List[Tensor]) -> Tensor:
                return (self).squares(inputs[0], outputs[0], False, )
              def jacobian_recorded(self: __torch__.Autograd, inputs: List[Tensor], outputs: List[Tensor]) -> Tensor:
                return (self).squares(inputs[0], outputs[0], True, )
            """;

    private final Script script;

    private Autograd(Script script) {
        this.script = script;
    }

    /**
     * Prepares the functions, in some milliseconds.
     *
     * @param manager what they are freed with
     */
    public static Autograd in(NDManager manager) {
        return new Autograd(Script.load(manager, "Autograd", CODE));
    }

    /**
     * The gradient of a scalar, one array after the other in one flat array. Frees the record of the output.
     *
     * @param output a recorded scalar
     * @param inputs arrays that ask for gradients, at least one
     * @return as many numbers as the inputs have together, in the output's scope
     */
    public NDArray gradient(NDArray output, NDList inputs) {
        return call("gradient", inputs, output).get(0);
    }

    /** The same gradient, recorded. */
    public NDArray recordedGradient(NDArray output, NDList inputs) {
        return call("gradient_recorded", inputs, output).get(0);
    }

    /**
     * The derivatives of arrays against cotangents. Keeps the record.
     *
     * @param outputs recorded arrays, at least one
     * @param inputs arrays that ask for gradients, at least one
     * @param cotangents one an output, of its shape
     * @return one an input, of its shape, in the scope of the first output
     */
    public NDList pullback(NDList outputs, NDList inputs, NDList cotangents) {
        return script.call(outputs.head().getManager(), "pullback", inputs, outputs, cotangents);
    }

    /** The same derivatives, recorded. */
    public NDList recordedPullback(NDList outputs, NDList inputs, NDList cotangents) {
        return script.call(outputs.head().getManager(), "pullback_recorded", inputs, outputs, cotangents);
    }

    /**
     * A recorded flat gradient differentiated against a direction: the product of the Hessian with it. Keeps the record, so
     * that many products with one Hessian cost a backward pass each.
     *
     * @param gradient from {@link #recordedGradient}
     * @param inputs what it was taken by
     * @param direction as many numbers as the gradient
     * @return as many again, in the scope of the gradient
     */
    public NDArray hessianProduct(NDArray gradient, NDList inputs, NDArray direction) {
        return script.call(gradient.getManager(), "product", inputs, new NDList(gradient), new NDList(direction))
                .get(0);
    }

    /** The same product, recorded: what third derivatives start from. */
    public NDArray recordedHessianProduct(NDArray gradient, NDList inputs, NDArray direction) {
        return script.call(
                        gradient.getManager(), "product_recorded", inputs, new NDList(gradient), new NDList(direction))
                .get(0);
    }

    /**
     * The squared Frobenius norms \( \|\partial y_i / \partial x_i\|_F^2 \) of a function that treats the n rows of a batch
     * each for itself (batch normalisation in evaluation mode), at the price of one backward pass a column of y. Keeps the
     * record. Cheapest if nothing but x asks for gradients.
     *
     * @param outputs y, recorded (n, k)
     * @param input x, (n, ...), which asks for gradients
     * @return n numbers, in the outputs' scope
     */
    public NDArray squaredJacobianNorms(NDArray outputs, NDArray input) {
        return call("jacobian", new NDList(input), outputs).get(0);
    }

    /** The same norms, recorded: what a penalty on them is differentiated by. */
    public NDArray recordedSquaredJacobianNorms(NDArray outputs, NDArray input) {
        return call("jacobian_recorded", new NDList(input), outputs).get(0);
    }

    private NDList call(String function, NDList inputs, NDArray output) {
        return script.call(output.getManager(), function, inputs, new NDList(output));
    }
}
