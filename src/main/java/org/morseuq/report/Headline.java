package org.morseuq.report;

import java.util.List;
import org.morseuq.eval.Difference;
import org.morseuq.eval.Evaluation;
import org.morseuq.eval.EvaluationReport;
import org.morseuq.eval.MorseScore;

/** The outcome in a few sentences. */
final class Headline {

    private Headline() {}

    /** One paragraph of what was reached, one of what it was measured on. */
    static List<Element> of(Findings findings) {
        return List.of(
                Element.of("p", reached(findings)).with("class", "headline"),
                Element.of("p", alarms(findings.evidence().report()) + " " + measured(findings)));
    }

    static String reached(Findings findings) {
        EvaluationReport report = findings.evidence().report();
        Ranking ranking = findings.ranking();
        Ranking.Row subject = ranking.row(ranking.subject());
        int others = ranking.rows().size() - 1;
        boolean morse = ranking.subject().equals(MorseScore.NAME);
        String who = morse
                ? "the Morse head"
                : others == 0 ? "the detector " + subject.method() : "the best detector, " + subject.method() + ",";
        StringBuilder text =
                new StringBuilder("On the features of " + report.backbone().name() + ", " + who + " tells "
                        + report.in() + " from " + Words.list(ranking.sets()) + " with "
                        + (ranking.sets().size() > 1 ? "a mean AUROC" : "an AUROC") + " of " + value(subject) + ".");
        ranking.lead(findings.evidence()).ifPresent(lead -> {
            Ranking.Row rival = ranking.row(ranking.rival().orElseThrow());
            text.append(' ')
                    .append(
                            others == 1
                                    ? "The other detector"
                                    : morse ? "The best of " + others + " others" : "The next")
                    .append(", ")
                    .append(rival.method())
                    .append(", reaches ")
                    .append(value(rival))
                    .append(": ")
                    .append(compared(lead))
                    .append('.');
        });
        return text.toString();
    }

    private static String value(Ranking.Row row) {
        return Words.percent(row.mean().value().estimate()) + "\u00a0% (95\u00a0% interval "
                + Words.ends(row.mean().value()) + ")";
    }

    private static String compared(Difference lead) {
        boolean less = lead.estimate() >= 0;
        String text = Words.percent(Math.abs(lead.estimate())) + (less ? " points less (" : " points more (")
                + Words.percent(less ? lead.low() : -lead.high()) + " to "
                + Words.percent(less ? lead.high() : -lead.low()) + ")";
        return lead.pValue() < 1 - Ranking.LEVEL ? text : text + ", which these inputs do not tell from none";
    }

    private static String alarms(EvaluationReport report) {
        Evaluation.FalseAlarm alarm = report.falseAlarm();
        String flags = " flags " + Words.percent(alarm.measured()) + "\u00a0% of " + report.in();
        return alarm.requested() == null
                ? "The Morse head's alarm at " + alarm.policy() + flags + "."
                : "The Morse head's alarm, set for " + Words.rate(alarm.requested()) + "\u00a0% false alarms ("
                        + alarm.policy() + "),"
                        + flags + "; " + Words.percent(alarm.band().get(0)) + " to "
                        + Words.percent(alarm.band().get(1)) + "\u00a0% is to be expected.";
    }

    private static String measured(Findings findings) {
        Evidence evidence = findings.evidence();
        Double accuracy = evidence.report().classification().get("accuracy");
        return "Measured on " + Words.count(evidence.in().size(), "image") + " of " + findings.name()
                + (accuracy == null
                        ? ""
                        : ", of which the network classifies " + Words.percent(accuracy) + "\u00a0% correctly")
                + ", and on "
                + Words.list(evidence.outs().entrySet().stream()
                        .map(set -> Words.count(set.getValue().size()) + " of " + set.getKey())
                        .toList())
                + ".";
    }
}
