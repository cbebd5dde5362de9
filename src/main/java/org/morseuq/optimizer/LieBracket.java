package org.morseuq.optimizer;

import java.util.List;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;

/**
 * The Lie bracket of two tasks, \( [g_1, g_2] = H_2 g_1 - H_1 g_2 \), and of K tasks in their order,
 * \( \sum_{i \lt j} [g_i, g_j] \): what the order of training does to the parameters, to second order in the step.
 *
 * <p>One step of size h on each task in turn ends at \( \theta - h \sum_i g_i + h^2 \sum_{i \lt j} H_j g_i + O(h^3) \). So
 * training on 1 and then 2 differs from training on 2 and then 1 by \( h^2 [g_1, g_2] + O(h^3) \), and from the mean over
 * all orders by half of the sum above. The bracket changes its sign with the order, vanishes for equal tasks, and is not a
 * gradient in general: no loss explains it. B. Dherin 2023, "Implicit biases in multitask and continual learning from a
 * backward error analysis perspective", arXiv 2311.00235, definition 4.1 for two tasks.
 *
 * <p>All this is for tasks that are smooth where the steps go. A network of rectifiers is smooth in pieces only: steps that
 * carry units across their kinks differ by more than the bracket says, and on small batches that is most steps.
 *
 * <p>Since \( \sum_{i \lt j} [g_i, g_j] = \sum_j H_j (\sum_{i \lt j} g_i - \sum_{i \gt j} g_i) \), a bracket of K tasks costs K
 * gradients and K products with a Hessian, and K + 2 vectors.
 *
 * @param tasks in their order, at least two
 */
public record LieBracket(List<Objective> tasks) implements VectorField {

    /** Copies the list. */
    public LieBracket {
        tasks = List.copyOf(tasks);
        if (tasks.size() < 2) {
            throw new IllegalArgumentException("a bracket needs at least 2 tasks, got " + tasks.size());
        }
    }

    /** The bracket of two tasks. */
    public static LieBracket of(Objective first, Objective second) {
        return new LieBracket(List.of(first, second));
    }

    @Override
    public void at(Vector at, Vector into) {
        into.fill(0);
        try (TaskGradients gradients = new TaskGradients(tasks, at)) {
            gradients.addOrdered(at, 1, 0, into);
        }
    }
}
