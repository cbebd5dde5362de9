package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.data.FeatureTable;

/**
 * How far the softmax is from the usual softmax of any class:
 * \( \min_k \sum_c p_c \ln(p_c / q_{kc}) \), with p the softmax of the input and \( q_k \) the mean softmax of the
 * training rows that the network assigns to class k. In nats, at least 0 but for rounding.
 *
 * <p>Classes that no training row is assigned to have no \( q_k \) and are left out. A \( q_{kc} \) below 1e-300 counts
 * as 1e-300, so that the score stays finite.
 *
 * <p>Costs O(n classes) to fit and O(classes^2) a row; no labels. D. Hendrycks, S. Basart, M. Mazeika, A. Zou, J. Kwon,
 * M. Mostajabi, J. Steinhardt, D. Song (2019), Scaling Out-of-Distribution Detection for Real-World Settings, arXiv
 * 1911.11132; there the \( q_k \) are of a validation set.
 */
public final class KullbackLeiblerMatching implements Detector {

    private static final double SMALLEST = 1e-300;

    private final Columns columns;
    private final double[][] logPatterns;

    private KullbackLeiblerMatching(Columns columns, double[]... logPatterns) {
        this.columns = columns;
        this.logPatterns = logPatterns;
    }

    /**
     * Averages the softmax of every class.
     *
     * @param train at least one row with logits; labels are not used
     * @return the detector
     */
    public static KullbackLeiblerMatching fit(FeatureTable train) {
        Columns columns = Columns.logits(train);
        float[][] logits = columns.train(train);
        int classes = logits[0].length;
        double[][] sums = new double[classes][classes];
        int[] counts = new int[classes];
        for (float[] row : logits) {
            int predicted = LogSumExp.indexOfMaximum(row);
            double[] probabilities = Softmax.of(row);
            for (int c = 0; c < classes; c++) {
                sums[predicted][c] += probabilities[c];
            }
            counts[predicted]++;
        }
        double[][] logPatterns = new double[classes][];
        int found = 0;
        for (int k = 0; k < classes; k++) {
            if (counts[k] > 0) {
                double count = counts[k];
                logPatterns[found] = Arrays.stream(sums[k])
                        .map(sum -> Math.log(Math.max(sum / count, SMALLEST)))
                        .toArray();
                found++;
            }
        }
        return new KullbackLeiblerMatching(columns, Arrays.copyOf(logPatterns, found));
    }

    @Override
    public String name() {
        return "klm";
    }

    @Override
    public double[] score(FeatureTable table) {
        return Arrays.stream(columns.of(table)).mapToDouble(this::divergence).toArray();
    }

    private double divergence(float[] logits) {
        double top = LogSumExp.maximum(logits);
        double excess = LogSumExp.excess(logits);
        double[] logs = new double[logits.length];
        double[] probabilities = new double[logits.length];
        for (int c = 0; c < logits.length; c++) {
            logs[c] = logits[c] - top - excess;
            probabilities[c] = Math.exp(logs[c]);
        }
        double nearest = Double.POSITIVE_INFINITY;
        for (double[] pattern : logPatterns) {
            double sum = 0;
            for (int c = 0; c < logs.length; c++) {
                sum += probabilities[c] * (logs[c] - pattern[c]);
            }
            nearest = Math.min(nearest, sum);
        }
        return nearest;
    }
}
