package org.morseuq.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.complexity.ComplexityCard;
import org.morseuq.eval.Evaluation;
import org.morseuq.eval.EvaluationReport;
import org.morseuq.head.Manifest;

/**
 * A network's card with all that is needed to repeat it.
 *
 * @param card the measures
 * @param in the name of the set of images
 * @param imagesSha256 the digest of that set
 * @param network the network
 * @param classes names of the classes by number; empty if they are not known
 * @param seed of all random signs and starts
 * @param device that did the work
 * @param version of this library
 * @param evaluation of the same network, if one is set beside the card
 */
public record ComplexityEvidence(
        ComplexityCard card,
        String in,
        String imagesSha256,
        Manifest.BackboneEntry network,
        List<String> classes,
        long seed,
        String device,
        String version,
        Optional<EvaluationReport> evaluation) {

    /** The card as nested maps, for a JSON file; the same evidence gives the same bytes. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("in", in);
        map.put("backbone", network.name());
        map.put("backbone_sha256", network.sha256());
        map.put("images_sha256", imagesSha256);
        map.put("seed", seed);
        map.put("device", device);
        map.put("version", version);
        map.putAll(card.toMap());
        evaluation.ifPresent(report -> {
            List<Map<String, Object>> results = new ArrayList<>();
            for (Evaluation.Result result : report.results()) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("method", result.method());
                line.put("out", result.out());
                line.put("auroc", result.auroc());
                results.add(line);
            }
            map.put("out_of_distribution", results);
        });
        return map;
    }

    /** The name of a class. */
    String className(int k) {
        return k < classes.size() ? classes.get(k) : "class " + k;
    }
}
