package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.algebra.Cholesky;
import org.morseuq.data.FeatureTable;

/**
 * A scale and an offset for every class: \( p = \mathrm{softmax}(w_1 l_1 + b_1, \ldots, w_C l_C + b_C) \) with the logits
 * l of C classes. Unlike a temperature it can change the prediction.
 *
 * <p>Fitted on n labelled rows by minimising the mean negative log-likelihood plus
 * \( \frac{\rho}{2} \sum_c ((w_c - 1)^2 + b_c^2) \) with \( \rho = 10^{-4} \), which the paper does not have: a class
 * without rows would send its offset to minus infinity, and adding one number to all offsets changes nothing. The sum is
 * strictly convex; its only minimum is found by Newton's method with steps halved until they descend.
 *
 * <p>Costs O(n C^2 + C^3) a step to fit, about ten steps, and O(C) a row. C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger
 * (2017), On Calibration of Modern Neural Networks, arXiv 1706.04599, section 4.2.
 */
public final class VectorScaling implements Recalibration {

    static final double PENALTY = 1e-4;

    private static final int MOST_STEPS = 100;
    private static final int MOST_HALVINGS = 60;

    /** Half the squared Newton step by which the objective could still fall; beyond it is rounding. */
    private static final double CLOSE = 1e-16;

    private final Columns columns;
    private final double[] parameters;

    private VectorScaling(Columns columns, double... parameters) {
        this.columns = columns;
        this.parameters = parameters;
    }

    /**
     * Fits the scales and the offsets.
     *
     * @param held at least one row with logits; labels in 0 .. classes - 1
     * @return the recalibration
     */
    public static VectorScaling fit(FeatureTable held) {
        Columns columns = Columns.logits(held);
        float[][] logits = columns.train(held);
        int[] labels = Covariance.requireClasses(held.labels(), logits[0].length);
        int classes = logits[0].length;
        double[] at = new double[2 * classes];
        Arrays.fill(at, 0, classes, 1);
        double value = value(at, logits, labels);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] slope = new double[at.length];
            double[][] curvature = new double[at.length][at.length];
            differentiate(at, logits, labels, slope, curvature);
            double[] move = slope.clone();
            Cholesky.of(curvature).solve(move);
            double decrement = 0;
            for (int j = 0; j < move.length; j++) {
                decrement += slope[j] * move[j];
            }
            if (decrement < CLOSE) {
                break;
            }
            double[] next = at;
            double length = 1;
            double nextValue = Double.POSITIVE_INFINITY;
            for (int halving = 0; halving < MOST_HALVINGS && !(nextValue < value); halving++, length /= 2) {
                next = moved(at, move, length);
                nextValue = value(next, logits, labels);
            }
            if (!(nextValue < value)) {
                break; // rounding: nothing nearby is lower
            }
            at = next;
            value = nextValue;
        }
        return new VectorScaling(columns, at);
    }

    private static double[] moved(double[] at, double[] move, double length) {
        double[] next = at.clone();
        for (int j = 0; j < next.length; j++) {
            next[j] -= length * move[j];
        }
        return next;
    }

    /** What is minimised. */
    static double value(double[] at, float[][] logits, int[] labels) {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            double[] scaled = scaled(at, logits[i]);
            sum += LogSumExp.of(scaled) - scaled[labels[i]];
        }
        double penalty = 0;
        for (int j = 0; j < at.length; j++) {
            double deviation = at[j] - (j < at.length / 2 ? 1 : 0);
            penalty += deviation * deviation;
        }
        return sum / logits.length + PENALTY / 2 * penalty;
    }

    /** The slope, and the curvature on and above its diagonal. */
    private static void differentiate(
            double[] at, float[][] logits, int[] labels, double[] slope, double[][] curvature) {
        int classes = at.length / 2;
        for (int i = 0; i < logits.length; i++) {
            float[] row = logits[i];
            double[] p = softmax(scaled(at, row));
            for (int a = 0; a < classes; a++) {
                double error = (p[a] - (labels[i] == a ? 1 : 0)) / logits.length;
                slope[a] += error * row[a];
                slope[classes + a] += error;
                for (int b = 0; b < classes; b++) {
                    double second = p[a] * ((a == b ? 1 : 0) - p[b]) / logits.length;
                    curvature[a][classes + b] += second * row[a];
                    if (b >= a) {
                        curvature[a][b] += second * row[a] * row[b];
                        curvature[classes + a][classes + b] += second;
                    }
                }
            }
        }
        for (int j = 0; j < at.length; j++) {
            slope[j] += PENALTY * (at[j] - (j < classes ? 1 : 0));
            curvature[j][j] += PENALTY;
        }
    }

    private static double[] scaled(double[] at, float[] logits) {
        double[] scaled = new double[logits.length];
        for (int c = 0; c < scaled.length; c++) {
            scaled[c] = at[c] * logits[c] + at[scaled.length + c];
        }
        return scaled;
    }

    private static double[] softmax(double[] values) {
        double log = LogSumExp.of(values);
        return Arrays.stream(values).map(value -> Math.exp(value - log)).toArray();
    }

    /** The scale of every class; a new array. */
    public double[] scales() {
        return Arrays.copyOf(parameters, parameters.length / 2);
    }

    /** The offset of every class; a new array. */
    public double[] offsets() {
        return Arrays.copyOfRange(parameters, parameters.length / 2, parameters.length);
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public double[][] probabilities(FeatureTable table) {
        return Arrays.stream(columns.of(table))
                .map(row -> softmax(scaled(parameters, row)))
                .toArray(double[][]::new);
    }
}
