package org.morseuq.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The non-decreasing function that is the closest to n points in the mean square, by pooling adjacent violators: groups of
 * neighbours whose means are in the wrong order are merged until none is. Between the groups it is linear, beyond the
 * first and the last point it is constant. Points of one x are one point, their mean, with their number as its weight.
 *
 * <p>Costs O(n log n) to fit and O(log n) a value. M. Ayer, H. D. Brunk, G. M. Ewing, W. T. Reid, E. Silverman (1955), An
 * Empirical Distribution Function for Sampling with Incomplete Information, Annals of Mathematical Statistics 26.
 */
final class IsotonicMap {

    private final double[] places;
    private final double[] values;

    private IsotonicMap(double[] places, double... values) {
        this.places = places;
        this.values = values;
    }

    /**
     * Fits.
     *
     * @param x n numbers, at least one
     * @param y n numbers
     */
    static IsotonicMap fit(double[] x, double[] y) {
        int[] order = IntStream.range(0, x.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> x[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        // Groups so far: the place of their first and last point, the sum of their y, and how many points.
        double[] first = new double[x.length];
        double[] last = new double[x.length];
        double[] sums = new double[x.length];
        int[] counts = new int[x.length];
        int groups = 0;
        for (int start = 0, end; start < order.length; start = end) {
            double sum = 0;
            for (end = start; end < order.length && x[order[end]] == x[order[start]]; end++) {
                sum += y[order[end]];
            }
            first[groups] = x[order[start]];
            last[groups] = first[groups];
            sums[groups] = sum;
            counts[groups] = end - start;
            groups++;
            while (groups > 1 && sums[groups - 2] / counts[groups - 2] >= sums[groups - 1] / counts[groups - 1]) {
                groups--;
                last[groups - 1] = last[groups];
                sums[groups - 1] += sums[groups];
                counts[groups - 1] += counts[groups];
            }
        }
        double[] places = new double[2 * groups];
        double[] values = new double[2 * groups];
        for (int g = 0; g < groups; g++) {
            places[2 * g] = first[g];
            places[2 * g + 1] = last[g];
            values[2 * g] = sums[g] / counts[g];
            values[2 * g + 1] = values[2 * g];
        }
        return new IsotonicMap(places, values);
    }

    /** The value at a place. */
    double at(double x) {
        if (x <= places[0]) {
            return values[0];
        }
        int end = places.length - 1;
        if (x >= places[end]) {
            return values[end];
        }
        int found = Arrays.binarySearch(places, x);
        if (found >= 0) {
            return values[found];
        }
        int above = -found - 1;
        double share = (x - places[above - 1]) / (places[above] - places[above - 1]);
        return values[above - 1] + share * (values[above] - values[above - 1]);
    }
}
