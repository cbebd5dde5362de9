package org.morseuq.eval;

import java.util.Arrays;

/**
 * What a threshold that sinks from the highest score to the lowest lets through: the one walk that all rank metrics
 * share.
 *
 * <p>Entry i counts the positives and negatives whose score is at least the i-th highest distinct score. Equal scores
 * enter together, so the order of the input cannot matter, and the counts are whole numbers, so no strictly increasing
 * map of the scores can either. Zero and negative zero are equal; infinite scores are ranked like any other.
 *
 * @param truePositives positives let through, not decreasing; the last entry is their number
 * @param falsePositives negatives let through, not decreasing; the last entry is their number
 */
record Sweep(int[] truePositives, int[] falsePositives) {

    /** Out-of-distribution is positive: high scores come first. */
    static Sweep outPositive(double[] in, double[] out) {
        return descending(sorted("out", out, 1), sorted("in", in, 1));
    }

    /** In-distribution is positive: low scores come first. */
    static Sweep inPositive(double[] in, double[] out) {
        return descending(sorted("in", in, -1), sorted("out", out, -1));
    }

    /** The number of distinct scores. */
    int size() {
        return truePositives.length;
    }

    /** The number of all positives. */
    int positives() {
        return truePositives[size() - 1];
    }

    /** The number of all negatives. */
    int negatives() {
        return falsePositives[size() - 1];
    }

    /** The fraction of the positives let through at the i-th threshold. */
    double recall(int i) {
        return (double) truePositives[i] / positives();
    }

    /** The fraction of the negatives let through at the i-th threshold. */
    double fallout(int i) {
        return (double) falsePositives[i] / negatives();
    }

    /** The fraction of positives among all let through at the i-th threshold. */
    double precision(int i) {
        return truePositives[i] / ((double) truePositives[i] + falsePositives[i]);
    }

    private static Sweep descending(double[] positives, double[] negatives) {
        int p = positives.length;
        int n = negatives.length;
        int[] truePositives = new int[p + n];
        int[] falsePositives = new int[p + n];
        int size = 0;
        while (p > 0 || n > 0) {
            double threshold;
            if (n == 0) {
                threshold = positives[p - 1];
            } else if (p == 0) {
                threshold = negatives[n - 1];
            } else {
                threshold = Math.max(positives[p - 1], negatives[n - 1]);
            }
            while (p > 0 && positives[p - 1] == threshold) {
                p--;
            }
            while (n > 0 && negatives[n - 1] == threshold) {
                n--;
            }
            truePositives[size] = positives.length - p;
            falsePositives[size] = negatives.length - n;
            size++;
        }
        return new Sweep(Arrays.copyOf(truePositives, size), Arrays.copyOf(falsePositives, size));
    }

    private static double[] sorted(String name, double[] scores, int sign) {
        if (scores.length == 0) {
            throw new IllegalArgumentException("'" + name + "' must have at least 1 score, got 0");
        }
        double[] sorted = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] must be a number, got NaN");
            }
            sorted[i] = sign * scores[i];
        }
        Arrays.sort(sorted);
        return sorted;
    }
}
