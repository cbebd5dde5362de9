package org.morseuq.eval;

import org.morseuq.head.Temperature;

/**
 * Probabilities from logits: \( p_c = e^{l_c / T} / \sum_k e^{l_k / T} \), with \( l_c \) the logit of class c and
 * \( T > 0 \) the temperature.
 *
 * <p>The highest logit is subtracted first, so that nothing overflows; a class whose logit is more than about 745 T below
 * it gets 0. No probability exceeds 1. Costs O(classes) a row.
 */
public final class Softmax {

    private Softmax() {}

    /**
     * The probabilities at temperature 1.
     *
     * @param logits one finite number a class, at least one
     * @return as many probabilities
     */
    public static double[] of(float[] logits) {
        return of(logits, 1);
    }

    /**
     * The probabilities at a temperature.
     *
     * @param logits one finite number a class, at least one
     * @param temperature finite and above 0; above 1 the probabilities move together, below 1 apart
     * @return as many probabilities
     */
    public static double[] of(float[] logits, double temperature) {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("temperature must be finite and > 0, got " + temperature);
        }
        if (logits.length == 0) {
            throw new IllegalArgumentException("logits must have at least 1 class, got 0");
        }
        for (int c = 0; c < logits.length; c++) {
            if (!Float.isFinite(logits[c])) {
                throw new IllegalArgumentException("logits[" + c + "] must be finite, got " + logits[c]);
            }
        }
        return Temperature.softmax(logits, temperature);
    }

    /**
     * The probabilities of many rows at temperature 1.
     *
     * @param logits n x classes
     * @return n x classes
     */
    public static double[][] rows(float[][] logits) {
        return rows(logits, 1);
    }

    /**
     * The probabilities of many rows at a temperature.
     *
     * @param logits n x classes
     * @param temperature finite and above 0
     * @return n x classes
     */
    public static double[][] rows(float[][] logits, double temperature) {
        double[][] probabilities = new double[logits.length][];
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = of(logits[i], temperature);
        }
        return probabilities;
    }
}
