package org.morseuq.eval;

import java.util.List;
import org.morseuq.data.FeatureTable;

/**
 * Turns what a frozen network shows into class probabilities that can be believed.
 *
 * <p>A recalibration is fitted on labelled rows that neither trained the network nor are reported on; it never changes
 * and may be used from many threads at once, and the probabilities of a row depend on that row alone.
 */
public interface Recalibration {

    /** The short name to show and to record, for example {@code temperature}. */
    String name();

    /**
     * The class probabilities of all rows.
     *
     * @param table n rows with the logits; the labels are not used
     * @return n x classes, each row in [0, 1] and summing to 1
     */
    double[][] probabilities(FeatureTable table);

    /**
     * Fits one temperature, a vector scaling and isotonic maps: those that look at nothing but the logits.
     *
     * @param held at least one row with logits; labels in 0 .. classes - 1
     * @return all three, in that order; unmodifiable
     */
    static List<Recalibration> fit(FeatureTable held) {
        return List.of(TemperatureScaling.fit(held), VectorScaling.fit(held), IsotonicCalibration.fit(held));
    }
}
