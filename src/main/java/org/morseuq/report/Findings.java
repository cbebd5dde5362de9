package org.morseuq.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.data.Image;
import org.morseuq.head.Verdict;

/**
 * What several parts of a page are drawn from.
 *
 * @param evidence the evaluation
 * @param ranking of its detectors
 * @param in the Morse head's verdicts on the in-distribution rows
 * @param outs those on the other sets, by name
 */
record Findings(Evidence evidence, Ranking ranking, List<Verdict> in, Map<String, List<Verdict>> outs) {

    static Findings of(Evidence evidence) {
        Map<String, List<Verdict>> outs = new LinkedHashMap<>();
        evidence.outs()
                .forEach((name, table) -> outs.put(name, evidence.detector().assess(table)));
        return new Findings(evidence, Ranking.of(evidence), evidence.detector().assess(evidence.in()), outs);
    }

    /** The in-distribution set's name. */
    String name() {
        return evidence.report().in();
    }

    /** Whether the class of every in-distribution row is known. */
    boolean labelled() {
        return Arrays.stream(evidence.in().labels()).noneMatch(label -> label == Image.UNLABELLED);
    }
}
