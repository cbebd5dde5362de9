package org.morseuq.optimizer;

import org.morseuq.function.ThriceDifferentiable;
import org.morseuq.function.Vector;

/** An objective that counts what it is asked for. */
final class Counted implements ThriceDifferentiable {

    private final ThriceDifferentiable objective;
    int gradients;
    int products;
    int thirds;

    Counted(ThriceDifferentiable objective) {
        this.objective = objective;
    }

    @Override
    public double value(Vector at) {
        return objective.value(at);
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        gradients++;
        return objective.gradient(at, gradient);
    }

    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        products++;
        objective.hessianProduct(at, direction, product);
    }

    @Override
    public void thirdProduct(Vector at, Vector u, Vector v, Vector into) {
        thirds++;
        objective.thirdProduct(at, u, v, into);
    }

    /** Gradients, products with the Hessian and third derivatives so far. */
    String counts() {
        return gradients + " " + products + " " + thirds;
    }
}
