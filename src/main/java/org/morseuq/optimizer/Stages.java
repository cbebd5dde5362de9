package org.morseuq.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.morseuq.function.Vector;

/**
 * The arithmetic of one step of an explicit Runge-Kutta method, without the field: where its stages are evaluated and how
 * their slopes are put together. Holds one vector a stage and one for the point.
 */
final class Stages implements AutoCloseable {

    private final ButcherTableau tableau;
    private final List<Vector> slopes = new ArrayList<>();
    private final Vector point;

    /**
     * Makes the memory.
     *
     * @param tableau an explicit method
     * @param count all of its stages, or only those with a weight
     * @param like any vector of the space
     */
    Stages(ButcherTableau tableau, int count, Vector like) {
        if (!tableau.explicit()) {
            throw new IllegalArgumentException(
                    "the stages of " + tableau.name() + " need one another; an explicit method is needed here");
        }
        this.tableau = tableau;
        for (int i = 0; i < count; i++) {
            slopes.add(like.zeros());
        }
        point = count > 1 ? like.zeros() : null;
    }

    int count() {
        return slopes.size();
    }

    /** Where the slope of a stage belongs. */
    Vector slope(int i) {
        return slopes.get(i);
    }

    /** Makes the last slope the first, for the next step of a method whose first stage is the last one. */
    void lastBecomesFirst() {
        Vector first = slopes.get(0);
        slopes.set(0, slopes.get(count() - 1));
        slopes.set(count() - 1, first);
    }

    /**
     * Where a stage after the first is evaluated: \( x + h \sum_{j \lt i} a_{ij} k_j \).
     *
     * @return a vector that the next call overwrites
     */
    Vector point(int i, Vector x, double h) {
        point.set(x);
        for (int j = 0; j < i; j++) {
            if (tableau.a(i, j) != 0) {
                point.add(h * tableau.a(i, j), slopes.get(j));
            }
        }
        return point;
    }

    /** The weight of a stage in the step. */
    double weight(int i) {
        return tableau.b(i);
    }

    /** \( x \leftarrow x + h \sum_i b_i k_i \). */
    void advance(Vector x, double h) {
        for (int i = 0; i < count(); i++) {
            if (tableau.b(i) != 0) {
                x.add(h * tableau.b(i), slopes.get(i));
            }
        }
    }

    /** \( error \leftarrow h \sum_i e_i k_i \). */
    void error(Vector error, double h) {
        error.fill(0);
        for (int i = 0; i < count(); i++) {
            if (tableau.e(i) != 0) {
                error.add(h * tableau.e(i), slopes.get(i));
            }
        }
    }

    @Override
    public void close() {
        slopes.forEach(Vector::close);
        if (point != null) {
            point.close();
        }
    }
}
