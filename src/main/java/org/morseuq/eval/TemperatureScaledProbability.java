package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.Temperature;

/**
 * {@link MaximumSoftmaxProbability} at a fitted temperature: \( -\ln \max_c p_c = \ln \sum_c e^{(l_c - \max_k l_k)/T} \),
 * with \( l_c \) the logit of class c and one T > 0 that minimises the mean negative log-likelihood
 * \( -\ln p_y \) of labelled rows.
 *
 * <p>T is to be fitted on rows that the network was not trained on. On its own training rows, which it may classify
 * without error, the likelihood rises for ever as T falls; T stays within 1/100 and 100. In \( \beta = 1/T \) the
 * likelihood is concave, so the optimum is the only zero of its slope, found by Newton's method inside a bracket. Logits
 * that are the same for all classes leave T at 1.
 *
 * <p>Fitted by name, as one of {@link Baselines}, it is shown the training rows that all of them are shown. T is then
 * smaller than held-out rows would have it, and the ranking closer to that by the gap between the two largest logits.
 *
 * <p>Costs O(n classes) a step to fit, about ten steps, and O(classes) a row. C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger
 * (2017), On Calibration of Modern Neural Networks, arXiv 1706.04599, section 4.2; S. Liang, Y. Li, R. Srikant (2017),
 * Enhancing The Reliability of Out-of-distribution Image Detection in Neural Networks, arXiv 1706.02690, uses such a
 * temperature for detection, but a fixed 1000 and with perturbed inputs.
 */
public final class TemperatureScaledProbability implements Detector {

    private final Columns columns;
    private final double temperature;

    private TemperatureScaledProbability(Columns columns, double temperature) {
        this.columns = columns;
        this.temperature = temperature;
    }

    /**
     * Fits the temperature.
     *
     * @param labelled at least one row with logits; labels in 0 .. classes - 1
     * @return the detector
     */
    public static TemperatureScaledProbability fit(FeatureTable labelled) {
        Columns columns = Columns.logits(labelled);
        float[][] logits = columns.train(labelled);
        int[] labels = Covariance.requireClasses(labelled.labels(), logits[0].length);
        return new TemperatureScaledProbability(
                columns, Temperature.global(logits, labels).at(0));
    }

    /** The fitted T. */
    public double temperature() {
        return temperature;
    }

    @Override
    public String name() {
        return "tempscale";
    }

    @Override
    public double[] score(FeatureTable table) {
        return Arrays.stream(columns.of(table))
                .mapToDouble(logits -> LogSumExp.excess(logits, temperature))
                .toArray();
    }
}
