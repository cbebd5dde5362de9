package org.morseuq.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.morseuq.density.AlphaDensity;
import org.morseuq.density.DivergenceExponent;
import org.morseuq.density.GridRule;
import org.morseuq.density.Integral;
import org.morseuq.density.MonteCarlo;
import org.morseuq.density.NotTransversalException;
import org.morseuq.density.Region;
import org.morseuq.density.RootSum;
import org.morseuq.density.SmoothMap;
import org.morseuq.density.Transversality;
import org.morseuq.density.ZeroSearch;

/**
 * Sharp limits of products of Morse densities: where they exist, how fast they are reached, and how fast what has no limit
 * diverges. The definition, as its {@code experiment.json} says it, and how it is measured.
 *
 * @param title what it shows, in a line
 * @param kind {@code alpha-densities}
 * @param lambdas of the plane, at least four, rising
 * @param spaceLambdas of space, at least four, rising
 * @param cells along every side of the plane
 * @param spaceCells along every side of space
 * @param sampling how pairings are sampled
 * @param heights of the line that moves across the unit circle, rising
 * @param lineLambdas where its mollified pairings are drawn
 * @param orderTolerance how far an order of convergence may be from 1
 * @param exponentTolerance how far an exponent may be from the predicted one
 * @param tolerance by what part anything may move before it is reported as moved
 */
