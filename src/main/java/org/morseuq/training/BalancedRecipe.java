package org.morseuq.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.Expert;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.RelativeMetric;

/**
 * The {@link ProductRecipe} with a fixed balance of its experts: the energy of the second varies over the training rows half as
 * much as that of the first. The loss fits what they are multiplied by together, one number, which changes no order of scores:
 *
 * <p>\( V = \lambda (A / \sigma_A + \frac12 B / \sigma_B), \qquad
 * L(\lambda) = \lambda\, E_{train}[V_1] + \log E_u[e^{-\lambda V_1}] \),
 *
 * <p>with \( V_1 \) that of \( \lambda = 1 \). L is convex; it has its least value where the mean of \( V_1 \) over the training
 * rows is that over the reference, tilted by \( e^{-\lambda V_1} \).
 *
 * <p>Spoilt images tell how far away a foreign image is, but not in which share it shows in the logits and in the layers before
 * them: which of their kinds are in the reference, and in what number, moves the share that the loss prefers by a factor of two.
 *
 * <p>Where the embedding is all that the second expert sees, it is a function of what the logits are made of, and says little
 * that they do not. There a {@link RelativeMetric} bends it away from the spoilt images, with the power of the {@link
 * RelativeRecipe}, and it varies as much as the first.
 */
final class BalancedRecipe implements HeadRecipe {

    /** Of the two deviations. */
    static final double SHARE = 0.5;

    /** Of that of an expert which sees the embedding alone, bent. */
    static final double SHARE_OF_EMBEDDING = 1;

    /** The most and the least that the experts are multiplied by; the loss of separable rows has no minimum. */
    private static final double MOST = 100;

    private static final double LEAST = 0.01;

    /** Halvings of the interval, on a scale of logarithms: to a part in 2^40. */
    private static final int HALVINGS = 44;

    @Override
    public String description() {
        return "the product, with half as much of its Gaussian as of its Laplace, by what they vary over the training rows";
    }

    @Override
    public MorseNetwork fit(FeatureTable train, FeatureTable reference, long seed, FitJournal journal) {
        MorseNetwork even = ProductRecipe.experts(train);
        boolean embedding = even.experts().get(1).blocks().equals(List.of(Layout.EMBEDDING));
        MorseNetwork balanced =
                embedding ? times(bent(even, train, reference), 1, SHARE_OF_EMBEDDING) : times(even, 1, SHARE);
        double[] energies = balanced.energies(train);
        double[] foreign = balanced.energies(reference);
        double scale = scale(energies, foreign);
        journal.losses().accept(loss(scale, energies, foreign));
        return times(balanced, scale, scale);
    }

    private static MorseNetwork bent(MorseNetwork even, FeatureTable train, FeatureTable reference) {
        Expert plain = even.experts().get(1);
        Expert bent = RelativeMetric.bend(plain, reference.columns(plain.blocks()), RelativeRecipe.POWER);
        return new MorseNetwork(
                even.layout(), List.of(even.experts().get(0), ProductRecipe.scaled(bent, train)), even.pooling());
    }

    private static MorseNetwork times(MorseNetwork network, double... factors) {
        List<Expert> experts = IntStream.range(0, factors.length)
                .mapToObj(e -> {
                    Expert expert = network.experts().get(e);
                    return expert.withKernel(expert.kernel()
                            .withRate(factors[e] * expert.kernel().rate()));
                })
                .toList();
        return new MorseNetwork(network.layout(), experts, network.pooling());
    }

    /**
     * Where the loss is least, within its limits.
     *
     * @param energies of training rows
     * @param foreign of reference rows
     */
    static double scale(double[] energies, double[] foreign) {
        double mean = Arrays.stream(energies).average().orElseThrow();
        double low = LEAST;
        double high = MOST;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = Math.sqrt(low * high);
            if (mean < tiltedMean(middle, foreign)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.sqrt(low * high);
    }

    private static double tiltedMean(double scale, double[] energies) {
        double least = Arrays.stream(energies).min().orElseThrow();
        double weights = 0;
        double sum = 0;
        for (double energy : energies) {
            double weight = Math.exp(-scale * (energy - least));
            weights += weight;
            sum += weight * energy;
        }
        return sum / weights;
    }

    static double loss(double scale, double[] energies, double[] foreign) {
        double least = Arrays.stream(foreign).min().orElseThrow();
        double mean = Arrays.stream(foreign)
                .map(v -> Math.exp(-scale * (v - least)))
                .average()
                .orElseThrow();
        return scale * Arrays.stream(energies).average().orElseThrow() + Math.log(mean) - scale * least;
    }
}
