package org.morseuq.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.morseuq.eval.EvaluationReport;
import org.morseuq.head.Manifest;

/** All that is needed to repeat the evaluation. */
final class ProvenanceSection {

    private ProvenanceSection() {}

    static List<Element> of(EvaluationReport report, String command) {
        EvaluationReport.Provenance provenance = report.provenance();
        Element notes = Element.of("ul");
        provenance.notes().forEach(note -> notes.add(Element.of("li", note)));
        Element details = Element.of("details")
                .add(Element.of("summary", "Command, versions, seed and digests"))
                .add(Element.of("pre").add(Element.of("code", command)))
                .add(facts(report))
                .add(data(report));
        return List.of(notes, details);
    }

    private static Element facts(EvaluationReport report) {
        EvaluationReport.Provenance provenance = report.provenance();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Morse UQ", provenance.version());
        facts.put("Java", provenance.java());
        facts.put("started from", provenance.source());
        facts.put("recipe of the head", provenance.recipe());
        facts.put("seed", Long.toString(provenance.seed()));
        if (!provenance.device().isEmpty()) {
            facts.put("device", provenance.device());
        }
        facts.put("network", report.backbone().name());
        facts.put("its parameters, SHA-256", report.backbone().sha256());
        facts.put("finished", provenance.finished());
        provenance
                .seconds()
                .forEach((part, seconds) -> facts.put("seconds, " + part, String.format(Locale.ROOT, "%.1f", seconds)));
        Element list = Element.of("dl");
        facts.forEach((name, value) -> list.add(Element.of("dt", name)).add(Element.of("dd", value)));
        return list;
    }

    private static Element data(EvaluationReport report) {
        Table table = new Table("Images that were used", "role", List.of("set", "images", "SHA-256 of the images"));
        for (Manifest.DataEntry entry : report.provenance().data()) {
            table.row(
                    entry.role(),
                    List.of(
                            Element.of("td", entry.name()),
                            Element.of("td", Words.count(entry.images())),
                            Element.of("td", entry.sha256()).with("class", "digest")));
        }
        return table.draw();
    }
}
