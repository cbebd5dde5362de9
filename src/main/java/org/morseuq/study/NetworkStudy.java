package org.morseuq.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A study of small networks, as its {@code experiment.json} defines it. */
public sealed interface NetworkStudy permits ComplexityStudy, MarginStudy {

    /** What it shows, in a line. */
    String title();

    /** The images. */
    Images data();

    /** By which part of itself a number may move before it is reported as moved. */
    double tolerance();

    /** What is run, by names that can be those of files, in order. */
    Map<String, Cell> cells();

    /**
     * What all cells come to together.
     *
     * @param measured of every cell, by name
     */
    Result result(Map<String, Measured> measured);

    /**
     * Grey images: the mean of the channels, normalised, as a row of {@code size} times {@code size} numbers.
     *
     * @param set its name
     * @param size height and width that images are brought to
     * @param train how many of the training images are read
     * @param test how many of the test images
     */
    record Images(String set, int size, int train, int test) {

        /** Checks the ranges. */
        public Images {
            if (size < 2 || train < 2 || test < 2) {
                throw new IllegalArgumentException(
                        "a study needs images of at least 2 x 2 and at least 2 of each split, got " + size + ", "
                                + train + ", " + test);
            }
        }
    }

    /**
     * Tables and pictures. Curves without points, and then plots without curves and pictures without plots, are left out: a run
     * of a study may not come as far as they begin.
     *
     * @param tables in order
     * @param pictures the plots of every picture, by the name of its file
     */
    record Result(List<StepResult.Table> tables, Map<String, List<StepResult.Plot>> pictures) {

        /** Leaves out what is empty. */
        public Result {
            tables = List.copyOf(tables);
            Map<String, List<StepResult.Plot>> full = new LinkedHashMap<>();
            pictures.forEach((name, plots) -> {
                List<StepResult.Plot> some = plots.stream()
                        .map(Result::withoutEmptyCurves)
                        .filter(plot -> !plot.curves().isEmpty())
                        .toList();
                if (!some.isEmpty()) {
                    full.put(name, some);
                }
            });
            pictures = full;
        }

        private static StepResult.Plot withoutEmptyCurves(StepResult.Plot plot) {
            List<StepResult.Curve> curves = plot.curves().stream()
                    .filter(curve -> curve.points().length > 0)
                    .toList();
            return new StepResult.Plot(plot.title(), plot.xLabel(), plot.yLabel(), plot.logarithmic(), curves);
        }
    }
}
