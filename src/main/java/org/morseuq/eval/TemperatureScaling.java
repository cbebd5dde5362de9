package org.morseuq.eval;

import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/**
 * One temperature for all inputs: \( p = \mathrm{softmax}(l / T) \) with the logits l and the T > 0 under which held-out
 * labels are the most likely, as {@link TemperatureScaledProbability} finds it. The predictions stay.
 *
 * <p>C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger (2017), On Calibration of Modern Neural Networks, arXiv 1706.04599,
 * section 4.2.
 *
 * @param temperature T, finite and above 0
 */
public record TemperatureScaling(double temperature) implements Recalibration {

    /** Checks the range. */
    public TemperatureScaling {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("temperature must be finite and > 0, got " + temperature);
        }
    }

    /**
     * Fits the temperature.
     *
     * @param held at least one row with logits; labels in 0 .. classes - 1
     * @return the recalibration
     */
    public static TemperatureScaling fit(FeatureTable held) {
        return new TemperatureScaling(TemperatureScaledProbability.fit(held).temperature());
    }

    @Override
    public String name() {
        return "temperature";
    }

    @Override
    public double[][] probabilities(FeatureTable table) {
        return Softmax.rows(table.block(Layout.LOGITS), temperature);
    }
}
