package org.morseuq.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.morseuq.head.Calibration;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Threshold;
import org.morseuq.head.ThresholdPolicy;
import org.morseuq.head.Verdict;

/** What alarms at several requested rates did: false ones in distribution, true ones out of it. */
final class AlarmSection {

    private static final double[] RATES = {0.01, 0.02, 0.05, 0.1};

    private AlarmSection() {}

    static List<Element> of(Findings findings) {
        MorseDetector detector = findings.evidence().detector();
        ThresholdPolicy own = detector.threshold().policy();
        List<String> columns = new ArrayList<>(List.of(findings.name() + " (false alarms)", "expected"));
        columns.addAll(findings.ranking().sets());
        Table table = new Table("Part of each set that the Morse head flags, in percent", "requested", columns);
        boolean plain = own instanceof ThresholdPolicy.FalseAlarm;
        if (!plain) {
            row(table, own.toString(), detector.threshold(), findings);
        }
        TreeSet<Double> rates = new TreeSet<>();
        for (double rate : RATES) {
            rates.add(rate);
        }
        OptionalDouble asked = own.rate();
        if (plain && asked.isPresent()) {
            rates.add(asked.getAsDouble());
        }
        List<String> refused = new ArrayList<>();
        for (double rate : rates) {
            if (Calibration.scoresNeeded(rate) <= detector.calibration().size()) {
                ThresholdPolicy policy = new ThresholdPolicy.FalseAlarm(rate);
                String name = Words.rate(rate) + "\u00a0%" + (policy.equals(own) ? ", as set" : "");
                row(table, name, detector.with(policy).threshold(), findings);
            } else {
                refused.add(Words.rate(rate) + "\u00a0%");
            }
        }
        String text = "A threshold from " + Words.count(detector.calibration().size(), "calibration image")
                + " promises that no more than the requested part of further images like them is flagged on average;"
                + " expected is where the measured part lies with a probability of 95\u00a0%.";
        List<Element> elements = new ArrayList<>(List.of(Element.of("p", text), table.draw()));
        if (!refused.isEmpty()) {
            elements.add(
                    Element.of("p", "Too few calibration images to promise a rate of " + Words.list(refused) + "."));
        }
        return elements;
    }

    private static void row(Table table, String name, Threshold threshold, Findings findings) {
        int[] labels = findings.in().stream().mapToInt(Verdict::label).toArray();
        double[] band = threshold.realisedRate(labels, Ranking.LEVEL);
        List<String> cells = new ArrayList<>();
        cells.add(Words.percent(flagged(threshold, findings.in())));
        cells.add(Words.percent(band[0]) + " to " + Words.percent(band[1]));
        findings.ranking()
                .sets()
                .forEach(set -> cells.add(
                        Words.coarse(flagged(threshold, findings.outs().get(set)))));
        table.texts(name, cells);
    }

    private static double flagged(Threshold threshold, List<Verdict> verdicts) {
        return verdicts.stream()
                        .filter(verdict -> verdict.energy() > threshold.at(verdict.label()))
                        .count()
                / (double) verdicts.size();
    }
}
