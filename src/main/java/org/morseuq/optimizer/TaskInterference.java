package org.morseuq.optimizer;

import java.util.List;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/**
 * How tasks that are trained in turn, a step of size h on each, get in each other's way at a point.
 *
 * <p>Where a task is at its minimum its forgetting vanishes to second order, and the next term of the same expansion, which
 * is ours and not in the paper, tells all of third order. For two tasks and \( g_1 = 0 \) it is
 * \( \frac{h^3}{2} \|B\|^2 \): never less than 0.
 *
 * @param h the step
 * @param products K x K, \( \langle g_i, g_j \rangle \)
 * @param bracketNorm \( \|B\| \) with \( B = \sum_{i \lt j} [g_i, g_j] \), see {@link LieBracket}
 * @param forgetting K numbers, \( \frac{h^2}{2} \langle g_i, B \rangle \): by how much the loss of task i ends higher in
 *     this order than on average over all orders, to second order in h. For two tasks and i = 1, what training on the
 *     second makes the first forget; the two orders differ by twice as much
 * @param next K numbers, \( -\frac{h^3}{2} \langle \sum_j g_j, H_i B \rangle \): what comes on top in third order, all of it
 *     where \( g_i = 0 \); elsewhere there are further terms with the third derivatives
 */
public record TaskInterference(double h, double[][] products, double bracketNorm, double[] forgetting, double[] next) {

    /**
     * Measures it, with a gradient and two products with a Hessian a task.
     *
     * @param tasks in their order, at least two
     * @param at the point
     * @param h the step, finite
     * @return the measurements
     */
    public static TaskInterference of(List<? extends Objective> tasks, Vector at, double h) {
        List<Objective> inOrder = List.copyOf(tasks);
        int count = inOrder.size();
        if (count < 2 || !Double.isFinite(h)) {
            throw new IllegalArgumentException(
                    "interference needs at least 2 tasks and a finite step, got " + count + " and " + h);
        }
        double[][] products = new double[count][count];
        double[] forgetting = new double[count];
        double[] next = new double[count];
        try (TaskGradients gradients = new TaskGradients(inOrder, at);
                Vector bracket = at.zeros();
                Vector sum = at.zeros();
                Vector product = at.zeros()) {
            gradients.addOrdered(at, 1, 0, bracket);
            for (int i = 0; i < count; i++) {
                sum.add(1, gradients.of(i));
            }
            for (int i = 0; i < count; i++) {
                for (int j = 0; j <= i; j++) {
                    products[i][j] = gradients.of(i).dot(gradients.of(j));
                    products[j][i] = products[i][j];
                }
                forgetting[i] = h * h / 2 * gradients.of(i).dot(bracket);
                inOrder.get(i).hessianProduct(at, bracket, product);
                next[i] = -h * h * h / 2 * sum.dot(product);
            }
            return new TaskInterference(h, products, bracket.norm(), forgetting, next);
        }
    }

    /** The conflict term of training together, \( \frac{h}{2} \sum_{i \lt j} \langle g_i, g_j \rangle \). */
    public double conflict() {
        double sum = 0;
        for (int i = 0; i < products.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += products[i][j];
            }
        }
        return h / 2 * sum;
    }

    /** The cosine between the gradients of two tasks, below 0 where they pull apart; NaN if one is 0. */
    public double cosine(int i, int j) {
        return products[i][j] / Math.sqrt(products[i][i] * products[j][j]);
    }
}
