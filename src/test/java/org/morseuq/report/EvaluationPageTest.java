package org.morseuq.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.eval.Energy;
import org.morseuq.eval.MaximumSoftmaxProbability;
import org.morseuq.head.ThresholdPolicy;
import org.w3c.dom.Document;

final class EvaluationPageTest {

    private static final ThresholdPolicy FIVE = new ThresholdPolicy.FalseAlarm(0.05);
    private static final List<String> CLASSES = List.of("a", "b", "c");

    @TempDir
    private Path folder;

    private static String page(Evidence evidence) throws IOException {
        return EvaluationPage.text(evidence, "morse evaluate");
    }

    private static List<org.w3c.dom.Element> all(Document document, String name) {
        return Pages.all(document, name);
    }

    private static Document sound(Evidence evidence) throws IOException {
        return Pages.sound(page(evidence));
    }

    @Test
    void thePageIsWellFormedAndAccessible() throws IOException {
        Document document = sound(Evidences.usual());
        assertEquals(9, all(document, "section").size());
        // Two histograms, two characteristics, five reliability diagrams, two risks, one map.
        assertEquals(
                12,
                all(document, "svg").stream()
                        .filter(svg -> svg.hasAttribute("aria-label"))
                        .count());
        assertEquals(4 * 8, all(document, "img").size(), "the most and the least trusted of two sets");
    }

    @Test
    void nothingComesFromElsewhere() throws IOException {
        String page = page(Evidences.usual());
        assertFalse(page.contains("http:") || page.contains("https:") || page.contains("@import"), "an address");
        Matcher urls = Pattern.compile("url\\((.)").matcher(page);
        while (urls.find()) {
            assertEquals("#", urls.group(1));
        }
        assertTrue(page.contains("default-src 'none'"), "and the browser is told so");
    }

    @Test
    void hostileNamesStayText() throws IOException {
        String name = Evidences.HOSTILE;
        Evidence evidence = Evidences.of(60, true, Map.of(name, 20), List.of(name, name + "2", "c"), FIVE);
        Document document = sound(evidence);
        String shown = name.replace('\u0000', '\ufffd').replace('\ud800', '\ufffd');
        assertTrue(all(document, "title").get(0).getTextContent().contains(shown));
        assertTrue(all(document, "figcaption").stream()
                .anyMatch(caption -> caption.getTextContent().equals("The most trusted of " + shown)));
        assertTrue(all(document, "img").stream()
                .anyMatch(image -> image.getAttribute("alt").contains(shown)));
    }

    @Test
    void theSameEvidenceGivesTheSameBytes() throws IOException {
        assertEquals(page(Evidences.usual()), page(Evidences.usual()));
    }

    @Test
    void theHeadlineSaysWhatTheTableSays() throws IOException {
        Evidence evidence = Evidences.usual();
        Ranking ranking = Ranking.of(evidence);
        String headline = Headline.reached(Findings.of(evidence)).replace('\u00a0', ' ');
        assertEquals("morse", ranking.subject());
        for (String method : ranking.compared()) {
            double area = evidence.report().results().stream()
                    .filter(result -> result.method().equals(method))
                    .findFirst()
                    .orElseThrow()
                    .auroc();
            assertTrue(headline.contains(Words.percent(area) + " % (95 % interval"), headline);
        }
        assertTrue(headline.contains("The best of 3 others, " + ranking.rival().orElseThrow() + ", reaches"), headline);
        assertTrue(headline.contains("tells a set from middle with an AUROC of"), headline);
    }

    @Test
    void theHeadlineSaysWhenTheRivalIsAheadAndWhenNobodyIs() {
        String behind =
                Headline.reached(Findings.of(Evidences.with(List.of(new Evidences.Constant("morse"), new Energy()))));
        assertTrue(behind.contains("the Morse head tells a set from middle with an AUROC of 50.00"), behind);
        assertTrue(behind.contains("The other detector, energy, reaches"), behind);
        assertTrue(behind.contains(" points more ("), behind);
        String even = Headline.reached(
                Findings.of(Evidences.with(List.of(new Evidences.Constant("morse"), new Evidences.Constant("b")))));
        assertTrue(even.endsWith("0.00 points less (0.00 to 0.00), which these inputs do not tell from none."), even);
    }

    @Test
    void theBestIsMarkedBySignAndWeight() throws IOException {
        Document document = sound(Evidences.usual());
        List<org.w3c.dom.Element> best = all(document, "td").stream()
                .filter(cell -> cell.getAttribute("class").equals("best"))
                .toList();
        assertTrue(best.size() >= 2, "one in each ranking, or more if they tie");
        for (org.w3c.dom.Element cell : best) {
            assertTrue(
                    cell.getElementsByTagName("strong").item(0).getTextContent().startsWith("\u25b2"));
        }
    }

