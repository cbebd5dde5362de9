package org.morseuq.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.complexity.ComplexityCard;
import org.morseuq.eval.Evaluation;
import org.morseuq.eval.EvaluationReport;

/** A card beside what detectors reach on the same network. */
final class BesideSection {

    private BesideSection() {}

    static List<Element> of(ComplexityCard card, EvaluationReport evaluation) {
        Map<String, Double> measures = new LinkedHashMap<>();
        card.logits()
                .ifPresent(g -> measures.put(
                        "geometric complexity of the logits", g.mean().value()));
        card.embedding()
                .ifPresent(g -> measures.put(
                        "geometric complexity of the embedding", g.mean().value()));
        card.collapse().ifPresent(c -> {
            measures.put("NC1", c.measures().nc1());
            measures.put("CDNV", c.measures().cdnv());
        });
        card.margin().ifPresent(m -> measures.put("median margin", m.median()));
        card.curvature().ifPresent(c -> {
            measures.put("largest eigenvalue of the Hessian", c.top().values()[0]);
            measures.put("curvature along the gradient", c.along().curvature());
        });
        Table complexity = new Table("Complexity of this network", "measure", List.of("value"));
        measures.forEach((name, value) -> complexity.texts(name, List.of(Words.number(value))));
        Map<String, Map<String, Double>> areas = new LinkedHashMap<>();
        Map<String, String> sets = new LinkedHashMap<>();
        for (Evaluation.Result result : evaluation.results()) {
            areas.computeIfAbsent(result.method(), m -> new LinkedHashMap<>()).put(result.out(), result.auroc());
            sets.put(result.out(), result.out());
        }
        List<String> outs = List.copyOf(sets.keySet());
        Table detectors = new Table("AUROC of detectors on its features, %", "detector", outs);
        areas.forEach((method, row) -> detectors.texts(
                method,
                outs.stream()
                        .map(out -> row.containsKey(out) ? Words.percent(row.get(out)) : "not measured")
                        .toList()));
        Double accuracy = evaluation.classification().get("accuracy");
        return List.of(
                Element.of(
                        "p",
                        "This network is one point. The two tables stand side by side so that many cards can be compared; they"
                                + " do not say whether complexity and detection go together, let alone that one causes the"
                                + " other. The images of the two are not the same either: the evaluation has its own half"
                                + " of the test images"
                                + (accuracy == null
                                        ? "."
                                        : ", of which the network classifies " + Words.percent(accuracy)
                                                + "\u00a0% correctly.")),
                complexity.draw(),
                detectors.draw());
    }
}
