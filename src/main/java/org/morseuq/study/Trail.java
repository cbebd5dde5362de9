package org.morseuq.study;

import java.util.List;
import java.util.Optional;

/**
 * A training from the start to the end.
 *
 * @param moments at least one, in order
 */
public record Trail(List<Moment> moments) {

    /** Copies the list. */
    public Trail {
        moments = List.copyOf(moments);
        if (moments.isEmpty()) {
            throw new IllegalArgumentException("a trail has at least one moment");
        }
    }

    /** Where it ended. */
    public Moment end() {
        return moments.get(moments.size() - 1);
    }

    /**
     * Where the training loss first came down to a number: what is compared at equal training loss is compared there. Between
     * two moments numbers are interpolated linearly in the logarithm of the loss.
     *
     * @param loss above 0
     * @return nothing if it never did, or was there from the start
     */
    public Optional<Moment> atTrainingLoss(double loss) {
        for (int i = 1; i < moments.size(); i++) {
            Moment before = moments.get(i - 1);
            Moment after = moments.get(i);
            if (before.trainLoss() > loss && after.trainLoss() <= loss) {
                double whole = Math.log(before.trainLoss() / after.trainLoss());
                return Optional.of(before.towards(after, Math.log(before.trainLoss() / loss) / whole));
            }
        }
        return Optional.empty();
    }
}
