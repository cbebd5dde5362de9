package org.morseuq.complexity;

import java.util.Arrays;

/**
 * The margins \( f_y(x) - \max_{j \neq y} f_j(x) \) of a classifier with logits f on labelled examples: above 0 where it is
 * right.
 */
public final class Margins {

    private final double[] margins;
    private final int[] labels;
    private final double[] sorted;

    private Margins(double[] margins, int[] labels) {
        this.margins = margins;
        this.labels = labels;
        sorted = margins.clone();
        Arrays.sort(sorted);
    }

    /**
     * Takes the margins.
     *
     * @param logits n x K finite numbers, n at least 1, K at least 2
     * @param labels n numbers from 0 to K - 1
     * @return the margins
     */
    public static Margins of(float[][] logits, int[] labels) {
        if (logits.length == 0 || logits.length != labels.length) {
            throw new IllegalArgumentException("margins need one label a row and at least one row, got " + logits.length
                    + " rows and " + labels.length + " labels");
        }
        double[] margins = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int own = labels[i];
            if (own < 0 || own >= logits[i].length || logits[i].length < 2) {
                throw new IllegalArgumentException("row " + i + " has label " + own + " and " + logits[i].length
                        + " logits; margins need at least 2 logits and a label of one of them");
            }
            double other = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < logits[i].length; c++) {
                if (c != own) {
                    other = Math.max(other, logits[i][c]);
                }
            }
            margins[i] = logits[i][own] - other;
        }
        return new Margins(margins, labels.clone());
    }

    /**
     * Margins that were taken before.
     *
     * @param margins n finite numbers, n at least 1; copied
     * @param labels n classes from 0 on; copied
     */
    public static Margins of(double[] margins, int[] labels) {
        if (margins.length == 0 || margins.length != labels.length) {
            throw new IllegalArgumentException("margins need at least one example and a label for each, got "
                    + margins.length + " margins and " + labels.length + " labels");
        }
        return new Margins(margins.clone(), labels.clone());
    }

    /** All margins in the order of the examples, a copy. */
    public double[] values() {
        return margins.clone();
    }

    /** n. */
    public int count() {
        return margins.length;
    }

    /** The mean. */
    public double mean() {
        return Arrays.stream(margins).average().orElseThrow();
    }

    /**
     * A quantile: the least margin that at least the share q of all does not exceed.
     *
     * @param q above 0, at most 1
     */
    public double quantile(double q) {
        if (!(q > 0 && q <= 1)) {
            throw new IllegalArgumentException("a quantile must be above 0 and at most 1, got " + q);
        }
        return sorted[(int) Math.ceil(q * sorted.length) - 1];
    }

    /**
     * The empirical margin risk \( \frac1n |\{ i : margin_i \le \gamma \}| \); at 0 the error, ties counted as wrong.
     *
     * @param gamma any number
     * @return from 0 to 1
     */
    public double risk(double gamma) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= gamma) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (double) low / sorted.length;
    }

    /**
     * The mean margin of every class.
     *
     * @param classes K, above every label
     * @return K numbers; NaN for a class without examples
     */
    public double[] classMeans(int classes) {
        double[] sums = new double[classes];
        int[] counts = new int[classes];
        for (int i = 0; i < margins.length; i++) {
            sums[labels[i]] += margins[i];
            counts[labels[i]]++;
        }
        for (int k = 0; k < classes; k++) {
            sums[k] /= counts[k];
        }
        return sums;
    }

    /**
     * Geometric complexity in units of the squared margin, \( GC / \gamma^2 \), which does not change when the logits are
     * scaled.
     *
     * @param geometricComplexity of the logits
     * @param q which quantile of the margins is \( \gamma \); 0.5 for the median
     * @return NaN if the quantile is not above 0: more than that share is misclassified
     */
    public double normalised(double geometricComplexity, double q) {
        double gamma = quantile(q);
        return gamma > 0 ? geometricComplexity / (gamma * gamma) : Double.NaN;
    }
}
