package org.morseuq.head;

/**
 * What a detector says about one input. Immutable.
 *
 * @param energy the score \( V(x) = -\log \mu(x) \) in nats, up to a constant: higher is more out-of-distribution
 * @param logDensity \( \log \mu(x) \le 0 \), 0 on the bulk of the training inputs
 * @param pValue how often an in-distribution input looks at least as strange, from 1 / (n + 1) to 1; under a threshold
 *     {@linkplain ThresholdPolicy.FalseAlarmByClass by class}, an input that is predicted as the same class
 * @param flagged whether the energy is above the {@linkplain MorseDetector#threshold() threshold}; where that guarantees a
 *     false-alarm rate, whether the p-value is at most that rate
 * @param falseAlarm that rate, above 0 and below 1; 1 if the threshold guarantees none
 * @param label the class that the backbone predicts
 * @param probabilities the calibrated class probabilities; copied when asked for, not when handed in
 * @param temperature what the logits were divided by
 * @param mode the class whose mode is nearest, that is, of least energy
 */
public record Verdict(
        double energy,
        double logDensity,
        double pValue,
        boolean flagged,
        double falseAlarm,
        int label,
        double[] probabilities,
        double temperature,
        int mode) {

    /** The calibrated class probabilities; a copy. */
    @Override
    public double[] probabilities() {
        return probabilities.clone();
    }

    /**
     * Whether it would be flagged at another guaranteed rate: whether the p-value is at most that.
     *
     * <p>The guarantee holds for a rate that was chosen before looking. At rates that the calibration inputs are too few
     * for, nothing is flagged, where {@link MorseDetector#withFalseAlarm} refuses.
     *
     * @param rate above 0 and below 1
     */
    public boolean flaggedAt(double rate) {
        Calibration.requireRate(rate);
        return pValue <= rate;
    }

    /** The calibrated probability of the predicted class. */
    public double confidence() {
        return probabilities[label];
    }

    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "Verdict[class %d with probability %.4f, energy %.4f, p-value %.4g, %s]",
                label,
                confidence(),
                energy,
                pValue,
                flagged ? "flagged" : "not flagged");
    }
}
