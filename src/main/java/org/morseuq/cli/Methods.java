package org.morseuq.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.morseuq.algebra.InnerProducts;
import org.morseuq.data.FeatureTable;
import org.morseuq.eval.Baselines;
import org.morseuq.eval.Detector;
import org.morseuq.eval.MorseScore;
import org.morseuq.head.MorseDetector;

/**
 * Which detectors were asked for.
 *
 * @param names in the order in which they are shown
 */
record Methods(Set<String> names) {

    /** Stands for the head and the detectors of the default table. */
    static final String STANDARD = "standard";

    /** Stands for the head and every other detector there is. */
    static final String ALL = "all";

    /** Reads the option's value; refuses an unknown name. */
    static Methods of(List<String> asked) {
        List<String> known = new ArrayList<>(List.of(STANDARD, ALL, MorseScore.NAME));
        known.addAll(Baselines.ALL);
        Set<String> names = new LinkedHashSet<>();
        for (String name : asked) {
            switch (Names.require("method", name, known)) {
                case STANDARD -> {
                    names.add(MorseScore.NAME);
                    names.addAll(Baselines.NAMES);
                }
                case ALL -> {
                    names.add(MorseScore.NAME);
                    names.addAll(Baselines.ALL);
                }
                default -> names.add(name);
            }
        }
        return new Methods(names);
    }

    /** Whether one of them has to see training features. */
    boolean needTraining() {
        return names.stream().anyMatch(Baselines.TRAINED::contains);
    }

    /**
     * The detectors; refuses if none is left.
     *
     * @param morse the head
     * @param train training features, for those that need them
     * @param products who computes inner products; no score depends on that
     * @param notes takes a sentence on every detector that cannot be fitted, and why
     * @return those that can, at least one
     */
    List<Detector> fitted(
            MorseDetector morse,
            Optional<FeatureTable> train,
            Function<float[][], InnerProducts> products,
            List<String> notes) {
        List<Detector> detectors = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (name.equals(MorseScore.NAME)) {
                detectors.add(new MorseScore(morse.network()));
            } else if (!Baselines.TRAINED.contains(name)) {
                detectors.add(Baselines.untrained(name));
            } else if (train.isPresent()) {
                Baselines.Fitted fitted = Baselines.fit(List.of(name), train.get(), products);
                detectors.addAll(fitted.detectors());
                fitted.leftOut().forEach((left, reason) -> missing.add("Left out: " + left + " (" + reason + ")."));
            } else {
                missing.add("Left out: " + name + " (there are no training images to fit it on).");
            }
        }
        if (detectors.isEmpty()) {
            throw new IllegalArgumentException("none of the methods can be used: " + String.join(" ", missing));
        }
        notes.addAll(missing);
        return detectors;
    }
}