    @Test
    void manySetsGoIntoSeveralTables() throws IOException {
        Map<String, Integer> sets = new LinkedHashMap<>();
        for (int k = 0; k < 9; k++) {
            sets.put("other" + k, 10 + k);
        }
        Document document = sound(Evidences.of(50, true, sets, CLASSES, FIVE));
        for (org.w3c.dom.Element row : all(document, "tr")) {
            assertTrue(row.getChildNodes().getLength() <= 8, "a header and at most seven numbers fit on paper");
        }
        for (String set : sets.keySet()) {
            assertTrue(
                    all(document, "th").stream()
                            .anyMatch(head -> head.getTextContent().equals(set)),
                    set);
        }
    }

    @Test
    void withoutLabelsWhatNeedsThemIsLeftOutAndSaidSo() throws IOException {
        Document document = sound(Evidences.of(40, false, Map.of("middle", 20), CLASSES, FIVE));
        String text = document.getDocumentElement().getTextContent();
        assertTrue(text.contains("have no labels, so calibration is not measured"), text);
        assertTrue(text.contains("have no labels, so it is not known which answers are right"), text);
    }

    @Test
    void withoutImagesAndCalibrationRowsThePageSaysSo() throws IOException {
        Evidence usual = Evidences.usual();
        Document document = sound(new Evidence(
                usual.report(),
                usual.scores(),
                usual.detector(),
                List.of(),
                usual.in(),
                usual.outs(),
                java.util.Optional.empty()));
        String text = document.getDocumentElement().getTextContent();
        assertTrue(text.contains("there are no images to show"), text);
        assertTrue(text.contains("other calibrations are left out"), text);
        assertEquals(List.of(), all(document, "img"));
    }

    @Test
    void otherPoliciesAndOtherDetectorsMakePagesToo() throws IOException {
        sound(Evidences.of(60, true, Map.of("middle", 20), CLASSES, new ThresholdPolicy.FalseAlarmByClass(0.1)));
        sound(Evidences.of(60, true, Map.of("middle", 20), CLASSES, new ThresholdPolicy.Fixed(3)));
        sound(Evidences.of(60, true, Map.of("middle", 20), CLASSES, new ThresholdPolicy.Quantile(0.9)));
        sound(Evidences.with(List.of(new Energy())));
        sound(Evidences.with(List.of(new Evidences.Constant("constant"))));
        Evidence two = Evidences.with(List.of(new MaximumSoftmaxProbability(), new Energy()));
        sound(two);
        assertTrue(Headline.reached(Findings.of(two)).contains("the best detector, "));
    }

    @Test
    void aSingleImageEachIsEnough() throws IOException {
        sound(Evidences.of(1, true, Map.of("middle", 1), CLASSES, FIVE));
        sound(Evidences.of(2, true, Map.of("middle", 3), CLASSES, FIVE));
    }

    @Test
    void scoresOfOtherRowsAreRefused() {
        Evidence usual = Evidences.usual();
        assertThrows(
                IllegalArgumentException.class,
                () -> new Evidence(
                        usual.report(),
                        usual.scores(),
                        usual.detector(),
                        usual.recalibrations(),
                        Evidences.rows(5, 1, true, 1),
                        usual.outs(),
                        usual.pictures()));
    }

    @Test
    void aPageThatCannotBeWrittenLeavesNothing() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "in the way");
        assertThrows(
                FileSystemException.class,
                () -> EvaluationPage.write(file.resolve("report.html"), Evidences.usual(), "morse"));
        EvaluationPage.write(folder.resolve("new/report.html"), Evidences.usual(), "morse");
        try (var files = Files.list(folder.resolve("new"))) {
            assertEquals(
                    List.of("report.html"),
                    files.map(path -> path.getFileName().toString()).toList());
        }
    }

    /** WCAG 2.2: 4.5 for text, which is drawn in these colours; the lines of curves, of which 3 is asked, have it too. */
    @Test
    void coloursOfTextAndCurvesStandOutOnWhite() throws IOException {
        String style;
        try (InputStream in = EvaluationPage.class.getResourceAsStream("page.css")) {
            assertNotNull(in);
            style = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertFalse(style.contains("<") || style.contains(">") || style.contains("&"), "escapes change a style");
        int checked = 0;
        Matcher colours = Pattern.compile(
                        "(?:--(?!line)\\w+|[{;] color|fill): *(#[0-9a-f]{6}|#[0-9a-f]{3})\\b(?!.*stroke)")
                .matcher(style);
        while (colours.find()) {
            String hex = colours.group(1);
            int rgb = Integer.parseInt(
                    hex.length() == 7 ? hex.substring(1) : hex.substring(1).replaceAll("(.)", "$1$1"), 16);
            assertTrue(1.05 / (luminance(rgb) + 0.05) >= 4.5, hex);
            checked++;
        }
        assertTrue(checked >= 7, "only " + checked + " colours were found");
    }

    private static double luminance(int rgb) {
        double[] parts = new double[3];
        for (int k = 0; k < 3; k++) {
            double s = (rgb >> (16 - 8 * k) & 0xff) / 255.0;
            parts[k] = s <= 0.04045 ? s / 12.92 : Math.pow((s + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }
}
