package org.morseuq.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.morseuq.study.ToyModes;
import org.morseuq.study.ToySamples;
import org.morseuq.study.ToySampling;
import org.morseuq.study.ToyStudy;
import org.morseuq.study.ToySummary;

/** Renders the summary of a study of toys for people. */
final class ToyTable {

    private ToyTable() {}

    static void print(ToyStudy study, ToySummary summary, PrintWriter out) {
        out.println(study.title());
        out.println();
        densities(study, summary, out);
        out.println();
        samples(study.sampling(), summary, out);
        out.flush();
    }

    private static void densities(ToyStudy study, ToySummary summary, PrintWriter out) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(
                List.of("toy", "kernel", "labels", "AUROC", "of at most", "on data", "on box", "accuracy", "on modes"));
        for (ToySummary.Line line : summary.lines()) {
            lines.add(cells(
                    line,
                    percent(line.auroc()),
                    percent(summary.ceilings().get(line.toy())),
                    percent(line.onData()),
                    percent(line.onBox()),
                    line.accuracy() == null ? "" : percent(line.accuracy()),
                    percent(line.modePart())));
        }
        EvaluationTable.align(lines, out);
        out.println();
        out.printf(
                Locale.ROOT,
                "In percent. AUROC of %d fresh points against as many of the square; 'of at most': of the true density on"
                        + " the same points.%n",
                study.fresh());
        out.println("On data, on box: mean density; on modes: part of the square where the density is at least "
                + ToyStudy.MODE + ".");
    }

    private static void samples(ToySampling sampling, ToySummary summary, PrintWriter out) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(
                "toy",
                "kernel",
                "labels",
                "converged",
                "on a mode",
                "energy",
                "pieces",
                "accepted",
                "worth",
                "R-hat",
                "above half",
                "of mass",
                "by class",
                "of mass"));
        for (ToySummary.Line line : summary.lines()) {
            ToyModes modes = line.modes();
            ToySamples samples = line.samples();
            lines.add(cells(
                    line,
                    percent(modes.converged()),
                    percent(modes.reached()),
                    String.format(Locale.ROOT, "%.0e", modes.medianEnergy()),
                    String.valueOf(modes.pieces()),
                    percent(samples.acceptance()),
                    String.format(Locale.ROOT, "%.0f", samples.worth()),
                    String.format(Locale.ROOT, "%.2f", samples.scaleReduction()),
                    percent(samples.aboveHalf()),
                    percent(samples.massAboveHalf()),
                    line.supervised() ? parts(samples.byClass()) : "",
                    line.supervised() ? parts(samples.massByClass()) : ""));
        }
        EvaluationTable.align(lines, out);
        out.println();
        out.printf(
                Locale.ROOT,
                "In percent. %d gradient flows of at most %d steps from starts spread evenly over the square: how many"
                        + " converged, how many%nended where the density is at least %s, their median energy, and in"
                        + " how many connected pieces with density above %s.%n",
                sampling.starts(),
                sampling.flowSteps(),
                ToyStudy.MODE,
                ToyModes.HALF);
        out.printf(
                Locale.ROOT,
                "From the same starts, adjusted Langevin chains of %d steps after %d of burn-in: accepted steps,"
                        + " independent energies they are worth,%nR-hat of the coordinates, samples with density above"
                        + " %s, and samples by class; 'of mass': the density's mass there, by the grid.%n",
                sampling.draws(),
                sampling.burnIn(),
                ToyModes.HALF);
    }

    private static List<String> cells(ToySummary.Line line, String... numbers) {
        List<String> cells = new ArrayList<>(List.of(line.toy(), line.kernel(), line.supervised() ? "yes" : "no"));
        cells.addAll(List.of(numbers));
        return cells;
    }

    private static String parts(List<Double> parts) {
        return parts.stream()
                .map(part -> String.format(Locale.ROOT, "%.0f", 100 * part))
                .collect(Collectors.joining("/"));
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f", 100 * value);
    }
}
