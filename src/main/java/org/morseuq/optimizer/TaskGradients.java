package org.morseuq.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/** The gradients of tasks at one point, and what their Hessians make of them; closed by who makes it. */
final class TaskGradients implements AutoCloseable {

    private final List<Objective> tasks;
    private final List<Vector> gradients = new ArrayList<>();

    TaskGradients(List<Objective> tasks, Vector at) {
        this.tasks = tasks;
        for (Objective task : tasks) {
            Vector g = at.zeros();
            gradients.add(g);
            task.gradient(at, g);
        }
    }

    Vector of(int task) {
        return gradients.get(task);
    }

    /**
     * \( into \leftarrow into + b \sum_{i \lt j} [g_i, g_j] + d \sum_j H_j g_j \), with one product a task.
     *
     * @param at the point of the gradients
     * @param bracket b
     * @param drift d
     * @param into changed
     */
    void addOrdered(Vector at, double bracket, double drift, Vector into) {
        try (Workspace workspace = new Workspace(at)) {
            Vector direction = workspace.zeros();
            Vector product = workspace.zeros();
            gradients.forEach(g -> direction.add(-bracket, g));
            for (int j = 0; j < tasks.size(); j++) {
                // Before the product: minus all that come after, plus all before, and the drift's own share.
                direction.add(bracket + drift, gradients.get(j));
                tasks.get(j).hessianProduct(at, direction, product);
                into.add(1, product);
                direction.add(bracket - drift, gradients.get(j));
            }
        }
    }

    @Override
    public void close() {
        gradients.forEach(Vector::close);
    }
}
