package org.morseuq.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.morseuq.complexity.ComplexityCard;
import org.morseuq.complexity.Estimate;
import org.morseuq.complexity.FlatnessAlongGradient;
import org.morseuq.complexity.Margins;
import org.morseuq.complexity.NeuralCollapse;
import org.morseuq.complexity.SpectralDensity;
import org.morseuq.eval.Evaluation;
import org.morseuq.eval.EvaluationReport;
import org.morseuq.head.Manifest;
import org.morseuq.optimizer.TaskGeometry;
import org.w3c.dom.Document;

final class ComplexityPageTest {

    private static final Manifest.BackboneEntry NETWORK =
            new Manifest.BackboneEntry("net", "ab".repeat(32), 8, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    static ComplexityEvidence evidence(String className) {
        double[] squares = {1, 2, 4, 8};
        int[] labels = {0, 0, 1, 2};
        ComplexityCard card = new ComplexityCard(
                4,
                Optional.of(ComplexityCard.Geometric.of(squares, labels)),
                Optional.of(ComplexityCard.Geometric.of(squares, labels)),
                Optional.of(new ComplexityCard.Collapse(
                        new NeuralCollapse(3, Double.POSITIVE_INFINITY, 0.5, 0, 0.1, 1, 0.5, 0.2, 1),
                        Optional.of(3.5),
                        new double[] {-0.5, 0.2, Double.NaN})),
                Optional.of(
                        ComplexityCard.MarginSummary.of(Margins.of(new double[] {-1, 0.5, 2, 12345}, labels), 3.75)),
                Optional.of(new ComplexityCard.Bend(
                        new FlatnessAlongGradient(
                                0.5, 2, 3, 4, 0.9, new double[] {0, 0.1, 0.2}, new double[] {0.5, 0.2, Double.NaN}),
                        new ComplexityCard.TopEigenvalues(new double[] {1234.5, -3}, new double[] {0.1, 2}, false, 7),
                        new double[] {10, 12, 9, 11})),
                Optional.of(new ComplexityCard.Spectrum(
                        1000, new SpectralDensity(new double[] {-1, 0, 12000}, new double[] {0.1, 0.8, 0.1}))),
                Optional.of(new ComplexityCard.Tasks(
                        List.of(className, "b", "c"),
                        new int[] {2, 1, 1},
                        0.1,
                        new TaskGeometry(
                                new double[][] {{1, -1, 0}, {-1, 2, 1}, {0, 1, 0}},
                                new double[][] {{0, 3, 1}, {3, 0, 2}, {1, 2, 0}}))),
                Map.of("something", "it could not be had"));
        EvaluationReport evaluation = new EvaluationReport(
                "in",
                NETWORK,
                List.of(new Evaluation.Result("morse", "far", 0.9, 0.8, 0.7, 0.6, 0.5, 10, 20)),
                Map.of("accuracy", 0.91),
                null,
                null);
        return new ComplexityEvidence(
                card,
                "in",
                "cd".repeat(32),
                NETWORK,
                List.of(className, "b", "c"),
                0,
                "cpu",
                "1",
                Optional.of(evaluation));
    }

    @Test
    void thePageIsSoundAndTellsAllParts() {
        Document document = Pages.sound(ComplexityPage.text(evidence(Evidences.HOSTILE), "morse complexity"));
        assertEquals(9, Pages.all(document, "section").size());
        // Two by class, angles, margins, three of the curvature, the spectrum and two of the tasks.
        assertEquals(
                10,
                Pages.all(document, "svg").stream()
                        .filter(svg -> svg.hasAttribute("aria-label"))
                        .count());
        String text = document.getDocumentElement().getTextContent();
        assertTrue(text.contains("NOT converged"), text);
        assertTrue(text.contains("unbounded"), "an infinite NC1 is said in words");
        assertTrue(text.contains("This network is one point."), text);
        assertTrue(text.contains("something: it could not be had"), text);
    }

    @Test
    void aCardOfNearlyNothingIsAPageToo() {
        ComplexityCard card = new ComplexityCard(
                1,
                Optional.of(new ComplexityCard.Geometric(Estimate.of(2.0), new TreeMap<>(Map.of(3, Estimate.of(2.0))))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        String page = ComplexityPage.text(
                new ComplexityEvidence(
                        card, "in", "cd".repeat(32), NETWORK, List.of(), 0, "cpu", "1", Optional.empty()),
                "morse complexity");
        Pages.sound(page);
        assertTrue(page.contains("unknown"), "one image gives no interval");
    }
}