public record AlphaStudy(
        String title,
        String kind,
        List<Double> lambdas,
        List<Double> spaceLambdas,
        int cells,
        int spaceCells,
        Sampling sampling,
        List<Double> heights,
        List<Double> lineLambdas,
        double orderTolerance,
        double exponentTolerance,
        double tolerance) {

    /** The name in definitions. */
    public static final String KIND = "alpha-densities";

    /** Slopes are taken over the largest so many lambdas: before, higher orders still count. */
    private static final int ASYMPTOTIC = 4;

    /**
     * How pairings are sampled.
     *
     * @param points a shift
     * @param shifts of the points, at least 2
     * @param lambda the least of three
     * @param seeds how many estimates, at least 2
     */
    public record Sampling(int points, int shifts, double lambda, int seeds) {}

    /** Refuses what cannot be run. */
    public AlphaStudy {
        if (lambdas == null || spaceLambdas == null || sampling == null || heights == null || lineLambdas == null) {
            throw new IllegalArgumentException(
                    "a study of alpha-densities needs 'lambdas', 'space_lambdas', 'sampling',"
                            + " 'heights' and 'line_lambdas'");
        }
        if (lambdas.size() < ASYMPTOTIC || spaceLambdas.size() < ASYMPTOTIC || sampling.seeds() < 2) {
            throw new IllegalArgumentException("a study of alpha-densities needs " + ASYMPTOTIC
                    + " or more 'lambdas' and 'space_lambdas' and 2 or more 'seeds', got " + lambdas.size() + ", "
                    + spaceLambdas.size() + " and " + sampling.seeds());
        }
        if (!(orderTolerance >= 0) || !(exponentTolerance >= 0) || !(tolerance >= 0)) {
            throw new IllegalArgumentException("tolerances must be at least 0, got " + orderTolerance + ", "
                    + exponentTolerance + " and " + tolerance);
        }
        lambdas = List.copyOf(lambdas);
        spaceLambdas = List.copyOf(spaceLambdas);
        heights = List.copyOf(heights);
        lineLambdas = List.copyOf(lineLambdas);
    }

    /** The names of what is measured, in order: transversal pairs, those that touch, and the moving line. */
    public List<String> parts() {
        List<String> parts = new ArrayList<>();
        AlphaCase.LIMITS.forEach(pair -> parts.add(pair.name()));
        AlphaCase.DIVERGENCES.forEach(pair -> parts.add(pair.name()));
        parts.add(AlphaSummary.LINE);
        return parts;
    }

    /**
     * Measures one part.
     *
     * @param part one of {@link #parts}
     * @param seeds no more than these estimates by sampling, at least 2
     * @return a summary of this part alone
     */
    public AlphaSummary measure(String part, int seeds) {
        Optional<AlphaCase> transversal = named(AlphaCase.LIMITS, part);
        if (transversal.isPresent()) {
            return new AlphaSummary(List.of(limit(transversal.get(), seeds)), List.of(), List.of());
        }
        Optional<AlphaCase> touching = named(AlphaCase.DIVERGENCES, part);
        return touching.isPresent()
                ? new AlphaSummary(List.of(), List.of(divergence(touching.get())), List.of())
                : new AlphaSummary(
                        List.of(), List.of(), heights.stream().map(this::height).toList());
    }

    private static Optional<AlphaCase> named(List<AlphaCase> pairs, String name) {
        return pairs.stream().filter(pair -> pair.name().equals(name)).findFirst();
    }

    private double[] lambdas(AlphaCase pair) {
        List<Double> mine = pair.region().dimensions() < 3 ? lambdas : spaceLambdas;
        return mine.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double[] mollified(AlphaCase pair, double[] at) {
        GridRule grid = new GridRule(pair.region(), pair.region().dimensions() < 3 ? cells : spaceCells);
        return Arrays.stream(at)
                .map(lambda -> DivergenceExponent.mollifiedPairing(pair.u(), pair.v(), lambda, grid)
                        .value())
                .toArray();
    }

    private static DivergenceExponent slope(double[] at, double[] values) {
        int from = at.length - ASYMPTOTIC;
        return DivergenceExponent.of(
                Arrays.copyOfRange(at, from, at.length), Arrays.copyOfRange(values, from, at.length));
    }

    private AlphaSummary.Limit limit(AlphaCase pair, int seeds) {
        double[] at = lambdas(pair);
        double[] errors = Arrays.stream(mollified(pair, at))
                .map(value -> Math.abs(value - pair.expected()))
                .toArray();
        DivergenceExponent decay = slope(at, errors);
        AlphaDensity product = pair.u().times(pair.v(), pair.search());
        Integral sharp = product.integrate(pair.rule());
        int count = Math.min(seeds, sampling.seeds());
        double[] samples = new double[count];
        double stated = 0;
        int within = 0;
        for (int seed = 0; seed < count; seed++) {
            Integral sample = product.integrate(
                    new MonteCarlo(pair.region(), sampling.points(), sampling.shifts(), sampling.lambda(), seed));
            samples[seed] = sample.value();
            stated += sample.error() / count;
            within += Math.abs(sample.value() - pair.expected()) <= 2 * sample.error() ? 1 : 0;
        }
        double mean = Arrays.stream(samples).average().orElseThrow();
        double squares =
                Arrays.stream(samples).map(s -> (s - mean) * (s - mean)).sum();
        return new AlphaSummary.Limit(
                pair.name(),
                pair.what(),
                pair.expected(),
                sharp.value(),
                sharp.error(),
                boxed(at),
                boxed(errors),
                -decay.slope(),
                decay.standardError(),
                mean,
                Math.sqrt(squares / (count - 1)),
                stated,
                (double) within / count);
    }

    private AlphaSummary.Divergence divergence(AlphaCase pair) {
        double[] at = lambdas(pair);
        double[] values = mollified(pair, at);
        DivergenceExponent growth = slope(at, values);
        String refusal = "";
        try {
            pair.u().times(pair.v(), pair.search());
        } catch (NotTransversalException e) {
            refusal = e.getMessage();
        }
        return new AlphaSummary.Divergence(
                pair.name(),
                pair.what(),
                boxed(at),
                boxed(values),
                growth.slope(),
                growth.standardError(),
                pair.expected(),
                refusal);
    }

    /** The line \( y = c \) and the unit circle. */
    private AlphaSummary.Height height(double c) {
        Region region = Region.cube(2, 1.8);
        ZeroSearch search = ZeroSearch.in(region);
        AlphaDensity circle = AlphaDensity.half(SmoothMap.sphere(1, 0, 0));
        AlphaDensity line = AlphaCase.horizontal(c);
        Double pairing;
        try {
            pairing = circle.pair(line, search, new RootSum(search)).value();
        } catch (NotTransversalException e) {
            pairing = null;
        }
        Double margin = Transversality.least(circle.map(), line.map(), search)
                .map(Transversality::margin)
                .orElse(null);
        GridRule grid = new GridRule(region, cells);
        List<Double> smooth = lineLambdas.stream()
                .map(lambda -> DivergenceExponent.mollifiedPairing(circle, line, lambda, grid)
                        .value())
                .toList();
        return new AlphaSummary.Height(c, margin, pairing, smooth);
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
