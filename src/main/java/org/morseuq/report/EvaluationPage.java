package org.morseuq.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
        return Page.text(
                "Evaluation of " + report.backbone().name() + " on " + report.in(),
                Headline.of(findings),
                sections,
                "Written by Morse UQ " + report.provenance().version() + ", "
                        + report.provenance().finished() + ".");
    }
}
