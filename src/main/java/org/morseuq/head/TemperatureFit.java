package org.morseuq.head;

import java.util.List;
import java.util.stream.IntStream;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/**
 * Fits a {@link Temperature} on held-out, labelled inputs of the distribution that the backbone was trained on.
 *
 * <p>With \( r_i = \max(0, B(x_i) - q) \) the mean negative log-likelihood is
 *
 * <p>\( L(s, \gamma) = \frac{1}{n} \sum_i \left( \log \sum_c e^{s m_i l_{ic}} - s m_i l_{i y_i} \right) \) with \( m_i =
 * e^{-\gamma r_i} \).
 *
 * <p>It is convex in s, so its minimum is the only zero of its slope, found by Newton's method inside a bracket. Of \(
 * L(\gamma) = \min_s L(s, \gamma) \) a crossing of \( (1 + \tau) L(0) \) is found by halving, the only one unless L falls
 * again. About 200 passes over the n x classes logits.
 */
final class TemperatureFit {

    /** The quantile of the held-out energies up to which the temperature is one number. */
    static final double BULK = 0.9;

    /** The exponent of the paper, \( T = 1 / \mu \); more is never bought. */
    private static final double LARGEST_EXPONENT = 1;

    private static final double LARGEST_SCALE = 100;
    private static final int STEPS = 200;
    private static final double CLOSE = 1e-12;
    private static final double CLOSE_EXPONENT = 1e-6;

    /** Far from the optimum, where the slope falls like an exponential, Newton creeps; then halving helps. */
    private static final int SLOW = 8;

    private final float[][] logits;
    private final double[] beyond;
    private final int[] labels;

    private TemperatureFit(float[][] logits, double[] beyond, int[] labels) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= logits[i].length) {
                throw new IllegalArgumentException("the temperature needs labels from 0 to " + (logits[i].length - 1)
                        + ", row " + i + " has " + labels[i]);
            }
        }
        this.logits = logits;
        this.beyond = beyond;
        this.labels = labels;
    }

    /** Fits offset, scale and exponent; the experts are those that look at anything but the logits. */
    static Temperature of(MorseNetwork network, FeatureTable held, double premium) {
        List<Integer> experts = IntStream.range(0, network.experts().size())
                .filter(e -> !network.experts().get(e).blocks().equals(List.of(Layout.LOGITS)))
                .boxed()
                .toList();
        float[][] logits = held.block(Layout.LOGITS);
        if (experts.isEmpty()) {
            return of(logits, new double[logits.length], held.labels(), 0, experts, premium);
        }
        double[] energies = new Temperature(1, 0, 1, experts).part(network).energies(held);
        return of(logits, energies, held.labels(), MorseDetector.quantile(energies, BULK), experts, premium);
    }

    /**
     * Fits scale and exponent.
     *
     * @param logits one row an input
     * @param energies B by input
     * @param labels the true classes
     * @param offset q
     * @param experts the experts that make up B; none means that the exponent is 0
     * @param premium \( \tau \), at least 0
     * @return the temperature, with s from 1/100 to 100 and an exponent from 0 to 1
     */
    static Temperature of(
            float[][] logits, double[] energies, int[] labels, double offset, List<Integer> experts, double premium) {
        if (!(premium >= 0) || Double.isInfinite(premium)) {
            throw new IllegalArgumentException("the premium must be at least 0 and finite, got " + premium);
        }
        double[] beyond = new double[energies.length];
        for (int i = 0; i < beyond.length; i++) {
            beyond[i] = Math.max(0, energies[i] - offset);
        }
        TemperatureFit fit = new TemperatureFit(logits, beyond, labels);
        double exponent = experts.isEmpty() ? 0 : fit.exponent(premium);
        return new Temperature(fit.scale(exponent), offset, exponent, experts);
    }

    private double exponent(double premium) {
        double most = (1 + premium) * loss(0);
        if (loss(LARGEST_EXPONENT) <= most) {
            return LARGEST_EXPONENT;
        }
        double low = 0;
        double high = LARGEST_EXPONENT;
        while (high - low > CLOSE_EXPONENT) {
            double middle = (low + high) / 2;
            if (loss(middle) <= most) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** \( L(\gamma) \): the smaller, the likelier. */
    private double loss(double exponent) {
        return terms(scale(exponent), exponent)[0];
    }

    private double scale(double exponent) {
        double low = 1 / LARGEST_SCALE;
        double high = LARGEST_SCALE;
        boolean rising = terms(low, exponent)[1] < 0;
        boolean falling = terms(high, exponent)[1] > 0;
        if (!rising || !falling) {
            return rising == falling ? 1 : rising ? high : low; // logits that do not differ say nothing about s
        }
        double scale = 1;
        for (int step = 1; step < STEPS; step++) {
            double[] terms = terms(scale, exponent);
            if (terms[1] > 0) {
                high = scale;
            } else {
                low = scale;
            }
            double next = scale - terms[1] / terms[2];
            if (Math.abs(next - scale) <= CLOSE * scale) {
                return next;
            }
            if (!(next > low && next < high) || step % SLOW == 0) {
                next = Math.sqrt(low * high);
            }
            scale = next;
        }
        return scale;
    }

    /** The mean negative log-likelihood and its first two derivatives by the scale. */
    private double[] terms(double scale, double exponent) {
        double loss = 0;
        double slope = 0;
        double curvature = 0;
        for (int i = 0; i < logits.length; i++) {
            double weight = exponent == 0 ? 1 : Math.exp(-exponent * beyond[i]); // beyond may be infinite
            double largest = Double.NEGATIVE_INFINITY;
            for (float logit : logits[i]) {
                largest = Math.max(largest, logit);
            }
            double sum = 0;
            double mean = 0;
            double square = 0;
            for (float logit : logits[i]) {
                double below = weight * (logit - largest);
                double each = Math.exp(scale * below);
                sum += each;
                mean += each * below;
                square += each * below * below;
            }
            mean /= sum;
            double own = weight * (logits[i][labels[i]] - largest);
            loss += Math.log(sum) - scale * own;
            slope += mean - own;
            curvature += square / sum - mean * mean;
        }
        int n = logits.length;
        return new double[] {loss / n, slope / n, curvature / n};
    }
}
