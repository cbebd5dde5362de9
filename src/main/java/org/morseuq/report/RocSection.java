package org.morseuq.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.morseuq.eval.RocCurve;
import org.morseuq.eval.Scores;

/** Receiver operating characteristics of the two best detectors and of the usual one, whole and at few false alarms. */
final class RocSection {

    private static final String USUAL = "msp";
    private static final double FEW = 0.05;

    private RocSection() {}

    static List<Element> of(Findings findings) {
        List<String> methods = methods(findings);
        Figure figure = new Figure("Receiver operating characteristics: the part of the other set that is flagged (true"
                        + " positives) against the part of " + findings.name()
                        + " that is flagged with it (false alarms). First the whole curves, then the same with false alarms on a"
                        + " logarithmic axis, which shows where an alarm is set in practice.")
                .inPairs();
        for (int m = 0; m < methods.size(); m++) {
            figure.line("curve-" + m, methods.get(m));
        }
        figure.line("chance", "chance");
        for (int k = 0; k < findings.ranking().sets().size(); k++) {
            panels(findings, methods, k).forEach(figure::add);
        }
        return List.of(figure.draw());
    }

    private static List<String> methods(Findings findings) {
        List<String> methods = findings.ranking().compared();
        if (findings.evidence().scores().containsKey(USUAL) && !methods.contains(USUAL)) {
            methods.add(USUAL);
        }
        return methods;
    }

    private static List<Element> panels(Findings findings, List<String> methods, int set) {
        String name = findings.ranking().sets().get(set);
        double least = Math.pow(
                10,
                Math.min(
                        1,
                        Math.max(-2, Math.floor(Math.log10(100.0 / findings.in().size())))));
        Axis caught = Axis.percent("flagged, % of " + name);
        Plot whole = Plot.wide("against " + name, Axis.percent("false alarms, %"), caught);
        Plot few = Plot.wide(
                "against " + name + ", few false alarms",
                Axis.logarithmic("false alarms, % (logarithmic)", least, 100),
                caught);
        whole.curve("chance", new double[] {0, 100}, new double[] {0, 100});
        double[] steps = IntStream.rangeClosed(0, 60)
                .mapToDouble(i -> least * Math.pow(100 / least, i / 60.0))
                .toArray();
        few.curve("chance", steps, steps);
        List<String> words = new ArrayList<>();
        for (int m = methods.size() - 1; m >= 0; m--) { // the first lies on top
            Scores scores = findings.evidence().scores().get(methods.get(m));
            List<RocCurve.Point> points = RocCurve.of(scores.in(), scores.outs().get(set));
            double[] xs = points.stream()
                    .mapToDouble(p -> 100 * p.falsePositiveRate())
                    .toArray();
            double[] ys =
                    points.stream().mapToDouble(p -> 100 * p.truePositiveRate()).toArray();
            whole.curve("curve-" + m, xs, ys);
            few.curve("curve-" + m, xs, ys);
            words.add(0, methods.get(m) + " flags " + Words.coarse(caught(points, FEW)) + "\u00a0%");
        }
        String at = "; at no more than 5\u00a0% false alarms " + Words.list(words) + " of " + name + ".";
        return List.of(
                whole.draw(
                        "Receiver operating characteristics against " + name + "; their areas are in the ranking" + at),
                few.draw("The same curves with the false alarms on a logarithmic axis" + at));
    }

    /** The largest part of the other set that can be flagged with at most this part of the in-distribution inputs. */
    static double caught(List<RocCurve.Point> points, double rate) {
        return points.stream()
                .filter(point -> point.falsePositiveRate() <= rate)
                .mapToDouble(RocCurve.Point::truePositiveRate)
                .max()
                .orElse(0);
    }
}
