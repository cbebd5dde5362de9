package org.morseuq.optimizer;

import java.util.List;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/**
 * One step of gradient descent on each of several tasks or batches in turn, and, if wanted, what their order did taken back
 * to second order.
 *
 * <p>Forward, \( T_K \cdots T_1 \theta \) with \( T_i \theta = \theta - h g_i(\theta) \). The reversed order is
 * \( T_1 \cdots T_K \theta = T_K \cdots T_1 \theta - h^2 B + O(h^3) \), and the mean over all orders
 * \( T_K \cdots T_1 \theta - \frac{h^2}{2} B + O(h^3) \), with \( B = \sum_{i \lt j} [g_i, g_j] \) at the start: the
 * {@link LieBracket}. So a pass can end where the reversed pass or the mean pass would end, without taking it. Correcting
 * training in turn so is not in the paper on its biases (arXiv 2311.00235); the reversal by brackets is one of the
 * approximations that B. Dherin et al. 2025, arXiv 2502.01557, name.
 *
 * <p>A pass of K tasks costs K gradients; with a correction K - 1 gradients and K products with a Hessian more.
 *
 * @param tasks in their order, at least two
 * @param h the step, finite
 * @param order whose end is approached
 */
public record TaskPass(List<Objective> tasks, double h, Order order) {

    /** An order of tasks. */
    public enum Order {
        /** The order given: no correction. */
        FORWARD(0),
        /** The mean over all orders. */
        AVERAGED(0.5),
        /** The last task first. */
        REVERSED(1);

        private final double share;

        Order(double share) {
            this.share = share;
        }
    }

    /** Copies the list. */
    public TaskPass {
        tasks = List.copyOf(tasks);
        if (tasks.size() < 2 || !Double.isFinite(h) || order == null) {
            throw new IllegalArgumentException("a pass needs at least 2 tasks, a finite step and an order, got "
                    + tasks.size() + ", " + h + " and " + order);
        }
    }

    /**
     * Takes the pass.
     *
     * @param at where it starts; overwritten with where it ends
     */
    public void apply(Vector at) {
        if (order == Order.FORWARD) {
            try (Vector g = at.zeros()) {
                descend(at, g, 0);
            }
            return;
        }
        try (TaskGradients gradients = new TaskGradients(tasks, at);
                Vector correction = at.zeros()) {
            gradients.addOrdered(at, -h * h * order.share, 0, correction);
            at.add(-h, gradients.of(0));
            descend(at, gradients.of(0), 1);
            at.add(1, correction);
        }
    }

    private void descend(Vector at, Vector g, int from) {
        for (Objective task : tasks.subList(from, tasks.size())) {
            task.gradient(at, g);
            at.add(-h, g);
        }
    }
}
