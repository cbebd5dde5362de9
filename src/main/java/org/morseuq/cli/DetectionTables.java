package org.morseuq.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.morseuq.eval.RankCorrelation;
import org.morseuq.study.FamilyCell;
import org.morseuq.study.FamilySummary;
import org.morseuq.study.FamilySummary.Pair;
import org.morseuq.study.StepResult;

/**
 * The numbers of a {@link DetectionStudy} as tables and points.
 *
 * @param study the definition
 * @param runs all networks
 */
record DetectionTables(DetectionStudy study, List<DetectionStudy.Run> runs) {

    private static final String INTERVALS =
            "Spearman's coefficients with 95 % bootstrap intervals over the members of the family, seeds together.";

    private FamilySummary summary() {
        return new FamilySummary(
                runs.stream()
                        .filter(DetectionStudy.Run::finished)
                        .map(run -> new FamilyCell(
                                run.member().name(),
                                run.member().sweep(),
                                run.member().settings(),
                                run.seed(),
                                run.numbers()))
                        .toList(),
                RankCorrelation.seeded(0));
    }

    /** What heads and control are judged by. */
    private List<String> outcomes() {
        List<String> names = new ArrayList<>();
        for (String group : study.outs().keySet()) {
            names.add(DetectionStudy.area("morse", group));
            names.add(DetectionStudy.area("msp", group));
            names.add(DetectionStudy.lead(group));
        }
        names.addAll(List.of(
                DetectionStudy.ECE, DetectionStudy.ECE_GLOBAL, DetectionStudy.ECE_MORSE, DetectionStudy.NLL_MORSE));
        return names;
    }

    List<StepResult.Table> all() {
        FamilySummary summary = summary();
        List<String> complexities = List.of(DetectionStudy.GC, DetectionStudy.LOGITS, DetectionStudy.GEOMETRIC);
        List<String> measured = new ArrayList<>(complexities);
        measured.addAll(List.of(DetectionStudy.CDNV, DetectionStudy.LOSS, DetectionStudy.ACCURACY));
        List<StepResult.Table> tables = new ArrayList<>();
        tables.add(summary.means(
                String.format(
                        Locale.ROOT, "Networks after %d steps", study.family().steps()),
                measured,
                summary.cells().size() + " of " + runs.size()
                        + " networks. Means over seeds; complexity and collapse on training"
                        + " images, accuracy on new ones."));
        tables.add(summary.means(
                "Heads on them",
                outcomes(),
                "Mean AUROC over the sets of a group; lead: the head's less that of msp. Calibration errors of "
                        + study.classes() * study.fresh()
                        + " new images: as the network is, with one temperature, with that of Morse."));
        for (String complexity : complexities) {
            List<Pair> pairs = new ArrayList<>(List.of(new Pair(complexity, DetectionStudy.ACCURACY)));
            outcomes().forEach(outcome -> pairs.add(new Pair(complexity, outcome)));
            tables.add(summary.correlations(
                    "Correlations of ranks with the " + complexity,
                    pairs,
                    List.of(DetectionStudy.ACCURACY),
                    INTERVALS + " Partial: with the accuracy held fixed."));
        }
        List<Pair> confounder = new ArrayList<>();
        outcomes().forEach(outcome -> confounder.add(new Pair(DetectionStudy.ACCURACY, outcome)));
        tables.add(summary.correlations("Correlations of ranks with the accuracy", confounder, List.of(), INTERVALS));
        tables.add(summary.sweeps(
                "By setting",
                List.of(
                        DetectionStudy.GC,
                        DetectionStudy.ACCURACY,
                        DetectionStudy.area(
                                "morse", study.outs().keySet().iterator().next())),
                "Correlation of ranks of the setting with what it does, and 95 % bootstrap intervals over the networks of a"
                        + " sweep."));
        return tables;
    }

    List<StepResult.Plot> scatters() {
        FamilySummary summary = summary();
        List<StepResult.Plot> plots = new ArrayList<>();
        for (String group : study.outs().keySet()) {
            for (String detector : List.of("morse", "msp")) {
                plots.add(summary.scatter(
                        detector + ", " + group + " sets",
                        DetectionStudy.GC,
                        DetectionStudy.area(detector, group),
                        "x"));
            }
        }
        return plots;
    }
}
