package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/**
 * \( A = 1/(\sqrt{\hat s} + \epsilon) \) with \( s \leftarrow \rho s + (1 - \rho) g^2 \), entry by entry. In step t,
 * \( \hat s = s / (1 - \rho^t) \) if the average is freed of its start at 0, as in Adam (Kingma and Ba 2015, arXiv
 * 1412.6980), and \( \hat s = s \) if not, as in RMSProp (Tieleman and Hinton 2012).
 *
 * @param decay ρ, from 0 to below 1
 * @param epsilon above 0
 * @param debiased whether the average is freed of its start
 */
public record SecondMoment(double decay, double epsilon, boolean debiased) implements Direction {

    /** Checks the ranges. */
    public SecondMoment {
        Range.fraction("the decay of the second moment", decay);
        Range.above(0, "epsilon of the second moment", epsilon);
    }

    @Override
    public boolean preconditions() {
        return true;
    }

    @Override
    public boolean onlyShrinks() {
        return false;
    }

    @Override
    public void observe(Vector squares, Vector gradient) {
        squares.scale(decay).addProduct(1 - decay, gradient, gradient);
    }

    @Override
    public void apply(Vector squares, long step, Vector v) {
        double root = debiased ? Math.sqrt(1 - Math.pow(decay, (double) step)) : 1;
        v.divideByRoot(squares, 0, epsilon * root);
        if (debiased) {
            v.scale(root);
        }
    }
}
