package org.morseuq.eval;

import java.util.Arrays;

/**
 * \( \ln \sum_c e^{l_c} \) in two parts that do not overflow: the maximum, and the excess over it.
 *
 * <p>The excess \( \ln(1 + \sum_{c \ne m} e^{l_c - l_m}) \), with m a class of the highest logit, is kept apart because
 * it is minus the log of the highest softmax probability. The 1 is left to {@code log1p}, so that an excess of 1e-300
 * is still told from one of 1e-299.
 */
final class LogSumExp {

    private LogSumExp() {}

    /** The highest logit. */
    static double maximum(float[] logits) {
        return logits[indexOfMaximum(logits)];
    }

    /** The log-sum-exp less the highest logit, in [0, ln(classes)]. */
    static double excess(float[] logits) {
        return excess(logits, 1);
    }

    /** The same for the logits divided by a temperature above 0. */
    static double excess(float[] logits, double temperature) {
        int top = indexOfMaximum(logits);
        double others = 0;
        for (int c = 0; c < logits.length; c++) {
            if (c != top) {
                others += Math.exp(((double) logits[c] - logits[top]) / temperature);
            }
        }
        return Math.log1p(others);
    }

    /** The log-sum-exp of finite numbers, at least one. */
    static double of(double[] values) {
        double top = Arrays.stream(values).max().orElseThrow();
        double sum = 0;
        for (double value : values) {
            sum += Math.exp(value - top);
        }
        return top + Math.log(sum);
    }

    /** The class of the highest logit, the first of them if there are several. */
    static int indexOfMaximum(float[] logits) {
        int top = 0;
        for (int c = 1; c < logits.length; c++) {
            if (logits[c] > logits[top]) {
                top = c;
            }
        }
        return top;
    }
}
