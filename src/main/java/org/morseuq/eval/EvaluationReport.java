package org.morseuq.eval;

import java.util.List;
import java.util.Map;
import org.morseuq.head.Manifest;

/**
 * An evaluation with all that is needed to repeat it; its JSON is what {@code morse evaluate --format json} prints.
 *
 * @param in the name of the in-distribution set
 * @param backbone the network
 * @param results one entry for every detector and every other set
 * @param classification how well the backbone classifies
 * @param falseAlarm what the threshold did
 * @param provenance where the numbers come from
 */
public record EvaluationReport(
        String in,
        Manifest.BackboneEntry backbone,
        List<Evaluation.Result> results,
        Map<String, Double> classification,
        Evaluation.FalseAlarm falseAlarm,
        Provenance provenance) {

    /**
     * Where the numbers come from. Two runs with the same seed on the same machine differ in {@code finished} and
     * {@code seconds} only.
     *
     * @param version of this library
     * @param source {@code features} shipped with the program, or {@code images}
     * @param seed of everything random
     * @param recipe of the Morse head
     * @param device that ran the network; empty for shipped features
     * @param java version of the virtual machine
     * @param data the sets that were used, with the digests of their images
     * @param notes what was left out and why, in sentences
     * @param finished when, in UTC
     * @param seconds how long the parts took
     */
    public record Provenance(
            String version,
            String source,
            long seed,
            String recipe,
            String device,
            String java,
            List<Manifest.DataEntry> data,
            List<String> notes,
            String finished,
            Map<String, Double> seconds) {}

    /** The report of an evaluation. */
    public static EvaluationReport of(Evaluation evaluation, Manifest.BackboneEntry backbone, Provenance provenance) {
        return new EvaluationReport(
                evaluation.in(),
                backbone,
                evaluation.results(),
                evaluation.classification(),
                evaluation.falseAlarm(),
                provenance);
    }
}
