package org.morseuq.training;

import ai.djl.ndarray.NDArray;

/**
 * The loss that fits a Morse density \( \mu = e^{-V} \) to data, against a reference measure u: the Kullback-Leibler
 * divergence of unnormalised measures, up to a constant,
 *
 * <p>\( L = E_{x \sim data}[V(x)] + w\, E_{x \sim u}[e^{-V(x)}] \).
 *
 * <p>Dherin et al. 2023, arXiv 2307.00667, section 3. Pointwise it is least at \( \mu^* = \min(1, p / (w u)) \). Without
 * the second term it is that of Deep SVDD, whose optimum is the collapse \( \varphi \equiv t \).
 */
public sealed interface KlLoss {

    /**
     * The loss of a batch.
     *
     * @param data energies V of data points, (n)
     * @param reference energies V of reference points, (m)
     * @return a scalar through which gradients flow
     */
    NDArray of(NDArray data, NDArray reference);

    /** Whether the points of the second term are the data themselves, and not those of a reference measure. */
    default boolean againstData() {
        return false;
    }

    /**
     * The loss with a given weight of the reference measure.
     *
     * @param weight w, at least 0; 0 leaves the reference out
     */
    record Weighted(double weight) implements KlLoss {

        /** Checks the weight. */
        public Weighted {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("the reference weight must be at least 0 and finite, got " + weight);
            }
        }

        @Override
        public NDArray of(NDArray data, NDArray reference) {
            NDArray loss = data.mean();
            return weight == 0
                    ? loss
                    : loss.add(Scalars.times(reference.neg().exp().mean(), weight));
        }
    }

    /**
     * The loss with the weight profiled out, \( L = E_{data}[V] + \log E_u[e^{-V}] \): of all weights, the one with
     * \( w\, E_u[\mu] = 1 \), at which a constant added to V changes nothing. For energies that are linear in their
     * parameters it is convex.
     */
    record SelfNormalized() implements KlLoss {

        @Override
        public NDArray of(NDArray data, NDArray reference) {
            NDArray exponents = reference.neg();
            NDArray shift = exponents.max().stopGradient();
            NDArray logMean = exponents.sub(shift).exp().mean().log().add(shift);
            return data.mean().add(logMean);
        }
    }

    /**
     * The loss of the classifier \( p(y | x) = \mu(x, y) / \sum_j \mu(x, j) \), its cross-entropy
     *
     * <p>\( L = E_{(x, y) \sim data}[E_y(x) - V(x)] \)
     *
     * <p>for a supervised network pooled by its sum, \( e^{-V(x)} = \sum_j e^{-E_j(x)} \). It is the Kullback-Leibler
     * divergence of measures on the classes, normalised at every x, so the other classes stand in for the reference: with a
     * Laplace kernel the loss of IsoMax (Macêdo et al. 2021, arXiv 1908.05569), with a von Mises-Fisher kernel the
     * contrastive loss whose negatives are the other classes. It says nothing of the density of x.
     */
    record Conditional() implements KlLoss {

        @Override
        public NDArray of(NDArray data, NDArray pooled) {
            return data.mean().sub(pooled.mean());
        }

        @Override
        public boolean againstData() {
            return true;
        }
    }
}
