package org.morseuq.head;

import java.util.List;

/**
 * The calibration temperature of a Morse network, \( T(x) = \frac{1}{s\, \mu_B(x)} \): the pretrained logits are divided
 * by it, so the prediction stays and its confidence falls as the input leaves the modes.
 *
 * <p>\( \mu_B(x) = e^{-\max(0, B(x) - q)} \), where B is the energy of the experts that look at anything but the logits
 * (those on the logits would count them twice), pooled by {@link Pooling#MAX}, and q is a high quantile of B on training
 * inputs. s is an ordinary inverse temperature (Guo et al. 2017, arXiv 1706.04599), fitted together with \( \mu_B \) on
 * held-out inputs. The paper (Dherin et al. 2023, arXiv 2307.00667) has \( T = 1 / \mu \); the scale s is ours, since
 * \( \mu = 1 \) on the modes would leave an over-confident network as it is.
 *
 * @param scale s, above 0
 * @param offset q, in nats
 * @param experts the indices of the experts that make up B; empty means \( \mu_B = 1 \)
 */
public record Temperature(double scale, double offset, List<Integer> experts) {

    /** Leaves the logits as they are. */
    public static final Temperature NONE = new Temperature(1, 0, List.of());

    /** Beyond this the softmax is uniform to the last digit of a double, and larger energies would only overflow. */
    private static final double LARGEST = 1e30;

    /** Checks the ranges. */
    public Temperature {
        if (!(scale > 0) || Double.isInfinite(scale) || !Double.isFinite(offset)) {
            throw new IllegalArgumentException("scale must be above 0 and offset finite, got " + scale + ", " + offset);
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
        return Math.min(LARGEST, Math.exp(Math.max(0, energy - offset)) / scale);
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
     * Fits the scale by maximum likelihood on held-out, labelled inputs.
     *
     * @param logits one row an input
     * @param energies B by input
     * @param labels the true classes
     * @param offset q
     * @param experts the experts that make up B
     * @return the temperature whose mean negative log-likelihood is least, for s from 1/100 to 100
     */
    static Temperature fit(float[][] logits, double[] energies, int[] labels, double offset, List<Integer> experts) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= logits[i].length) {
                throw new IllegalArgumentException("the temperature needs labels from 0 to " + (logits[i].length - 1)
                        + ", row " + i + " has " + labels[i]);
            }
        }
        double low = Math.log(0.01);
        double high = Math.log(100);
        double ratio = (Math.sqrt(5) - 1) / 2;
        // The loss is convex in s, hence unimodal in log s: golden-section search.
        double a = high - ratio * (high - low);
        double b = low + ratio * (high - low);
        double lossA = loss(logits, energies, labels, new Temperature(Math.exp(a), offset, experts));
        double lossB = loss(logits, energies, labels, new Temperature(Math.exp(b), offset, experts));
        while (high - low > 1e-6) {
            if (lossA < lossB) {
                high = b;
                b = a;
                lossB = lossA;
                a = high - ratio * (high - low);
                lossA = loss(logits, energies, labels, new Temperature(Math.exp(a), offset, experts));
            } else {
                low = a;
                a = b;
                lossA = lossB;
                b = low + ratio * (high - low);
                lossB = loss(logits, energies, labels, new Temperature(Math.exp(b), offset, experts));
            }
        }
        return new Temperature(Math.exp((low + high) / 2), offset, experts);
    }

    private static double loss(float[][] logits, double[] energies, int[] labels, Temperature temperature) {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            double t = temperature.at(energies[i]);
            double largest = Double.NEGATIVE_INFINITY;
            for (float logit : logits[i]) {
                largest = Math.max(largest, logit);
            }
            double partition = 0;
            for (float logit : logits[i]) {
                partition += Math.exp((logit - largest) / t);
            }
            sum += Math.log(partition) - (logits[i][labels[i]] - largest) / t;
        }
        return sum / logits.length;
    }
}
