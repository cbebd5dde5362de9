package org.morseuq.eval;

import java.util.List;
import java.util.stream.IntStream;

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
        double sum = 0;
        for (Bin bin : reliability(probabilities, labels, bins)) {
            sum += bin.count() * Math.abs(bin.accuracy() - bin.confidence());
        }
        return sum / labels.length;
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
        if (bins < 1) {
            throw new IllegalArgumentException("bins must be >= 1, got " + bins);
        }
        int[] counts = new int[bins];
        int[] right = new int[bins];
        double[] confidences = new double[bins];
        for (int i = 0; i < labels.length; i++) {
            int predicted = Predictions.mostProbable(probabilities[i]);
            double confidence = probabilities[i][predicted];
            int bin = bin(confidence, bins);
            counts[bin]++;
            confidences[bin] += confidence;
            if (predicted == labels[i]) {
                right[bin]++;
            }
        }
        return IntStream.range(0, bins)
                .mapToObj(b -> new Bin(
                        edge(b, bins),
                        edge(b + 1, bins),
                        counts[b],
                        counts[b] == 0 ? 0 : confidences[b] / counts[b],
                        counts[b] == 0 ? 0 : (double) right[b] / counts[b]))
                .toList();
    }

    /** The product with the number of bins is rounded, so it only guesses; the edges decide. */
    private static int bin(double confidence, int bins) {
        int bin = Math.max(0, Math.min(bins - 1, (int) Math.ceil(confidence * bins) - 1));
        while (bin > 0 && confidence <= edge(bin, bins)) {
            bin--;
        }
        while (bin < bins - 1 && confidence > edge(bin + 1, bins)) {
            bin++;
        }
        return bin;
    }

    private static double edge(int bin, int bins) {
        return (double) bin / bins;
    }
}
