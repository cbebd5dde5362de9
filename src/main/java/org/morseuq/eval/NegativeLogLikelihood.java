package org.morseuq.eval;

/**
 * The mean surprise at the labels, in nats: \( -\frac{1}{n} \sum_i \ln p_{i y_i} \), with \( p_{ic} \) the probability
 * of class c in row i and \( y_i \) the label.
 *
 * <p>A label of probability 0 makes it infinite: nothing is clipped, since a clipped value would measure the clip. Costs
 * O(n classes) for the checks. I. J. Good (1952), Rational Decisions, Journal of the Royal Statistical Society B 14.
 */
public final class NegativeLogLikelihood {

    private NegativeLogLikelihood() {}

    /**
     * The mean negative log-likelihood of the labels.
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @return nats, at least 0, possibly infinite
     */
    public static double of(double[][] probabilities, int[] labels) {
        Predictions.check(probabilities, labels);
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum -= Math.log(probabilities[i][labels[i]]);
        }
        return sum / labels.length;
    }
}
