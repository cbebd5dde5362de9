package org.morseuq.eval;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import smile.sort.QuickSelect;

/**
 * The rows that may still be among the k nearest, while approximate values of all rows pass by.
 *
 * <p>A row stays while its value is at most the k-th smallest so far plus a slack. That bound only falls, so a row that
 * was let go could not have come back. Most rows are refused by one comparison; the others wait in a buffer, which is
 * thinned out when it is full. Not safe for several threads.
 */
final class NearestCandidates {

    private final int k;
    private final float slack;
    private float[] values;
    private int[] rows;
    private int size;
    private float bound = Float.MAX_VALUE;

    /**
     * No rows yet.
     *
     * @param k at least 1
     * @param slack how much a value may be too large against another, at least 0
     */
    NearestCandidates(int k, float slack) {
        this.k = k;
        this.slack = slack;
        this.values = new float[4 * k + 512];
        this.rows = new int[values.length];
    }

    /**
     * Takes the values \( s_i - p_i \) of consecutive rows.
     *
     * @param s by row
     * @param first the index of the first row
     * @param p of the first row, the second, ...
     * @param count how many rows
     */
    void offer(float[] s, int first, float[] p, int count) {
        float limit = bound;
        for (int i = 0; i < count; i++) {
            float value = s[first + i] - p[i];
            if (value <= limit) {
                keep(value, first + i);
                limit = bound;
            }
        }
    }

    private void keep(float value, int row) {
        if (size == values.length) {
            thinOut();
        }
        values[size] = value;
        rows[size++] = row;
    }

    /** Keeps what is within the bound of what has passed by, and makes room if that is more than half. */
    private void thinOut() {
        if (size < k) {
            return;
        }
        bound = QuickSelect.select(Arrays.copyOf(values, size), k - 1) + slack;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (values[i] <= bound) {
                values[kept] = values[i];
                rows[kept++] = rows[i];
            }
        }
        size = kept;
        if (kept > values.length / 2) { // many equal distances
            values = Arrays.copyOf(values, 2 * values.length);
            rows = Arrays.copyOf(rows, 2 * rows.length);
        }
    }

    /**
     * The k-th smallest exact value. Rows whose value is smaller than the k-th by more than the slack are surely before
     * it and only counted; what is left between them and the bound is measured.
     *
     * @param exact of a row's index
     * @return that of the k-th, at least k rows having been offered
     */
    double kthSmallest(IntToDoubleFunction exact) {
        thinOut();
        float surely = bound - 2 * slack;
        double[] measured = new double[size];
        int unsure = 0;
        for (int i = 0; i < size; i++) {
            if (values[i] >= surely) {
                measured[unsure++] = exact.applyAsDouble(rows[i]);
            }
        }
        int before = size - unsure;
        return QuickSelect.select(Arrays.copyOf(measured, unsure), k - 1 - before);
    }
}
