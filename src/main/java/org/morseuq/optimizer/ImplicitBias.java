package org.morseuq.optimizer;

import java.util.List;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;
import org.morseuq.function.WeightedSum;

/**
 * The loss that gradient descent with a step h on several tasks really descends, and the flow that it follows, to second
 * order: B. Dherin 2023, arXiv 2311.00235.
 *
 * <p>Together, one step on the sum of all tasks: the gradient flow of
 * \( \tilde L = \sum_i L_i + \frac{h}{4} \|\sum_i g_i\|^2
 * = \sum_i L_i + \frac{h}{4} \sum_i \|g_i\|^2 + \frac{h}{2} \sum_{i \lt j} \langle g_i, g_j \rangle \), the last the
 * <em>conflict term</em>. In turn, a step on each: \( \theta' = -\nabla \tilde L + \frac{h}{2} \sum_{i \lt j} [g_i, g_j] \)
 * with \( \tilde L = \sum_i L_i + \frac{h}{4} \sum_i \|g_i\|^2 \) and the {@link LieBracket}, which is the gradient of
 * nothing. Either flow, followed for a time h, ends within \( O(h^3) \) of the step or steps.
 *
 * <p>Tasks with weights are tasks \( w_i L_i \): see {@link WeightedSum}.
 */
public final class ImplicitBias {

    private ImplicitBias() {}

    /**
     * The modified loss of training on all tasks together.
     *
     * @param tasks \( L_i \), at least one
     * @param h the step, finite
     * @return \( \sum_i L_i + \frac{h}{4} \|\sum_i g_i\|^2 \); see {@link GradientRegularised} for its derivatives
     */
    public static Objective multitask(List<? extends Objective> tasks, double h) {
        return new GradientRegularised(WeightedSum.of(tasks), h / 4);
    }

    /**
     * The modified loss of training on each task in turn, which is not all: see {@link #continualFlow}.
     *
     * @param tasks \( L_i \), at least one
     * @param h the step, finite
     * @return \( \sum_i L_i + \frac{h}{4} \sum_i \|g_i\|^2 \); see {@link GradientRegularised} for its derivatives
     */
    public static Objective continual(List<? extends Objective> tasks, double h) {
        return WeightedSum.of(
                tasks.stream().map(task -> new GradientRegularised(task, h / 4)).toList());
    }

    /**
     * The flow that training on each task in turn follows. Costs a gradient and a product with a Hessian a task.
     *
     * @param tasks \( L_i \) in their order, at least one
     * @param h the step, finite
     * @return \( -\sum_i g_i - \frac{h}{2} \sum_i H_i g_i + \frac{h}{2} \sum_{i \lt j} [g_i, g_j] \)
     */
    public static VectorField continualFlow(List<? extends Objective> tasks, double h) {
        List<Objective> inOrder = List.copyOf(tasks);
        if (inOrder.isEmpty() || !Double.isFinite(h)) {
            throw new IllegalArgumentException(
                    "a flow needs at least one task and a finite step, got " + inOrder.size() + " tasks and " + h);
        }
        return (Vector at, Vector into) -> {
            into.fill(0);
            try (TaskGradients gradients = new TaskGradients(inOrder, at)) {
                for (int i = 0; i < inOrder.size(); i++) {
                    into.add(-1, gradients.of(i));
                }
                gradients.addOrdered(at, h / 2, -h / 2, into);
            }
        };
    }
}
