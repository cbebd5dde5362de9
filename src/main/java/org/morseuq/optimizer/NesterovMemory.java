package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/**
 * \( m \leftarrow \beta m + g^* \), and the step goes along \( g^* + \beta m \): Nesterov's momentum as Bengio et al. 2012,
 * arXiv 1212.0901, and PyTorch write it.
 *
 * @param beta β, from 0 to below 1
 */
public record NesterovMemory(double beta) implements Memory {

    /** Checks the range. */
    public NesterovMemory {
        Range.fraction("beta of Nesterov's momentum", beta);
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
        gradient.add(beta, memory.scale(beta).add(1, gradient));
    }
}
