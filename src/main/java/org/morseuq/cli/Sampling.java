package org.morseuq.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.morseuq.head.Box;
import org.morseuq.head.CorridorDescent;
import org.morseuq.head.Descent;
import org.morseuq.head.EffectiveSampleSize;
import org.morseuq.head.GradientFlow;
import org.morseuq.head.Langevin;
import org.morseuq.head.Potential;
import org.morseuq.head.ScaleReduction;

/**
 * The methods of {@code morse sample}, and what is said about their runs.
 *
 * @param method one of {@link #METHODS}
 * @param steps at most so many for a descent; for Langevin half of them are burn-in
 * @param beta of Langevin
 */
record Sampling(String method, int steps, double beta) {

    static final List<String> METHODS = List.of("corridor", "flow", "langevin");

    /** Half of the fewest steps of a chain, for its diagnostics need 4. */
    private static final int FEWEST_DRAWS = 4;

    private static final double ENERGY_TOLERANCE = 1e-6;
    private static final double GRADIENT_TOLERANCE = 1e-4;

    /** Only where the chain begins to look for its step. */
    private static final double FIRST_STEP = 1e-3;

    private static final int MOMENTS = 5;

    /** Every step's energy is kept. */
    private static final int MOST_STEPS = 1_000_000;

    Sampling {
        Names.require("method", method, METHODS);
        int fewest = method.equals("langevin") ? 2 * FEWEST_DRAWS : 1;
        if (steps < fewest || steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "--steps must be from " + fewest + " to " + MOST_STEPS + " for " + method + ", got " + steps);
        }
        if (!(beta > 0) || Double.isInfinite(beta)) {
            throw new IllegalArgumentException("--beta must be above 0 and finite, got " + beta);
        }
    }

    /**
     * What one start became.
     *
     * @param point the sample
     * @param energies along the way
     * @param end why a descent ended; empty for Langevin
     * @param acceptance of Langevin
     * @param distance to the mode
     */
    record Drawn(float[] point, double[] energies, String end, double acceptance, double distance) {}

    Drawn draw(Potential potential, Box box, float[] start, long seed) {
        if (method.equals("langevin")) {
            int draws = steps - steps / 2;
            Langevin.Chain chain =
                    new Langevin(beta, true, FIRST_STEP, steps / 2, draws, draws).run(potential, box, start, seed);
            float[] point = chain.points()[0];
            return new Drawn(point, chain.energies(), "", chain.acceptance(), potential.distance(point));
        }
        Descent descent = method.equals("flow")
                ? new GradientFlow(steps, ENERGY_TOLERANCE, GRADIENT_TOLERANCE).run(potential, box, start)
                : new CorridorDescent(steps, ENERGY_TOLERANCE).run(potential, box, start);
        String end = descent.end().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new Drawn(descent.point(), descent.energies(), end, 1, descent.distance());
    }

    /** The diagnostics in words, one fact a line. */
    List<String> summary(List<Drawn> drawn) {
        List<String> lines = new ArrayList<>();
        if (method.equals("langevin")) {
            double[][] chains = drawn.stream().map(Drawn::energies).toArray(double[][]::new);
            double worth =
                    Arrays.stream(chains).mapToDouble(EffectiveSampleSize::of).sum();
            lines.add(String.format(
                    Locale.ROOT,
                    "%d chains of %d steps after %d of burn-in: acceptance %.3f; the energies are worth %.0f independent"
                            + " ones, R-hat %.3f%s",
                    drawn.size(),
                    steps - steps / 2,
                    steps / 2,
                    drawn.stream().mapToDouble(Drawn::acceptance).average().orElseThrow(),
                    worth,
                    ScaleReduction.of(chains),
                    ScaleReduction.of(chains) > 1.01 ? " (above 1.01: not yet stationary, take more --steps)" : ""));
        } else {
            Map<String, Long> ends =
                    drawn.stream().collect(Collectors.groupingBy(Drawn::end, TreeMap::new, Collectors.counting()));
            lines.add(ends.entrySet().stream()
                    .map(end -> end.getValue() + " " + end.getKey())
                    .collect(Collectors.joining(", ", method + ": ", "")));
        }
        lines.add("mean energy along the way: "
                + Arrays.stream(moments(drawn))
                        .mapToObj(v -> String.format(Locale.ROOT, "%.3f", v))
                        .collect(Collectors.joining(", ")));
        double[] distances =
                drawn.stream().mapToDouble(Drawn::distance).sorted().toArray();
        lines.add(String.format(
                Locale.ROOT,
                "distance to the mode: %.3f to %.3f, median %.3f",
                distances[0],
                distances[distances.length - 1],
                distances[distances.length / 2]));
        return lines;
    }

    /** The mean over the samples at equally spaced moments of their ways, the first and the last included. */
    private static double[] moments(List<Drawn> drawn) {
        double[] means = new double[MOMENTS];
        for (int m = 0; m < MOMENTS; m++) {
            for (Drawn one : drawn) {
                int last = one.energies().length - 1;
                means[m] += one.energies()[(int) ((long) last * m / (MOMENTS - 1))] / drawn.size();
            }
        }
        return means;
    }
}
