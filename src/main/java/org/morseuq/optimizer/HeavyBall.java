package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/**
 * \( m \leftarrow \beta m + g^* \), and the step goes along m. In the long run it is \( 1/(1 - \beta) \) times as long as
 * one without memory. Polyak 1964, in the arrangement without a factor \( 1 - \beta \) of Dherin et al. 2025, arXiv
 * 2505.13397, and of PyTorch.
 *
 * @param beta β, from 0 to below 1
 */
public record HeavyBall(double beta) implements Memory {

    /** Checks the range. */
    public HeavyBall {
        Range.fraction("beta of a heavy ball", beta);
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public boolean beforeDirection() {
        return false;
    }

    @Override
    public double gain() {
        return 1 / (1 - beta);
    }

    @Override
    public void update(Vector memory, long step, Vector gradient) {
        gradient.set(memory.scale(beta).add(1, gradient));
    }
}
