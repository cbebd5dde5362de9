package org.morseuq.eval;

import java.util.List;
import org.morseuq.data.FeatureTable;

/** The detectors that a head has to beat, in the order of the reports. */
public final class Baselines {

    /** Their names, in order. */
    public static final List<String> NAMES = List.of("msp", "maxlogit", "energy", "knn", "mahalanobis", "rmd");

    private Baselines() {}

    /**
     * Fits all of them with their defaults.
     *
     * @param train at least one row with the block {@code logits}, and {@code embedding} if there is one; labels of at
     *     least 0
     * @return a detector for each of {@link #NAMES}, in that order; unmodifiable
     */
    public static List<Detector> fit(FeatureTable train) {
        return List.of(
                new MaximumSoftmaxProbability(),
                new MaxLogit(),
                new Energy(),
                NearestNeighbors.fit(train),
                Mahalanobis.fit(train),
                RelativeMahalanobis.fit(train));
    }
}
