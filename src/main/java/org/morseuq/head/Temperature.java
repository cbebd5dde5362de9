package org.morseuq.head;

import java.util.List;

/**
 * The calibration temperature of a Morse network, \( T(x) = \frac{1}{s\, \mu_B(x)^\gamma} \): the pretrained logits are
 * divided by it, so the prediction stays and its confidence falls as the input leaves the modes.
 *
 * <p>\( \mu_B(x) = e^{-\max(0, B(x) - q)} \), where B is the energy of the experts that look at anything but the logits
 * (those on the logits would count them twice), pooled by {@link Pooling#MAX}, and q is the 90 % quantile of B on held-out
 * inputs: on nine in ten of them T is one number, \( 1 / s \). The paper (Dherin et al. 2023, arXiv 2307.00667) has
 * \( T = 1 / \mu \), that is \( s = \gamma = 1 \). The scale s, an inverse temperature as in Guo et al. 2017 (arXiv
 * 1706.04599), is ours, since \( \mu = 1 \) on the modes would leave an over-confident network as it is.
 *
 * <p><strong>The trade-off is one number.</strong> A larger \( \gamma \) makes the confidence on shifted inputs less
 * wrong and costs likelihood on inputs that are not shifted, of which some lie beyond q too. Both s and \( \gamma \) are
 * fitted on in-distribution held-out inputs alone: for every \( \gamma \), s is the most likely; and \( \gamma \) is the
 * largest, up to the paper's 1, whose mean negative log-likelihood is at most \( 1 + \tau \) times that at
 * \( \gamma = 0 \), which is ordinary temperature scaling. The <em>premium</em> \( \tau \) is {@link #PREMIUM} unless
 * asked otherwise; 0 buys what costs nothing.
 *
 * @param scale s, above 0
 * @param offset q, in nats
 * @param exponent \( \gamma \), at least 0
 * @param experts the indices of the experts that make up B; empty means \( \mu_B = 1 \)
 */
public record Temperature(double scale, double offset, double exponent, List<Integer> experts) {

    /** The premium \( \tau \): the part by which the likelihood on held-out inputs may become worse. */
    public static final double PREMIUM = 0.01;

    /** Leaves the logits as they are. */
    public static final Temperature NONE = new Temperature(1, 0, 0, List.of());

    /** Beyond this the softmax is uniform to the last digit of a double, and larger energies would only overflow. */
    private static final double LARGEST = 1e30;

    /** Checks the ranges. */
    public Temperature {
        if (!(scale > 0) || Double.isInfinite(scale) || !Double.isFinite(offset)) {
            throw new IllegalArgumentException("scale must be above 0 and offset finite, got " + scale + ", " + offset);
        }
        if (!(exponent >= 0) || Double.isInfinite(exponent)) {
            throw new IllegalArgumentException("exponent must be at least 0 and finite, got " + exponent);
        }
        experts = List.copyOf(experts);
    }

    /**
     * The temperature at a point.
     *
     * @param energy B(x) in nats
     * @return T(x), above 0
     */
    public double at(double energy) {
        double beyond = Math.max(0, energy - offset);
        return beyond == 0 || exponent == 0 ? 1 / scale : Math.min(LARGEST, Math.exp(exponent * beyond) / scale);
    }

    /**
     * The class probabilities at a temperature.
     *
     * @param logits the pretrained network's
     * @param temperature above 0
     * @return \( \mathrm{softmax}(l / T) \)
     */
    public static double[] softmax(float[] logits, double temperature) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            probabilities[c] = Math.exp((logits[c] - largest) / temperature);
            sum += probabilities[c];
        }
        for (int c = 0; c < logits.length; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }

    /**
     * The one temperature for all inputs under which the labels are the most likely (Guo et al. 2017, arXiv 1706.04599,
     * section 4.2).
     *
     * @param logits one row an input
     * @param labels the true classes
     * @return the temperature, from 1/100 to 100; 1 where the logits of every input are the same for all classes
     */
    public static Temperature global(float[][] logits, int[] labels) {
        return TemperatureFit.of(logits, new double[logits.length], labels, 0, List.of(), 0);
    }

    /** The network of the experts that make up B; there is at least one. */
    MorseNetwork part(MorseNetwork network) {
        return new MorseNetwork(
                network.layout(), experts.stream().map(network.experts()::get).toList(), Pooling.MAX);
    }
}
