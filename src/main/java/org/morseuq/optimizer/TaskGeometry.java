package org.morseuq.optimizer;

import java.util.List;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/**
 * How tasks lie to each other at a point, pair by pair: where their gradients pull, and how far the order of a step on each
 * matters. The conflict term of a pair trained together is \( \frac{h}{2} \langle g_i, g_j \rangle \), see
 * {@link ImplicitBias}; a step on i and then on j ends \( h^2 \|[g_i, g_j]\| + O(h^3) \) away from j and then i, see
 * {@link LieBracket}. B. Dherin 2023, arXiv 2311.00235.
 *
 * @param products K x K, \( \langle g_i, g_j \rangle \)
 * @param brackets K x K, \( \|[g_i, g_j]\| \), symmetric with 0 on the diagonal
 */
public record TaskGeometry(double[][] products, double[][] brackets) {

    /**
     * Measures it, with K gradients, kept, and K (K - 1) products with a Hessian.
     *
     * @param tasks K, at least two
     * @param at the point; not changed
     * @return the geometry
     */
    public static TaskGeometry of(List<? extends Objective> tasks, Vector at) {
        List<Objective> all = List.copyOf(tasks);
        int count = all.size();
        if (count < 2) {
            throw new IllegalArgumentException("task geometry needs at least 2 tasks, got " + count);
        }
        double[][] products = new double[count][count];
        double[][] brackets = new double[count][count];
        try (TaskGradients gradients = new TaskGradients(all, at);
                Vector bracket = at.zeros();
                Vector other = at.zeros()) {
            for (int i = 0; i < count; i++) {
                products[i][i] = gradients.of(i).dot(gradients.of(i));
                for (int j = 0; j < i; j++) {
                    products[i][j] = gradients.of(i).dot(gradients.of(j));
                    products[j][i] = products[i][j];
                    all.get(j).hessianProduct(at, gradients.of(i), bracket);
                    all.get(i).hessianProduct(at, gradients.of(j), other);
                    brackets[i][j] = bracket.add(-1, other).norm();
                    brackets[j][i] = brackets[i][j];
                }
            }
        }
        return new TaskGeometry(products, brackets);
    }

    /** The cosine between the gradients of two tasks, below 0 where they pull apart; NaN if one is 0. */
    public double cosine(int i, int j) {
        return products[i][j] / Math.sqrt(products[i][i] * products[j][j]);
    }

    /**
     * The conflict term of training all tasks together, \( \frac{h}{2} \sum_{i \lt j} \langle g_i, g_j \rangle \).
     *
     * @param h the step
     */
    public double conflict(double h) {
        double sum = 0;
        for (int i = 0; i < products.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += products[i][j];
            }
        }
        return h / 2 * sum;
    }
}
