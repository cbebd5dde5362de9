package org.morseuq.complexity;

import java.util.Arrays;

/**
 * Numbers counted in bins of equal width.
 *
 * @param edges b + 1 ends of bins, ascending
 * @param counts b numbers; a number on an inner edge counts above it, the largest in the last bin
 */
public record Histogram(double[] edges, long[] counts) {

    /** Checks that there is a bin, and a count for each. */
    public Histogram {
        if (counts.length < 1 || edges.length != counts.length + 1) {
            throw new IllegalArgumentException("a histogram has at least one bin and one edge more, got "
                    + counts.length + " bins and " + edges.length + " edges");
        }
    }

    /**
     * Counts numbers between their least and their largest.
     *
     * @param values finite, at least one
     * @param bins at least 1
     */
    public static Histogram of(double[] values, int bins) {
        double low = Arrays.stream(values).min().orElseThrow();
        double high = Arrays.stream(values).max().orElseThrow();
        double width = high > low ? (high - low) / bins : 1.0 / bins;
        double[] edges = new double[bins + 1];
        Arrays.setAll(edges, i -> low + i * width);
        long[] counts = new long[bins];
        for (double value : values) {
            counts[Math.min(bins - 1, (int) ((value - low) / width))]++;
        }
        return new Histogram(edges, counts);
    }

    /** How many numbers were counted. */
    public long total() {
        return Arrays.stream(counts).sum();
    }
}
