package org.morseuq.monitor;

import java.util.Arrays;

/**
 * The last inputs, each by its p-value, its energy and its features, in a ring of fixed size. For use by one thread.
 *
 * <p>Sums over the ring are kept up to date by what comes and what goes, and are added up anew once a turn: rounding does not
 * pile up in a service that runs for a year.
 */
final class FeatureWindow {

    private final double[] pValues;
    private final double[] energies;
    private final boolean[] flags;
    private final float[][] rows;
    private final double[] origin;
    private final double[] sums;
    private final double[] squares;
    private long accepted;
    private int flagged;

    /**
     * An empty window.
     *
     * @param size how many inputs it holds
     * @param origin what features are counted from, one number a column; none if features are not watched. Sums of squares
     *     lose fewer digits near it
     */
    FeatureWindow(int size, float[] origin) {
        this.pValues = new double[size];
        this.energies = new double[size];
        this.flags = new boolean[size];
        this.rows = new float[origin.length == 0 ? 0 : size][origin.length];
        this.origin = new double[origin.length];
        Arrays.setAll(this.origin, j -> origin[j]);
        this.sums = new double[origin.length];
        this.squares = new double[origin.length];
    }

    void accept(float[] row, double energy, double pValue, boolean flag) {
        int place = (int) (accepted % pValues.length);
        if (place == 0) {
            Arrays.fill(sums, 0);
            Arrays.fill(squares, 0);
            for (int i = 0; i < size() && rows.length > 0; i++) {
                add(rows[i], 1);
            }
        }
        if (accepted >= pValues.length) {
            flagged -= flags[place] ? 1 : 0;
        }
        if (rows.length > 0) {
            if (accepted >= pValues.length) {
                add(rows[place], -1);
            }
            System.arraycopy(row, 0, rows[place], 0, origin.length);
            add(row, 1);
        }
        pValues[place] = pValue;
        energies[place] = energy;
        flags[place] = flag;
        flagged += flag ? 1 : 0;
        accepted++;
    }

    private void add(float[] row, int sign) {
        for (int j = 0; j < origin.length; j++) {
            double x = row[j] - origin[j];
            sums[j] += sign * x;
            squares[j] += sign * x * x;
        }
    }

    /** How many inputs came in all. */
    long accepted() {
        return accepted;
    }

    /** How many inputs it holds. */
    int size() {
        return (int) Math.min(accepted, pValues.length);
    }

    /** How many of them are flagged. */
    int flagged() {
        return flagged;
    }

    /** The p-values, in no order; a copy. */
    double[] pValues() {
        return Arrays.copyOf(pValues, size());
    }

    /** The energies, in no order; a copy. */
    double[] energies() {
        return Arrays.copyOf(energies, size());
    }

    /** By column, the mean above the origin; a copy. */
    double[] shifts() {
        return Arrays.stream(sums).map(sum -> sum / size()).toArray();
    }

    /** By column, the standard deviation; a copy. */
    double[] deviations() {
        double[] deviations = new double[squares.length];
        for (int j = 0; j < squares.length; j++) {
            double mean = sums[j] / size();
            deviations[j] = Math.sqrt(Math.max(0, squares[j] / size() - mean * mean));
        }
        return deviations;
    }
}
