package org.morseuq.study;

import java.util.List;
import java.util.Map;

/**
 * What a cell of a study came to.
 *
 * @param moments of its training; empty if it trained nothing
 * @param numbers by name
 */
public record Measured(List<Moment> moments, Map<String, List<Double>> numbers) {

    /** Copies the list. */
    public Measured {
        moments = List.copyOf(moments);
    }

    /** A training alone. */
    static Measured of(Trail trail) {
        return new Measured(trail.moments(), Map.of());
    }

    /** The training. */
    public Trail trail() {
        return new Trail(moments);
    }
}
