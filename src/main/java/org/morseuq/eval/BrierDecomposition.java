package org.morseuq.eval;

import java.util.List;

/**
 * Where a {@link BrierScore} comes from: \( reliability - resolution + uncertainty + residual \), an exact sum.
 *
 * <p>The probabilities of each class are put into B bins of equal width. With \( n_b \) of n rows in bin b, their mean
 * probability \( \bar p_b \) and the frequency \( \bar o_b \) of the class among them, and its frequency \( \bar o \)
 * among all rows, each class adds
 *
 * <ul>
 *   <li>reliability \( \sum_b \frac{n_b}{n} (\bar p_b - \bar o_b)^2 \): how far probabilities are from frequencies, less
 *       is better;
 *   <li>resolution \( \sum_b \frac{n_b}{n} (\bar o_b - \bar o)^2 \): how far the bins are from each other, more is
 *       better;
 *   <li>uncertainty \( \bar o (1 - \bar o) \), which no prediction changes;
 *   <li>residual \( \frac{1}{n} \sum_b \sum_{i \in b} [(p_i - \bar p_b)^2 - 2 (p_i - \bar p_b)(o_i - \bar o_b)] \), with
 *       \( o_i \) 1 if row i is of the class and 0 if not: what bins of a finite width hide. It is 0 if all rows of a bin
 *       have one probability, and negative where probabilities still tell rows of one bin apart.
 * </ul>
 *
 * <p>A. H. Murphy (1973), A New Vector Partition of the Probability Score, Journal of Applied Meteorology 12; the
 * residual: D. B. Stephenson, C. A. S. Coelho, I. T. Jolliffe (2008), Two Extra Components in the Brier Score
 * Decomposition, Weather and Forecasting 23.
 *
 * @param reliability summed over the classes, at least 0
 * @param resolution summed over the classes, at least 0
 * @param uncertainty summed over the classes, in [0, 1)
 * @param residual summed over the classes
 */
public record BrierDecomposition(double reliability, double resolution, double uncertainty, double residual) {

    /**
     * The parts of the Brier score, in O(n classes).
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @param bins B, at least 1
     * @return the parts
     */
    public static BrierDecomposition of(double[][] probabilities, int[] labels, int bins) {
        Predictions.check(probabilities, labels);
        int classes = probabilities[0].length;
        double reliability = 0;
        double resolution = 0;
        double uncertainty = 0;
        double residual = 0;
        for (int c = 0; c < classes; c++) {
            double[] predicted = Predictions.column(probabilities, c);
            boolean[] came = Predictions.labelled(labels, c);
            List<ExpectedCalibrationError.Bin> all = Bins.equalWidth(predicted, came, bins);
            double rate = 0;
            for (ExpectedCalibrationError.Bin bin : all) {
                rate += bin.count() * bin.accuracy() / labels.length;
            }
            for (ExpectedCalibrationError.Bin bin : all) {
                double share = (double) bin.count() / labels.length;
                double gap = bin.confidence() - bin.accuracy();
                reliability += share * gap * gap;
                resolution += share * (bin.accuracy() - rate) * (bin.accuracy() - rate);
            }
            uncertainty += rate * (1 - rate);
            double[] edges = Bins.widthEdges(bins);
            for (int i = 0; i < predicted.length; i++) {
                ExpectedCalibrationError.Bin bin = all.get(Bins.place(edges, predicted[i]));
                double off = predicted[i] - bin.confidence();
                residual += off * (off - 2 * ((came[i] ? 1 : 0) - bin.accuracy())) / labels.length;
            }
        }
        return new BrierDecomposition(reliability, resolution, uncertainty, residual);
    }

    /** The Brier score that the parts add up to. */
    public double score() {
        return reliability - resolution + uncertainty + residual;
    }
}
