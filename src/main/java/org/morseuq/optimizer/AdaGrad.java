package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/**
 * \( A = 1/(\sqrt{s} + \epsilon) \) with \( s \leftarrow s + g^2 \), entry by entry: Duchi, Hazan and Singer 2011, "Adaptive
 * subgradient methods for online learning and stochastic optimization", in PyTorch's arrangement of the small number.
 *
 * @param epsilon above 0
 */
public record AdaGrad(double epsilon) implements Direction {

    /** Checks the range. */
    public AdaGrad {
        Range.above(0, "epsilon of AdaGrad", epsilon);
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
        squares.addProduct(1, gradient, gradient);
    }

    @Override
    public void apply(Vector squares, long step, Vector v) {
        v.divideByRoot(squares, 0, epsilon);
    }
}
