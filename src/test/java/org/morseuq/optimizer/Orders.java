package org.morseuq.optimizer;

import java.util.function.DoubleUnaryOperator;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;

/** How errors shrink with the step. */
final class Orders {

    private Orders() {}

    /** log2 of the ratio of the errors at h and h / 2: p if the error is like h^p. */
    static double of(DoubleUnaryOperator error, double h) {
        return Math.log(error.applyAsDouble(h) / error.applyAsDouble(h / 2)) / Math.log(2);
    }

    /**
     * Where a flow ends after a time. Twenty steps of order 4: what that misses is like (h/20)^5, a millionth of the
     * errors that are measured here.
     */
    static Vector end(VectorField field, Vector start, double time) {
        Vector x = start.copy();
        try (FixedStepIntegrator integrator = new FixedStepIntegrator(Tableaux.RK4, x)) {
            integrator.integrate(field, x, time, 20);
        }
        return x;
    }

    static double distance(Vector a, Vector b) {
        return a.copy().add(-1, b).norm();
    }
}
