package org.morseuq.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** Reads the option's value; refuses an unknown name. */
    static Methods of(List<String> asked) {
        Set<String> known = new LinkedHashSet<>();
        known.add(MorseScore.NAME);
        known.addAll(Baselines.NAMES);
        if (asked.equals(List.of("all"))) {
            return new Methods(known);
        }
        Set<String> names = new LinkedHashSet<>();
        for (String name : asked) {
            names.add(Names.require("method", name, known));
        }
        return new Methods(names);
    }

    /** Whether one of them has to see training features. */
    boolean needTraining() {
        return names.stream().anyMatch(Baselines.TRAINED::contains);
    }

    /** The detectors; those that need training features are left out where there are none. */
    List<Detector> fitted(MorseDetector morse, Optional<FeatureTable> train) {
        List<Detector> detectors = new ArrayList<>();
        for (String name : names) {
            if (name.equals(MorseScore.NAME)) {
                detectors.add(new MorseScore(morse.network()));
            } else if (!Baselines.TRAINED.contains(name)) {
                detectors.add(Baselines.untrained(name));
            } else if (train.isPresent()) {
                detectors.add(Baselines.fit(name, train.get()));
            }
        }
        return detectors;
    }
}
