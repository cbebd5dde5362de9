package org.morseuq.eval;

/**
 * The mean squared distance from the predicted probabilities to the truth: \( \frac{1}{n} \sum_i \sum_c (p_{ic} -
 * [c = y_i])^2 \), with \( p_{ic} \) the probability of class c in row i, \( y_i \) the label, and \( [\cdot] \) 1 if
 * true and 0 if not.
 *
 * <p>This is Brier's own, multi-class form: it lies in [0, 2], and for two classes it is twice the one-sided form that
 * some libraries return. Costs O(n classes). G. W. Brier (1950), Verification of Forecasts Expressed in Terms of
 * Probability, Monthly Weather Review 78.
 */
public final class BrierScore {

    private BrierScore() {}

    /**
     * The Brier score of predicted probabilities.
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @return a number in [0, 2]; lower is better
     */
    public static double of(double[][] probabilities, int[] labels) {
        Predictions.check(probabilities, labels);
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            for (int c = 0; c < probabilities[i].length; c++) {
                double error = probabilities[i][c] - (c == labels[i] ? 1 : 0);
                sum += error * error;
            }
        }
        return sum / labels.length;
    }
}
