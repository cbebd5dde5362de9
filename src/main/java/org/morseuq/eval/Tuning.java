package org.morseuq.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.data.FeatureTable;

/**
 * A detector with its constant chosen on declared out-of-distribution inputs: the one of the highest mean area under the
 * receiver operating characteristic of held-out rows against the validation sets, of equals the one nearer to the front of
 * the list, which is the default. Without validation sets nothing is chosen.
 *
 * @param detector the fitted detector
 * @param chosen what was chosen, for example {@code k = 10}; empty if nothing was
 */
record Tuning(Detector detector, Optional<String> chosen) {

    private static final List<Integer> NEIGHBORS = List.of(NearestNeighbors.DEFAULT_K, 1, 5, 10, 20, 100, 200);
    private static final List<Double> PERCENTILES = List.of(0.9, 0.8, 0.85, 0.95, 0.99);

    /** A way to fit a detector with some constant. */
    private interface Fit {
        Detector on(FeatureTable train);
    }

    /**
     * Fits a detector, with its default constant where it has none or there is no validation set.
     *
     * @param name one of {@link Baselines#ALL}
     * @param train what it is fitted on
     * @param held in-distribution rows that it is not fitted on
     * @param validation rows of out-of-distribution sets by name
     * @return the detector
     */
    static Tuning of(String name, FeatureTable train, FeatureTable held, Map<String, FeatureTable> validation) {
        Map<String, Fit> choices = validation.isEmpty() ? Map.of() : choices(name);
        if (choices.isEmpty()) {
            return new Tuning(Baselines.fit(name, train), Optional.empty());
        }
        Detector best = null;
        String chosen = null;
        double highest = Double.NEGATIVE_INFINITY;
        for (Map.Entry<String, Fit> choice : choices.entrySet()) {
            Detector detector = choice.getValue().on(train);
            double[] in = detector.score(held);
            double mean = validation.values().stream()
                    .mapToDouble(out -> Auroc.of(in, detector.score(out)))
                    .average()
                    .orElseThrow();
            if (mean > highest) {
                best = detector;
                chosen = choice.getKey();
                highest = mean;
            }
        }
        return new Tuning(best, Optional.of(chosen));
    }

    private static Map<String, Fit> choices(String name) {
        Map<String, Fit> choices = new LinkedHashMap<>();
        switch (name) {
            case "knn" ->
                NEIGHBORS.forEach(k -> choices.put(
                        "k = " + k, train -> NearestNeighbors.fit(train, k, FeatureView.embedding(train.layout()))));
            case "knn@inner" ->
                NEIGHBORS.forEach(k -> choices.put(
                        "k = " + k, train -> NearestNeighbors.fit(train, k, FeatureView.inner(train.layout()))));
            case "energy+knn" ->
                NEIGHBORS.forEach(k -> choices.put(
                        "k = " + k, train -> EnergyWithNeighbors.fit(train, k, FeatureView.embedding(train.layout()))));
            case "energy+knn@inner" ->
                NEIGHBORS.forEach(k -> choices.put(
                        "k = " + k, train -> EnergyWithNeighbors.fit(train, k, FeatureView.inner(train.layout()))));
            case "react" ->
                PERCENTILES.forEach(
                        p -> choices.put("percentile = " + 100 * p, train -> RectifiedActivations.fit(train, p)));
            default -> {}
        }
        return choices;
    }
}
