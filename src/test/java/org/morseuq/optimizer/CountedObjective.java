package org.morseuq.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/** Another objective, with a list of what was asked of it. */
final class CountedObjective implements Objective {

    private final Objective inner;
    final List<double[]> gradientsAt = new ArrayList<>();
    int values;
    int products;

    CountedObjective(Objective inner) {
        this.inner = inner;
    }

    @Override
    public double value(Vector at) {
        values++;
        return inner.value(at);
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        gradientsAt.add(at.toArray());
        return inner.gradient(at, gradient);
    }

    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        products++;
        inner.hessianProduct(at, direction, product);
    }
}
