package org.morseuq.eval;

/**
 * The share of rows whose most probable class is the label: \( \frac{1}{n} |\{ i : \arg\max_c p_{ic} = y_i \}| \), with
 * \( p_{ic} \) the probability of class c in row i and \( y_i \) the label. Of equally probable classes the first is
 * predicted. Costs O(n classes).
 */
public final class Accuracy {

    private Accuracy() {}

    /**
     * The accuracy of predicted probabilities.
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @return a number in [0, 1]
     */
    public static double of(double[][] probabilities, int[] labels) {
        Predictions.check(probabilities, labels);
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            if (Predictions.mostProbable(probabilities[i]) == labels[i]) {
                right++;
            }
        }
        return (double) right / labels.length;
    }
}
