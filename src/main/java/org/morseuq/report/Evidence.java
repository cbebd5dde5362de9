package org.morseuq.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.ImageSet;
import org.morseuq.eval.EvaluationReport;
import org.morseuq.eval.Recalibration;
import org.morseuq.eval.Scores;
import org.morseuq.head.MorseDetector;

/**
 * An evaluation with what its numbers were computed from, which is what a page is drawn from.
 *
 * @param report the numbers
 * @param scores of every detector by its name, the other sets in the order of {@code outs}
 * @param detector the calibrated Morse head
 * @param recalibrations other ways to calibrate the network, fitted on none of these rows; none if there was nothing to fit
 *     them on
 * @param in the in-distribution rows that were evaluated on, in the order of the scores
 * @param outs the rows of the other sets by name
 * @param pictures the images behind the rows; empty if only features are at hand
 */
public record Evidence(
        EvaluationReport report,
        Map<String, Scores> scores,
        MorseDetector detector,
        List<Recalibration> recalibrations,
        FeatureTable in,
        Map<String, FeatureTable> outs,
        Optional<Pictures> pictures) {

    /**
     * The images behind feature rows.
     *
     * @param in one image a row of the in-distribution table, in its order
     * @param outs the same for the other sets, by name
     */
    public record Pictures(ImageSet in, Map<String, ImageSet> outs) {

        /** Copies the map. */
        public Pictures {
            outs = Collections.unmodifiableMap(new LinkedHashMap<>(outs));
        }
    }

    /** Copies the list and the maps; refuses evidence without a detector or another set, and scores of other rows. */
    public Evidence {
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
        outs = Collections.unmodifiableMap(new LinkedHashMap<>(outs));
        recalibrations = List.copyOf(recalibrations);
        if (scores.isEmpty() || outs.isEmpty()) {
            throw new IllegalArgumentException(
                    "a page needs at least 1 detector and 1 other set, got " + scores.size() + " and " + outs.size());
        }
        List<Integer> rows = outs.values().stream().map(FeatureTable::size).toList();
        for (Map.Entry<String, Scores> entry : scores.entrySet()) {
            Scores each = entry.getValue();
            if (each.in().length != in.size()
                    || !each.outs().stream().map(out -> out.length).toList().equals(rows)) {
                throw new IllegalArgumentException("the scores of " + entry.getKey() + " must be of " + in.size()
                        + " rows and " + rows + ", got " + each);
            }
        }
    }

    /** The names of the other sets, in order. */
    List<String> sets() {
        return List.copyOf(outs.keySet());
    }
}
