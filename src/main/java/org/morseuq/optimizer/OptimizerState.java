package org.morseuq.optimizer;

import java.util.Map;
import org.morseuq.function.Vector;

/**
 * What the steps to come depend on, by name.
 *
 * @param numbers for instance the number of steps taken
 * @param vectors for instance a momentum; the maps are copied, the vectors are not
 */
public record OptimizerState(Map<String, Double> numbers, Map<String, Vector> vectors) {

    /** Copies the maps. */
    public OptimizerState {
        numbers = Map.copyOf(numbers);
        vectors = Map.copyOf(vectors);
    }
}
