package org.morseuq.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.store.AtomicFile;

/**
 * Experiments as one page for people: an HTML file that holds its pictures, loads nothing, runs nothing, and reads on a
 * screen, on a phone and on paper.
 */
public final class GalleryPage {

    private GalleryPage() {}

    /**
     * Writes the page, whole or not at all.
     *
     * @param file the file, replaced if it exists
     * @param exhibits the experiments that were run
     * @param leftOut those that were not, and why
     * @param version of this library
     * @throws IOException if writing fails
     */
    public static void write(Path file, List<Exhibit> exhibits, Map<String, String> leftOut, String version)
            throws IOException {
        AtomicFile.writeString(file, text(exhibits, leftOut, version));
    }

    /** The page as text. */
    static String text(List<Exhibit> exhibits, Map<String, String> leftOut, String version) {
        Map<String, List<Element>> sections = new LinkedHashMap<>();
        sections.put("Overview", overview(exhibits));
        exhibits.forEach(exhibit -> sections.put(exhibit.name(), section(exhibit)));
        if (!leftOut.isEmpty()) {
            Element list = Element.of("ul");
            leftOut.forEach((name, why) -> list.add(Element.of("li", name + ": " + why)));
            sections.put("Left out", List.of(list));
        }
        long passed = exhibits.stream()
                .filter(exhibit -> exhibit.moved().map(List::isEmpty).orElse(false))
                .count();
        String sentence = Words.count(exhibits.size(), "experiment") + " run here, of which " + passed
                + (passed == 1 ? " gives" : " give") + " what was recorded"
                + (leftOut.isEmpty() ? "." : "; " + Words.count(leftOut.size()) + " left out.");
        return Page.text(
                "Gallery of experiments",
                List.of(Element.of("p", sentence).with("class", "headline")),
                sections,
                "Written by Morse UQ " + version + ".");
    }

    private static List<Element> overview(List<Exhibit> exhibits) {
        Table table = new Table("Experiments", "experiment", List.of("against the recorded results", "duration"));
        for (Exhibit exhibit : exhibits) {
            table.texts(exhibit.name(), List.of(verdict(exhibit), Words.duration(exhibit.seconds())));
        }
        return List.of(
                table.draw(),
                Element.of(
                        "p",
                        "An experiment passes if none of its numbers moved against those recorded with it by more than its"
                                + " definition allows. What was recorded is not always what was hoped for: below each stands"
                                + " what was expected and what was seen."));
    }

    private static String verdict(Exhibit exhibit) {
        return exhibit.moved()
                .map(moved -> moved.isEmpty() ? "passed" : Words.count(moved.size()) + " moved")
                .orElse("nothing recorded");
    }

    private static List<Element> section(Exhibit exhibit) {
        List<Element> elements = new ArrayList<>();
        elements.add(Element.of("p", exhibit.title()).with("class", "subtitle"));
        elements.add(Element.of("dl")
                .with("class", "sentences")
                .add(Element.of("dt", "Expected"))
                .add(Element.of("dd", exhibit.expected()))
                .add(Element.of("dt", "Seen"))
                .add(Element.of("dd", exhibit.seen()))
                .add(Element.of("dt", "Checks"))
                .add(Element.of("dd", checks(exhibit))));
        if (exhibit.moved().isPresent() && !exhibit.moved().get().isEmpty()) {
            Element list = Element.of("ul");
            exhibit.moved().get().forEach(line -> list.add(Element.of("li", line)));
            elements.add(Element.of("details")
                    .add(Element.of("summary", "What moved in " + exhibit.name()))
                    .add(list));
        }
        int number = 0;
        for (Exhibit.Picture picture : exhibit.pictures()) {
            number++;
            elements.add(Element.of("figure")
                    .with("class", "exhibit")
                    .add(wide("Picture " + number + " of " + exhibit.name())
                            .add(Element.of("img")
                                    .with(
                                            "src",
                                            "data:image/png;base64,"
                                                    + Base64.getEncoder().encodeToString(picture.png()))
                                    .with("alt", picture.words())))
                    .add(Element.of("figcaption", picture.words())));
        }
        elements.add(Element.of("details")
                .add(Element.of("summary", "Numbers of " + exhibit.name()))
                .add(wide("Numbers of " + exhibit.name())
                        .add(Element.of("pre", exhibit.table().stripTrailing()).with("class", "numbers"))));
        elements.add(provenance(exhibit));
        return elements;
    }

    /** A box that scrolls by itself where its content is wider than the screen. */
    private static Element wide(String label) {
        return Element.of("div")
                .with("class", "scroll")
                .with("role", "region")
                .with("tabindex", "0")
                .with("aria-label", label);
    }

    private static String checks(Exhibit exhibit) {
        return exhibit.moved()
                .map(moved -> moved.isEmpty()
                        ? "passed: nothing moved against the recorded results."
                        : "stated as a finding: " + Words.count(moved.size(), "result")
                                + " moved against those recorded.")
                .orElse("there are no recorded results to compare with.");
    }

    private static Element provenance(Exhibit exhibit) {
        Element list = Element.of("dl");
        fact(list, "seed", exhibit.seed());
        fact(list, "duration", Words.duration(exhibit.seconds()));
        exhibit.data().forEach((name, digest) -> fact(list, name + ", SHA-256", digest));
        if (exhibit.data().isEmpty()) {
            fact(list, "data", "none: everything is made from the seed");
        }
        return Element.of("details")
                .add(Element.of("summary", "Command, seed and data of " + exhibit.name()))
                .add(Element.of("pre").add(Element.of("code", exhibit.command())))
                .add(list);
    }

    private static void fact(Element list, String name, String value) {
        list.add(Element.of("dt", name)).add(Element.of("dd", value));
    }
}
