package org.morseuq.head;

import java.util.List;
import org.morseuq.algebra.Extremum;

/**
 * The energy of a Morse network as a function of the feature row, \( V(x) = -\log \mu(x) \), with the gradient of
 * {@link MorseNetwork#energyGradient}.
 *
 * <p>The distance is that of the stacked latent spaces, \( \sqrt{\sum_e D_e(\varphi_e(x_e), t_{e,y})} \) with y the class
 * of least energy: for squared Euclidean distances \( D_e \), the Euclidean one. Thread-safe.
 *
 * @param network the network
 */
public record FeaturePotential(MorseNetwork network) implements Potential {

    @Override
    public int dimension() {
        return network.layout().width();
    }

    @Override
    public Slope at(float[] x) {
        return new Slope(network.energy(x), network.energyGradient(x));
    }

    @Override
    public double distance(float[] x) {
        int label = leastEnergy(network, x);
        List<Expert> experts = network.experts();
        double sum = 0;
        for (int e = 0; e < experts.size(); e++) {
            double[] divergences = experts.get(e).divergences(network.gather(e, x));
            sum += divergences[divergences.length == 1 ? 0 : label];
        }
        return Math.sqrt(sum);
    }

    /** The first class of least energy. */
    static int leastEnergy(MorseNetwork network, float[] x) {
        return Extremum.least(network.classEnergies(x));
    }
}
