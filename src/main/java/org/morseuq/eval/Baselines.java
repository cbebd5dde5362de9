package org.morseuq.eval;

import java.util.List;
import java.util.Set;
import org.morseuq.data.FeatureTable;

/** The detectors that a head has to beat, in the order of the reports. */
public final class Baselines {

    /** Their names, in order. */
    public static final List<String> NAMES = List.of("msp", "maxlogit", "energy", "knn", "mahalanobis", "rmd");

    /** The names of those that are fitted on training features. */
    public static final Set<String> TRAINED = Set.of("knn", "mahalanobis", "rmd");

    private Baselines() {}

    /**
     * Fits all of them with their defaults.
     *
     * @param train at least one row with the block {@code logits}, and {@code embedding} if there is one; labels of at
     *     least 0
     * @return a detector for each of {@link #NAMES}, in that order; unmodifiable
     */
    public static List<Detector> fit(FeatureTable train) {
        return NAMES.stream().map(name -> fit(name, train)).toList();
    }

    /**
     * Fits one of them with its defaults.
     *
     * @param name one of {@link #NAMES}
     * @param train as for {@link #fit(FeatureTable)}; not looked at unless the name is among {@link #TRAINED}
     * @return the detector
     */
    public static Detector fit(String name, FeatureTable train) {
        return switch (name) {
            case "knn" -> NearestNeighbors.fit(train);
            case "mahalanobis" -> Mahalanobis.fit(train);
            case "rmd" -> RelativeMahalanobis.fit(train);
            default -> untrained(name);
        };
    }

    /**
     * One of those that look at nothing but the logits.
     *
     * @param name one of {@link #NAMES} that is not among {@link #TRAINED}
     * @return the detector
     */
    public static Detector untrained(String name) {
        return switch (name) {
            case "msp" -> new MaximumSoftmaxProbability();
            case "maxlogit" -> new MaxLogit();
            case "energy" -> new Energy();
            default -> throw new IllegalArgumentException("unknown detector '" + name + "', known are " + NAMES);
        };
    }
}
