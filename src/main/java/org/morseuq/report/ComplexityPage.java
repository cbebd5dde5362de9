package org.morseuq.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.complexity.ComplexityCard;
import org.morseuq.store.AtomicFile;

/**
 * A network's complexity card as a page for people: one HTML file that loads nothing, runs nothing, and reads on a screen, on
 * a phone and on paper. The same evidence gives the same bytes.
 */
public final class ComplexityPage {

    private ComplexityPage() {}

    /**
     * Writes the page, whole or not at all.
     *
     * @param file the file, replaced if it exists
     * @param evidence the card
     * @param command what to type to get it again
     * @throws IOException if writing fails
     */
    public static void write(Path file, ComplexityEvidence evidence, String command) throws IOException {
        AtomicFile.writeString(file, text(evidence, command));
    }

    /** The page as text. */
    static String text(ComplexityEvidence evidence, String command) {
        ComplexityCard card = evidence.card();
        Map<String, List<Element>> sections = new LinkedHashMap<>();
        if (card.logits().isPresent() || card.embedding().isPresent()) {
            sections.put("Geometric complexity", GeometricSection.of(evidence));
        }
        card.collapse().ifPresent(c -> sections.put("Neural collapse", CollapseSection.of(c)));
        card.margin().ifPresent(m -> sections.put("Margins", MarginSection.of(m)));
        card.curvature().ifPresent(c -> sections.put("Curvature of the loss", CurvatureSection.of(c)));
        card.spectrum().ifPresent(s -> sections.put("Spectrum of the Hessian", SpectrumSection.of(s)));
        card.tasks().ifPresent(t -> sections.put("Task geometry", TaskSection.of(t)));
        evidence.evaluation()
                .ifPresent(e -> sections.put("Beside out-of-distribution results", BesideSection.of(card, e)));
        if (!card.leftOut().isEmpty()) {
            Element list = Element.of("ul");
            card.leftOut().forEach((measure, why) -> list.add(Element.of("li", measure + ": " + why)));
            sections.put("Left out", List.of(list));
        }
        sections.put("Provenance", provenance(evidence, command));
        return Page.text(
                "Complexity of " + evidence.network().name() + " on " + evidence.in(),
                intro(evidence),
                sections,
                "Written by Morse UQ " + evidence.version() + ".");
    }

    private static List<Element> intro(ComplexityEvidence evidence) {
        ComplexityCard card = evidence.card();
        List<String> words = new ArrayList<>();
        card.logits()
                .ifPresent(g -> words.add("geometric complexity of the logits is "
                        + Words.number(g.mean().value()) + GeometricSection.interval(g.mean())));
        card.collapse()
                .ifPresent(c -> words.add(
                        "NC1 of the embedding is " + Words.number(c.measures().nc1())));
        card.margin().ifPresent(m -> words.add("the median margin is " + Words.number(m.median())));
        card.curvature()
                .ifPresent(c -> words.add("the largest eigenvalue of the loss's Hessian is "
                        + Words.number(c.top().values()[0])));
        Element what = Element.of(
                "p",
                "Measured on the first " + Words.count(card.images(), "image") + " of " + evidence.in()
                        + ", inputs on the network's own scale, batch normalisation in evaluation mode.");
        if (words.isEmpty()) {
            return List.of(what);
        }
        String sentence = Words.list(words);
        return List.of(
                Element.of(
                                "p",
                                sentence.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + sentence.substring(1)
                                        + ".")
                        .with("class", "headline"),
                what);
    }

    private static List<Element> provenance(ComplexityEvidence evidence, String command) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Morse UQ", evidence.version());
        facts.put("network", evidence.network().name());
        facts.put("its parameters, SHA-256", evidence.network().sha256());
        facts.put("images", Words.count(evidence.card().images()) + " of " + evidence.in());
        facts.put("the whole set, SHA-256", evidence.imagesSha256());
        facts.put("seed", Long.toString(evidence.seed()));
        facts.put("device", evidence.device());
        Element list = Element.of("dl");
        facts.forEach((name, value) -> list.add(Element.of("dt", name)).add(Element.of("dd", value)));
        return List.of(Element.of("details")
                .add(Element.of("summary", "Command, version, seed and digests"))
                .add(Element.of("pre").add(Element.of("code", command)))
                .add(list));
    }
}
