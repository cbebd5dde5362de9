package org.morseuq.eval;

import java.util.List;

/**
 * How far confidence is from accuracy, squared: \( \sum_b \frac{n_b}{n} (acc_b - conf_b)^2 \) over bins that hold about
 * as many rows each, and the same without the bias that few rows in a bin bring.
 *
 * <p>Even a perfect prediction misses the accuracy of \( n_b \) rows by chance, which adds about
 * \( acc_b (1 - acc_b) / n_b \) to every square. The debiased variant subtracts the unbiased estimate of that,
 * \( acc_b (1 - acc_b) / (n_b - 1) \); around 0 it may be negative, as an unbiased estimate of 0 must. A bin with a single
 * row has no estimate and is left as it is. Square roots of these are the root-mean-square calibration errors. Costs O(n
 * (classes + log n)).
 *
 * <p>A. Kumar, P. Liang, T. Ma (2019), Verified Uncertainty Calibration, NeurIPS, section 5.
 */
public final class SquaredCalibrationError {

    private SquaredCalibrationError() {}

    /**
     * The plain sum of squares.
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @param bins at least 1
     * @return a number in [0, 1]
     */
    public static double of(double[][] probabilities, int[] labels, int bins) {
        return sum(probabilities, labels, bins, false);
    }

    /**
     * The sum of squares less what chance adds.
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @param bins at least 1
     * @return a number up to 1, around 0 or a little below where the predictions are calibrated
     */
    public static double debiased(double[][] probabilities, int[] labels, int bins) {
        return sum(probabilities, labels, bins, true);
    }

    private static double sum(double[][] probabilities, int[] labels, int bins, boolean debiased) {
        Predictions.check(probabilities, labels);
        List<ExpectedCalibrationError.Bin> all =
                Bins.equalMass(Predictions.confidences(probabilities), Predictions.right(probabilities, labels), bins);
        double sum = 0;
        for (ExpectedCalibrationError.Bin bin : all) {
            double accuracy = bin.accuracy();
            double gap = accuracy - bin.confidence();
            double chance = debiased && bin.count() > 1 ? accuracy * (1 - accuracy) / (bin.count() - 1) : 0;
            sum += bin.count() * (gap * gap - chance);
        }
        return sum / labels.length;
    }
}
