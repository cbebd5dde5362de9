package org.morseuq.head;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which inputs of a batch to flag so that, on average, at most a given part of the flagged ones are in-distribution.
 *
 * <p>A false-alarm rate bounds the part of the in-distribution inputs that are flagged; this bounds the part of the flagged
 * inputs that are in-distribution, \( \mathrm{FDR} = E[V / \max(R, 1)] \) with V false ones among R flagged. Of m p-values
 * in ascending order, the j-th becomes
 *
 * <p>\( \tilde p_{(j)} = \min\bigl(1, \min_{i \ge j} \frac{c_m \, m}{i} \, p_{(i)}\bigr) \),
 *
 * <p>and flagged are those that are at most the tolerated rate.
 *
 * <p>The smallest conformal p-value is 1 / (n + 1), so with n calibration scores a batch of m can only be flagged at a rate
 * q if at least \( c_m m / (q (n + 1)) \) of its inputs look stranger than all of calibration.
 */
public enum FalseDiscoveryRate {
    /**
     * \( c_m = 1 \): Benjamini and Hochberg 1995. Holds for independent p-values and for positively dependent ones, as those
     * of one conformal calibration are (Bates, Candès, Lei, Romano and Sesia 2023, arXiv 2104.08279).
     */
    BENJAMINI_HOCHBERG("bh") {
        @Override
        double factor(int inputs) {
            return 1;
        }
    },

    /** \( c_m = \sum_{i=1}^m 1/i \): Benjamini and Yekutieli 2001. Holds whatever the dependence, and flags fewer. */
    BENJAMINI_YEKUTIELI("by") {
        @Override
        double factor(int inputs) {
            return IntStream.rangeClosed(1, inputs).mapToDouble(i -> 1.0 / i).sum();
        }
    };

    private final String shortName;

    FalseDiscoveryRate(String shortName) {
        this.shortName = shortName;
    }

    abstract double factor(int inputs);

    /**
     * The procedure of a name.
     *
     * @param name {@code bh} or {@code by}
     * @return the procedure
     */
    public static FalseDiscoveryRate of(String name) {
        for (FalseDiscoveryRate procedure : values()) {
            if (procedure.shortName.equals(name)) {
                return procedure;
            }
        }
        throw new IllegalArgumentException("unknown false-discovery procedure '" + name + "', known are bh, by");
    }

    /**
     * The adjusted p-values: the smallest rate at which each input is flagged.
     *
     * @param pValues from 0 to 1, in any order; may be empty
     * @return one for each, in the same order, from 0 to 1
     */
    public double[] adjusted(double[] pValues) {
        for (int i = 0; i < pValues.length; i++) {
            if (!(pValues[i] >= 0 && pValues[i] <= 1)) {
                throw new IllegalArgumentException("p-value " + i + " is " + pValues[i] + ", expected 0 to 1");
            }
        }
        int m = pValues.length;
        int[] order = IntStream.range(0, m)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double factor = factor(m);
        double[] adjusted = new double[m];
        double least = 1;
        for (int rank = m; rank >= 1; rank--) {
            int i = order[rank - 1];
            least = Math.min(least, factor * m / rank * pValues[i]);
            adjusted[i] = least;
        }
        return adjusted;
    }

    /**
     * Which inputs to flag.
     *
     * @param pValues from 0 to 1, in any order; may be empty
     * @param rate the largest tolerated false-discovery rate, above 0 and below 1
     * @return whether each is flagged, in the same order
     */
    public boolean[] flagged(double[] pValues, double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("the false-discovery rate must be above 0 and below 1, got " + rate);
        }
        double[] adjusted = adjusted(pValues);
        boolean[] flagged = new boolean[adjusted.length];
        for (int i = 0; i < flagged.length; i++) {
            flagged[i] = adjusted[i] <= rate;
        }
        return flagged;
    }

    /** The authors, for people. */
    @Override
    public String toString() {
        return name().charAt(0)
                + name().substring(1)
                        .toLowerCase(Locale.ROOT)
                        .replace("_y", "-Y")
                        .replace("_h", "-H");
    }
}
