package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/**
 * \( A = 1/\sqrt{1 + s} \) with \( s \leftarrow s + g^2 \), entry by entry. The 1 in the place of AdaGrad's small number
 * lets A begin near the identity and keeps it in (0, 1], never increasing.
 *
 * <p>Dherin et al. 2025, "Learning by solving differential equations", arXiv 2505.13397. That s grows once a step and not
 * once a stage is our choice.
 */
public record ModifiedAdaGrad() implements Direction {

    @Override
    public boolean preconditions() {
        return true;
    }

    @Override
    public boolean onlyShrinks() {
        return true;
    }

    @Override
    public void observe(Vector squares, Vector gradient) {
        squares.addProduct(1, gradient, gradient);
    }

    @Override
    public void apply(Vector squares, long step, Vector v) {
        v.divideByRoot(squares, 1, 0);
    }
}
