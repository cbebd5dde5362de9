package org.morseuq.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.eval.ExpectedCalibrationError;
import org.morseuq.eval.Recalibration;
import org.morseuq.eval.Reliability;
import org.morseuq.eval.Softmax;
import org.morseuq.head.Verdict;

/** Whether the network is right as often as it says: reliability diagrams of the network as it is and calibrated. */
final class CalibrationSection {

    /** A bin of fewer rows is drawn pale: its height is mostly chance. */
    private static final int FEW = 20;

    private CalibrationSection() {}

    static List<Element> of(Findings findings) {
        if (!findings.labelled()) {
            return List.of(Element.of(
                    "p", "The images of " + findings.name() + " have no labels, so calibration is not measured."));
        }
        Map<String, double[][]> probabilities = probabilities(findings);
        int[] labels = findings.evidence().in().labels();
        Figure figure = new Figure(
                        "Reliability diagrams: how often the predicted class is right, for predictions of equal"
                                + " confidence in " + Reliability.BINS
                                + " bins. Bars on the diagonal are honest, below it"
                                + " over-confident; a pale bar rests on fewer than " + FEW + " images.")
                .area("bar", "accuracy")
                .line("honest", "confidence equals accuracy");
        Table table = new Table(
                "Confidence on " + findings.name(),
                "calibration",
                List.of("accuracy, %", "ECE, %", "NLL, nats", "Brier"));
        probabilities.forEach((name, rows) -> {
            Reliability reliability = Reliability.of(rows, labels);
            figure.add(panel(name, ExpectedCalibrationError.reliability(rows, labels, Reliability.BINS), reliability));
            table.texts(
                    name,
                    List.of(
                            Words.percent(reliability.accuracy()),
                            Words.percent(reliability.ece()),
                            Words.four(reliability.nll()),
                            Words.four(reliability.brier())));
        });
        String text =
                "ECE is the mean distance of confidence from accuracy, NLL the mean negative log-likelihood of the"
                        + " true class, Brier the squared error of the probabilities; lower is better."
                        + (findings.evidence().recalibrations().isEmpty()
                                ? " The images that calibrated the detector are not at hand, so other calibrations"
                                        + " are left out."
                                : "");
        return List.of(figure.draw(), table.draw(), Element.of("p", text));
    }

    private static Map<String, double[][]> probabilities(Findings findings) {
        FeatureTable in = findings.evidence().in();
        Map<String, double[][]> probabilities = new LinkedHashMap<>();
        probabilities.put("plain", Softmax.rows(in.block(Layout.LOGITS)));
        for (Recalibration recalibration : findings.evidence().recalibrations()) {
            String name = recalibration.name();
            probabilities.put(
                    name.equals("temperature") ? "global temperature" : name, recalibration.probabilities(in));
        }
        probabilities.put(
                "Morse temperature",
                findings.in().stream().map(Verdict::probabilities).toArray(double[][]::new));
        return probabilities;
    }

    private static Element panel(String name, List<ExpectedCalibrationError.Bin> bins, Reliability reliability) {
        Plot plot = Plot.wide(
                name + ", ECE " + Words.percent(reliability.ece()) + "\u00a0%",
                Axis.percent("confidence, %"),
                Axis.percent("accuracy, %"));
        ExpectedCalibrationError.Bin fullest = bins.get(0);
        for (ExpectedCalibrationError.Bin bin : bins) {
            if (bin.count() > 0) {
                plot.bar(
                        bin.count() < FEW ? "bar few" : "bar",
                        100 * bin.lower(),
                        100 * bin.upper(),
                        100 * bin.accuracy());
            }
            fullest = bin.count() > fullest.count() ? bin : fullest;
        }
        plot.curve("honest", new double[] {0, 100}, new double[] {0, 100});
        return plot.draw(
                "Reliability diagram, " + name + ". The fullest bin holds " + Words.count(fullest.count(), "image")
                        + " with a mean confidence of " + Words.coarse(fullest.confidence()) + "\u00a0%, of which "
                        + Words.coarse(fullest.accuracy()) + "\u00a0% are right; the expected calibration error is "
                        + Words.percent(reliability.ece()) + "\u00a0%.");
    }
}
