package org.morseuq.optimizer;

import java.util.Arrays;

/** Distances of Kolmogorov and Smirnov: the largest difference of two distribution functions. */
final class Laws {

    private Laws() {}

    /** Between two samples. */
    static double distance(double[] a, double[] b) {
        double[] x = a.clone();
        double[] y = b.clone();
        Arrays.sort(x);
        Arrays.sort(y);
        double largest = 0;
        int i = 0;
        int j = 0;
        while (i < x.length && j < y.length) {
            double at = Math.min(x[i], y[j]);
            while (i < x.length && x[i] <= at) {
                i++;
            }
            while (j < y.length && y[j] <= at) {
                j++;
            }
            largest = Math.max(largest, Math.abs((double) i / x.length - (double) j / y.length));
        }
        return largest;
    }

    /** Between a sample and the uniform law on [0, 1]. */
    static double distanceToUniform(double[] sample) {
        double[] x = sample.clone();
        Arrays.sort(x);
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            largest = Math.max(largest, Math.max((i + 1.0) / x.length - x[i], x[i] - (double) i / x.length));
        }
        return largest;
    }
}
