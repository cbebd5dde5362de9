package org.morseuq.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A rooted tree: one term in the Taylor expansion of the solution of \( x' = F(x) \), and so one condition on a
 * Runge-Kutta method.
 *
 * <p>With \( \varphi_i(t) = \prod_{u \text{ child of } t} \sum_j a_{ij} \varphi_j(u) \) and the density
 * \( \gamma(t) = |t| \prod_u \gamma(u) \), a method is of order p if and only if
 * \( \sum_i b_i \varphi_i(t) = 1/\gamma(t) \) for every tree t of at most p vertices.
 *
 * <p>Hairer, Norsett and Wanner 1993, "Solving Ordinary Differential Equations I", section II.2, theorem 2.13.
 *
 * @param children the trees that hang at the root
 */
record RootedTree(List<RootedTree> children) {

    /** All trees of some number of vertices: 1, 1, 2, 4, 9, 20, ... */
    static List<RootedTree> ofOrder(int vertices) {
        List<RootedTree> smaller = new ArrayList<>();
        for (int order = 1; order < vertices; order++) {
            smaller.addAll(ofOrder(order));
        }
        List<RootedTree> trees = new ArrayList<>();
        collect(smaller, 0, vertices - 1, List.of(), trees);
        return trees;
    }

    /** Adds all multisets of the given trees, from a place on, that have the missing number of vertices. */
    private static void collect(
            List<RootedTree> choice, int from, int missing, List<RootedTree> chosen, List<RootedTree> into) {
        if (missing == 0) {
            into.add(new RootedTree(chosen));
            return;
        }
        for (int i = from; i < choice.size(); i++) {
            if (choice.get(i).order() <= missing) {
                List<RootedTree> longer = new ArrayList<>(chosen);
                longer.add(choice.get(i));
                collect(choice, i, missing - choice.get(i).order(), longer, into);
            }
        }
    }

    int order() {
        return 1 + children.stream().mapToInt(RootedTree::order).sum();
    }

    double density() {
        return children.stream().mapToDouble(RootedTree::density).reduce(order(), (x, y) -> x * y);
    }

    /** How far a method is from the condition of this tree: \( \sum_i b_i \varphi_i - 1/\gamma \). */
    double residual(double[][] a, double[] b) {
        double[] stages = stages(a);
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum += b[i] * stages[i];
        }
        return sum - 1 / density();
    }

    private double[] stages(double[][] a) {
        double[] product = new double[a.length];
        Arrays.fill(product, 1);
        for (RootedTree child : children) {
            double[] below = child.stages(a);
            for (int i = 0; i < a.length; i++) {
                double sum = 0;
                for (int j = 0; j < a.length; j++) {
                    sum += a[i][j] * below[j];
                }
                product[i] *= sum;
            }
        }
        return product;
    }

    @Override
    public String toString() {
        return children.isEmpty() ? "." : children.toString();
    }
}
