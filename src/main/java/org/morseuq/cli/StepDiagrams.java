package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.morseuq.chart.Axis;
import org.morseuq.chart.Curve;
import org.morseuq.chart.Diagram;
import org.morseuq.study.StepResult;

/** Draws the curves of a study of steps, all plots side by side. */
final class StepDiagrams {

    private static final int WIDTH = 440;
    private static final int HEIGHT = 420;

    /** Numbers below this part of the largest are rounding, and would stretch a logarithmic axis. */
    private static final double SHOWN = 1e-16;

    private StepDiagrams() {}

    static void write(List<StepResult.Plot> plots, Path file) throws IOException {
        Diagram.write(plots.stream().map(StepDiagrams::diagram).toList(), file, WIDTH, HEIGHT);
    }

    private static Diagram diagram(StepResult.Plot plot) {
        List<Curve> curves = new ArrayList<>();
        for (StepResult.Curve curve : plot.curves()) {
            int index = curves.size();
            curves.add(new Curve(
                    curve.name(),
                    column(curve, 0),
                    column(curve, 1),
                    Curve.colour(index),
                    curve.marks()
                            ? Curve.Style.MARKS
                            : curve.points().length < 12 ? Curve.Style.MARKED_LINE : Curve.Style.LINE));
        }
        return new Diagram(
                plot.title(),
                axis(plot.xLabel(), plot, 0, plot.logarithmic().contains("x")),
                axis(plot.yLabel(), plot, 1, plot.logarithmic().contains("y")),
                curves);
    }

    private static double[] column(StepResult.Curve curve, int axis) {
        return Arrays.stream(curve.points()).mapToDouble(point -> point[axis]).toArray();
    }

    /** From the least to the largest number of all curves, and a little more. */
    private static Axis axis(String label, StepResult.Plot plot, int which, boolean logarithmic) {
        double[] all = plot.curves().stream()
                .flatMapToDouble(curve -> DoubleStream.of(column(curve, which)))
                .toArray();
        double high = Arrays.stream(all).max().orElseThrow();
        if (logarithmic) {
            double low = Arrays.stream(all)
                    .filter(value -> value > SHOWN * high)
                    .min()
                    .orElse(high / 10);
            double room = Math.pow(Math.max(high / low, 2), 0.04);
            return Axis.logarithmic(label, low / room, high * room);
        }
        double low = Arrays.stream(all).min().orElseThrow();
        double room = high > low ? 0.05 * (high - low) : 1;
        boolean whole = Arrays.stream(all).allMatch(value -> value == Math.rint(value));
        return whole ? Axis.whole(label, low - room, high + room) : Axis.linear(label, low - room, high + room);
    }
}
