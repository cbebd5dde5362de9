package org.morseuq.study;

import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/**
 * \( E(x) = \|x\|^p \): for p = 1 the distance from 0, a corridor everywhere else; for p = 2 a bowl, the same in all
 * directions.
 *
 * @param power p, at least 1
 */
record PowerOfNorm(double power) implements Objective {

    @Override
    public double value(Vector at) {
        return Math.pow(at.norm(), power);
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        double r = at.norm();
        gradient.fill(0);
        if (r > 0) { // at 0 the distance has a kink, and 0 is one of its subgradients
            gradient.add(power * Math.pow(r, power - 2), at);
        }
        return Math.pow(r, power);
    }

    /** \( p r^{p-2} v + p (p - 2) r^{p-4} \langle x, v \rangle x \); 0 at 0. */
    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        double r = at.norm();
        product.fill(0);
        if (r > 0) {
            double along = at.dot(direction) / (r * r);
            product.add(power * Math.pow(r, power - 2), direction)
                    .add(power * (power - 2) * Math.pow(r, power - 2) * along, at);
        }
    }
}
