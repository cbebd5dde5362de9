package org.morseuq.eval;

/**
 * How right and how honest predicted probabilities are.
 *
 * @param accuracy see {@link Accuracy}
 * @param ece see {@link ExpectedCalibrationError}, of {@value #BINS} bins of equal width
 * @param nll see {@link NegativeLogLikelihood}, in nats
 * @param brier see {@link BrierScore}
 */
public record Reliability(double accuracy, double ece, double nll, double brier) {

    /** The bins of the calibration error. */
    public static final int BINS = 15;

    /**
     * Measures all four.
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @return the measures
     */
    public static Reliability of(double[][] probabilities, int[] labels) {
        return new Reliability(
                Accuracy.of(probabilities, labels),
                ExpectedCalibrationError.of(probabilities, labels, BINS),
                NegativeLogLikelihood.of(probabilities, labels),
                BrierScore.of(probabilities, labels));
    }

    /** The mean of each; of none it is not a number. */
    static Reliability mean(java.util.List<Reliability> all) {
        return new Reliability(
                all.stream().mapToDouble(Reliability::accuracy).average().orElse(Double.NaN),
                all.stream().mapToDouble(Reliability::ece).average().orElse(Double.NaN),
                all.stream().mapToDouble(Reliability::nll).average().orElse(Double.NaN),
                all.stream().mapToDouble(Reliability::brier).average().orElse(Double.NaN));
    }
}
