package org.morseuq.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.morseuq.eval.Evaluation;
import org.morseuq.eval.Interval;

/** The detectors in tables, the best first. */
final class RankingSection {

    private RankingSection() {}

    static List<Element> of(Findings findings) {
        Ranking ranking = findings.ranking();
        return List.of(
                Element.of(
                        "p",
                        "AUROC is the probability that an image of the other set gets a higher score than one of "
                                + findings.name()
                                + ", in percent; 50 is chance. Below each number is its 95\u00a0% interval."),
                areas(ranking),
                marks(),
                rates(ranking),
                Element.of(
                        "p",
                        "FPR95 is the part of the other set that is accepted where 95 percent of " + findings.name()
                                + " are; lower is better. The interval is a paired bootstrap of "
                                + Ranking.REPLICATES + " draws of the images."),
                Element.of("details")
                        .add(Element.of("summary", "All measures, as fractions"))
                        .add(all(findings.evidence().report().results())));
    }

    private static List<String> columns(Ranking ranking) {
        List<String> columns = new ArrayList<>();
        if (ranking.sets().size() > 1) {
            columns.add("mean");
        }
        columns.addAll(ranking.sets());
        return columns;
    }

    private static Element areas(Ranking ranking) {
        Table table = new Table("AUROC in percent, the best detector first", "detector", columns(ranking));
        for (Ranking.Row row : ranking.rows()) {
            List<Element> cells = new ArrayList<>();
            if (ranking.sets().size() > 1) {
                cells.add(cell(row.mean()));
            }
            row.auroc().forEach(cell -> cells.add(cell(cell)));
            table.row(row.method(), cells);
        }
        return table.draw();
    }

    private static Element cell(Ranking.Cell cell) {
        String number = Words.percent(cell.value().estimate());
        Element td = Element.of("td");
        if (cell.best()) {
            td.add(Element.of("strong", "\u25b2\u00a0" + number)).with("class", "best");
        } else {
            td.add((cell.tied() ? "\u2248\u00a0" : "") + number);
        }
        return td.add(" ").add(Element.of("span", Words.ends(cell.value())).with("class", "interval"));
    }

    private static Element marks() {
        return Element.of(
                "p",
                "\u25b2 and bold: the best of its column. \u2248: a paired test (DeLong, level 5\u00a0%, not corrected for the"
                        + " number of comparisons) does not tell it from the best. Intervals are of other images, not of"
                        + " other networks or seeds.");
    }

    private static Element rates(Ranking ranking) {
        Table table = new Table("FPR95 in percent, in the same order", "detector", columns(ranking));
        double least = ranking.rows().stream()
                .mapToDouble(row -> row.fpr95().estimate())
                .min()
                .orElseThrow();
        double[] leasts = IntStream.range(0, ranking.sets().size())
                .mapToDouble(k -> ranking.rows().stream()
                        .mapToDouble(row -> row.fprs().get(k))
                        .min()
                        .orElseThrow())
                .toArray();
        boolean several = ranking.sets().size() > 1;
        for (Ranking.Row row : ranking.rows()) {
            List<Element> cells = new ArrayList<>();
            if (several) {
                cells.add(rate(row.fpr95().estimate(), least).add(" ").add(ends(row.fpr95())));
            }
            for (int k = 0; k < leasts.length; k++) {
                Element cell = rate(row.fprs().get(k), leasts[k]);
                cells.add(several ? cell : cell.add(" ").add(ends(row.fpr95())));
            }
            table.row(row.method(), cells);
        }
        return table.draw();
    }

    private static Element ends(Interval interval) {
        return Element.of("span", Words.ends(interval)).with("class", "interval");
    }

    private static Element rate(double value, double least) {
        String number = Words.coarse(value);
        return value == least
                ? Element.of("td").with("class", "best").add(Element.of("strong", "\u25b2\u00a0" + number))
                : Element.of("td", number);
    }

    private static Element all(List<Evaluation.Result> results) {
        Table table = new Table(
                "Every detector against every set",
                "detector",
                List.of("set", "AUROC", "AUPR in", "AUPR out", "FPR95 in positive", "FPR95 out positive"));
        for (Evaluation.Result result : results) {
            table.texts(
                    result.method(),
                    List.of(
                            result.out(),
                            Words.four(result.auroc()),
                            Words.four(result.auprIn()),
                            Words.four(result.auprOut()),
                            Words.four(result.fpr95IdPositive()),
                            Words.four(result.fpr95OodPositive())));
        }
        return table.draw();
    }
}
