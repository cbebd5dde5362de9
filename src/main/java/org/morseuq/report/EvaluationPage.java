package org.morseuq.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.morseuq.eval.EvaluationReport;
import org.morseuq.store.AtomicFile;

/**
 * An evaluation as a page for people: one HTML file that loads nothing, runs nothing, and reads on a screen, on a phone
 * and on paper.
 *
 * <p>The page is made of the outcome in a sentence, ranking tables, histograms of the scores, receiver operating
 * characteristics, alarms at several rates, reliability diagrams, risk against coverage, a map of the features, the most
 * and the least trusted images, and the provenance. Everything random is seeded by the evaluation's seed, so the same
 * evidence gives the same bytes. Drawing costs a few seconds for twenty detectors on ten thousand rows, most of them for
 * the bootstrap.
 */
public final class EvaluationPage {

    private EvaluationPage() {}

    /**
     * Writes the page, whole or not at all.
     *
     * @param file the file, replaced if it exists
     * @param evidence the evaluation
     * @param command what to type to get it again
     * @throws IOException if an image cannot be read or writing fails
     */
    public static void write(Path file, Evidence evidence, String command) throws IOException {
        String page = text(evidence, command);
        AtomicFile.writeString(file, page);
    }

    /** The page as text. */
    static String text(Evidence evidence, String command) throws IOException {
        Findings findings = Findings.of(evidence);
        EvaluationReport report = evidence.report();
        Map<String, List<Element>> sections = new LinkedHashMap<>();
        sections.put("Ranking", RankingSection.of(findings));
        sections.put("Scores", HistogramSection.of(findings));
        sections.put("ROC curves", RocSection.of(findings));
        sections.put("False alarms", AlarmSection.of(findings));
        sections.put("Calibration", CalibrationSection.of(findings));
        sections.put("Risk and coverage", RiskSection.of(findings));
        sections.put("Map of the features", MapSection.of(findings));
        sections.put("Most and least trusted images", ImageSection.of(findings));
        sections.put("Provenance", ProvenanceSection.of(report, command));
        String title = "Evaluation of " + report.backbone().name() + " on " + report.in();
        Element main = Element.of("main");
        Element contents = Element.of("ul");
        sections.forEach((name, elements) -> {
            String id = name.toLowerCase(Locale.ROOT).replace(' ', '-');
            contents.add(Element.of("li").add(Element.of("a", name).with("href", "#" + id)));
            main.add(Element.of("section")
                    .with("id", id)
                    .add(Element.of("h2", name))
                    .addAll(elements));
        });
        Element body = Element.of("body")
                .add(hatching())
                .add(Element.of("header")
                        .add(Element.of("h1", title))
                        .addAll(Headline.of(findings))
                        .add(Element.of("nav").with("aria-label", "Contents").add(contents)))
                .add(main)
                .add(Element.of("footer")
                        .add(Element.of(
                                "p",
                                "Written by Morse UQ " + report.provenance().version() + ", "
                                        + report.provenance().finished() + ".")));
        return "<!DOCTYPE html>\n"
                + Element.of("html").with("lang", "en").add(head(title)).add(body) + "\n";
    }

    private static Element head(String title) {
        return Element.of("head")
                .add(Element.of("meta").with("charset", "utf-8"))
                .add(Element.of("meta")
                        .with("http-equiv", "Content-Security-Policy")
                        .with("content", "default-src 'none'; img-src data:; style-src 'unsafe-inline'"))
                .add(Element.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"))
                .add(Element.of("title", title))
                .add(Element.of("style", style()));
    }

    /** The pattern of areas that have to be told from others without colour. */
    private static Element hatching() {
        Element pattern = Element.of("pattern")
                .with("id", "hatch")
                .with("width", "6")
                .with("height", "6")
                .with("patternUnits", "userSpaceOnUse")
                .with("patternTransform", "rotate(45)")
                .add(Element.of("line")
                        .with("class", "hatch")
                        .with("x1", "0")
                        .with("y1", "0")
                        .with("x2", "0")
                        .with("y2", "6"));
        return Element.of("svg")
                .with("class", "patterns")
                .with("aria-hidden", "true")
                .with("width", "0")
                .with("height", "0")
                .add(Element.of("defs").add(pattern));
    }

    private static String style() {
        try (InputStream in = EvaluationPage.class.getResourceAsStream("page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
