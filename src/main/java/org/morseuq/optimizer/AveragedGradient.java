package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/**
 * \( m \leftarrow \beta m + (1 - \beta) g^* \), and step t goes along \( m / (1 - \beta^t) \), an average of raw gradients:
 * Adam's first moment (Kingma and Ba 2015, arXiv 1412.6980).
 *
 * @param beta β, from 0 to below 1
 */
public record AveragedGradient(double beta) implements Memory {

    /** Checks the range. */
    public AveragedGradient {
        Range.fraction("beta of an averaged gradient", beta);
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public boolean beforeDirection() {
        return true;
    }

    @Override
    public double gain() {
        return 1;
    }

    @Override
    public void update(Vector memory, long step, Vector gradient) {
        gradient.set(memory.scale(beta).add(1 - beta, gradient)).scale(1 / (1 - Math.pow(beta, (double) step)));
    }
}
