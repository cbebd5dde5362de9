package org.morseuq.optimizer;

import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/** A function of arrays with its gradient, and no Hessian. */
record ArrayFunction(ToDoubleFunction<double[]> value, UnaryOperator<double[]> slope) implements Objective {

    @Override
    public double value(Vector at) {
        return value.applyAsDouble(at.toArray());
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        gradient.setArray(slope.apply(at.toArray()));
        return value(at);
    }

    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        throw new UnsupportedOperationException("no Hessian");
    }

    /** Another function's c-fold. */
    static Objective scaled(double c, Objective inner) {
        return new Objective() {
            @Override
            public double value(Vector at) {
                return c * inner.value(at);
            }

            @Override
            public double gradient(Vector at, Vector gradient) {
                double value = inner.gradient(at, gradient);
                gradient.scale(c);
                return c * value;
            }

            @Override
            public void hessianProduct(Vector at, Vector direction, Vector product) {
                inner.hessianProduct(at, direction, product);
                product.scale(c);
            }
        };
    }
}
