package org.morseuq.eval;

import java.util.List;

/**
 * How far confidence is from accuracy, on average: \( \sum_b \frac{n_b}{n} |acc_b - conf_b| \) over bins of the
 * confidence, where bin b holds \( n_b \) of the n rows, \( conf_b \) is their mean highest probability, and
 * \( acc_b \) the share of them whose most probable class is the label.
 *
 * <p>The \( B \) bins have equal width and are closed on the right: \( (0, 1/B], (1/B, 2/B], \ldots, ((B-1)/B, 1] \). A
 * confidence of exactly 1 is in the last bin, as is the bulk of a modern network's predictions; one of 0 would be in the
 * first. Empty bins contribute nothing. Costs O(n classes + B).
 *
 * <p>C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger (2017), On Calibration of Modern Neural Networks, arXiv 1706.04599,
 * equation 3.
 */
public final class ExpectedCalibrationError {

    /** The usual number of bins. */
    public static final int DEFAULT_BINS = 15;

    /**
     * One bar of a reliability diagram.
     *
     * @param lower the open lower edge
     * @param upper the closed upper edge
     * @param count the number of rows in the bin
     * @param confidence their mean highest probability; 0 if the bin is empty
     * @param accuracy the share of them predicted right; 0 if the bin is empty
     */
    public record Bin(double lower, double upper, int count, double confidence, double accuracy) {}

    private ExpectedCalibrationError() {}

    /**
     * The error with {@link #DEFAULT_BINS} bins.
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @return a number in [0, 1]
     */
    public static double of(double[][] probabilities, int[] labels) {
        return of(probabilities, labels, DEFAULT_BINS);
    }

    /**
     * The error with a given number of bins.
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @param bins at least 1
     * @return a number in [0, 1]
     */
    public static double of(double[][] probabilities, int[] labels, int bins) {
        return mean(reliability(probabilities, labels, bins));
    }

    /**
     * The error with bins that hold about as many rows each: bin b ends at the \( \lceil b n / B \rceil \)-th smallest
     * confidence, and equal confidences share a bin. The bulk of the rows, near 1, gets most of the bins.
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @param bins at least 1
     * @return a number in [0, 1]
     */
    public static double equalMass(double[][] probabilities, int[] labels, int bins) {
        Predictions.check(probabilities, labels);
        return mean(
                Bins.equalMass(Predictions.confidences(probabilities), Predictions.right(probabilities, labels), bins));
    }

    /**
     * The largest gap of any bin instead of the mean: the maximum calibration error of the same paper. Bins with a few
     * rows rule it.
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @param bins at least 1
     * @return a number in [0, 1]
     */
    public static double maximum(double[][] probabilities, int[] labels, int bins) {
        return reliability(probabilities, labels, bins).stream()
                .filter(bin -> bin.count() > 0)
                .mapToDouble(bin -> Math.abs(bin.accuracy() - bin.confidence()))
                .max()
                .orElseThrow();
    }

    /**
     * The mean over the classes of how far the probability of a class is from its frequency: like the error itself, but
     * of every column instead of the highest probability. M. Kull et al. (2019), Beyond temperature scaling: Obtaining
     * well-calibrated multi-class probabilities with Dirichlet calibration, NeurIPS, section 2.
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @param bins at least 1
     * @return a number in [0, 1]
     */
    public static double classwise(double[][] probabilities, int[] labels, int bins) {
        Predictions.check(probabilities, labels);
        int classes = probabilities[0].length;
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += mean(Bins.equalWidth(Predictions.column(probabilities, c), Predictions.labelled(labels, c), bins));
        }
        return sum / classes;
    }

    /**
     * The reliability diagram behind the error.
     *
     * @param probabilities n x classes, each row in [0, 1] and summing to 1; at least one row
     * @param labels n class indices
     * @param bins at least 1
     * @return all bins from the least to the most confident, the empty ones included; unmodifiable
     */
    public static List<Bin> reliability(double[][] probabilities, int[] labels, int bins) {
        Predictions.check(probabilities, labels);
        return Bins.equalWidth(Predictions.confidences(probabilities), Predictions.right(probabilities, labels), bins);
    }

    /** The mean over the rows of how far the bins are off. */
    static double mean(List<Bin> bins) {
        double sum = 0;
        int rows = 0;
        for (Bin bin : bins) {
            sum += bin.count() * Math.abs(bin.accuracy() - bin.confidence());
            rows += bin.count();
        }
        return sum / rows;
    }
}
