package org.morseuq.eval;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rows grouped by a predicted probability, to compare it with how often it came true. */
final class Bins {

    private Bins() {}

    /** Bins of equal width, closed on the right; the empty ones included. */
    static List<ExpectedCalibrationError.Bin> equalWidth(double[] predicted, boolean[] came, int bins) {
        return between(widthEdges(bins), predicted, came);
    }

    /** The edges of bins of equal width, from 0 to 1. */
    static double[] widthEdges(int bins) {
        double[] edges = new double[requireCount(bins) + 1];
        for (int b = 0; b <= bins; b++) {
            edges[b] = (double) b / bins;
        }
        return edges;
    }

    /**
     * Bins that end at the \( \lceil b n / B \rceil \)-th smallest of n predictions, so that they hold about as many rows
     * each. Equal predictions stay together, so with many ties some bins are larger and others empty.
     */
    static List<ExpectedCalibrationError.Bin> equalMass(double[] predicted, boolean[] came, int bins) {
        double[] sorted = predicted.clone();
        Arrays.sort(sorted);
        double[] edges = new double[requireCount(bins) + 1];
        for (int b = 1; b <= bins; b++) {
            edges[b] = sorted[(int) (((long) b * sorted.length + bins - 1) / bins) - 1];
        }
        return between(edges, predicted, came);
    }

    private static int requireCount(int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("bins must be >= 1, got " + bins);
        }
        return bins;
    }

    private static List<ExpectedCalibrationError.Bin> between(double[] edges, double[] predicted, boolean[] came) {
        int bins = edges.length - 1;
        int[] counts = new int[bins];
        int[] hits = new int[bins];
        double[] sums = new double[bins];
        for (int i = 0; i < predicted.length; i++) {
            int bin = place(edges, predicted[i]);
            counts[bin]++;
            sums[bin] += predicted[i];
            hits[bin] += came[i] ? 1 : 0;
        }
        return IntStream.range(0, bins)
                .mapToObj(b -> new ExpectedCalibrationError.Bin(
                        edges[b],
                        edges[b + 1],
                        counts[b],
                        counts[b] == 0 ? 0 : sums[b] / counts[b],
                        counts[b] == 0 ? 0 : (double) hits[b] / counts[b]))
                .toList();
    }

    /** The first bin whose closed upper edge is not below the prediction. */
    static int place(double[] edges, double predicted) {
        int low = 0;
        int high = edges.length - 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (predicted <= edges[middle + 1]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
