package org.morseuq.study;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.morseuq.complexity.Margins;
import org.morseuq.training.Examples;

/**
 * Margins, complexity and the generalisation of networks that learn true labels, random ones, and mixtures of both, after M.
 * Munn, B. Dherin and J. Gonzalvo 2024, arXiv 2405.18590; and an explicit bound through the Poincare inequality on a law whose
 * constant is known.
 *
 * @param title what it shows, in a line
 * @param kind of the experiment
 * @param data the images
 * @param base all but what follows and the seed
 * @param networks which are trained
 * @param rates of learning
 * @param noises parts of the labels that are random
 * @param mixture the law on which the bound is a bound
 * @param seeds at least 2
 * @param tolerance by which part of itself a number may move before it is reported as moved
 */
public record MarginStudy(
        String title,
        String kind,
        Images data,
        Recipe base,
        List<String> networks,
        List<Double> rates,
        List<Double> noises,
        Mixture mixture,
        int seeds,
        double tolerance)
        implements NetworkStudy {

    /** The kind in a definition. */
    public static final String KIND = "margin-bound";

    static final String IMAGES = "images";
    static final String MIXTURE = "mixture";
    static final String QUANTILES = "quantiles";

    /** The shares of the margins that the distributions are drawn at. */
    static final double[] SHARES =
            IntStream.rangeClosed(1, 25).mapToDouble(i -> (2 * i - 1) / 50.0).toArray();

    /**
     * Normal classes with the images' means and covariances.
     *
     * @param ridge added to all variances, above 0
     * @param fresh how many examples check the bound
     * @param noises parts of the labels that are random
     */
    public record Mixture(double ridge, int fresh, List<Double> noises) {}

    /** Checks the ranges. */
    public MarginStudy {
        if (seeds < 2 || noises.size() < 2 || networks.isEmpty() || rates.isEmpty() || !(mixture.ridge() > 0)) {
            throw new IllegalArgumentException(
                    "a study of margins needs 2 seeds, 2 noises, a network, a rate and a ridge above 0");
        }
    }

    /** One training: what differs between cells. */
    record Setting(String network, double rate, double noise, int seed) {

        String cell(String prefix) {
            return prefix + "-" + network + "-" + rate + "-" + noise + "-" + seed;
        }
    }

    /** All trainings at a level of noise. */
    List<Setting> settings(double noise) {
        return networks.stream()
                .flatMap(network -> rates.stream().flatMap(rate -> IntStream.range(0, seeds)
                        .mapToObj(seed -> new Setting(network, rate, noise, seed))))
                .toList();
    }

    @Override
    public Map<String, Cell> cells() {
        Map<String, Cell> cells = new LinkedHashMap<>();
        Law law = new Law();
        for (double noise : noises) {
            for (Setting setting : settings(noise)) {
                Recipe recipe = recipe(setting);
                cells.put(
                        setting.cell(IMAGES),
                        new Cell(
                                List.of(IMAGES, recipe, mixture.ridge()),
                                (train, test, check) -> measure(
                                        recipe,
                                        train,
                                        test,
                                        law.of(train, mixture.ridge()).poincare(),
                                        check)));
            }
        }
        for (double noise : mixture.noises()) {
            for (Setting setting : settings(noise)) {
                Recipe recipe = recipe(setting);
                cells.put(setting.cell(MIXTURE), new Cell(List.of(MIXTURE, recipe, mixture), (train, test, check) -> {
                    ClassMixture drawnFrom = law.of(train, mixture.ridge());
                    Examples drawn = drawnFrom.draw(base.images(), 2L * setting.seed());
                    Examples fresh = drawnFrom.draw(mixture.fresh(), 2L * setting.seed() + 1);
                    return measure(recipe, drawn, fresh, drawnFrom.poincare(), check);
                }));
            }
        }
        return cells;
    }

    /** The mixture, made when it is first asked for: a run that remembers all cells needs none. */
    private static final class Law {

        private ClassMixture made;

        ClassMixture of(Examples train, double ridge) {
            if (made == null) {
                made = ClassMixture.of(train, ridge);
            }
            return made;
        }
    }

    private Recipe recipe(Setting setting) {
        return base.withNetwork(setting.network())
                .withRate(setting.rate())
                .withNoise(setting.noise())
                .withSeed(setting.seed());
    }

    private static Measured measure(Recipe recipe, Examples train, Examples test, double[] poincare, Runnable check) {
        Map<String, List<Double>> numbers = new LinkedHashMap<>();
        Trail trail = recipe.train(train, test, check, (run, learned) -> {
            Margins margins = Margins.of(run.logits(learned), learned.labels());
            numbers.put(
                    QUANTILES, Arrays.stream(SHARES).mapToObj(margins::quantile).toList());
            BoundCheck.of(run, test, poincare).into(numbers);
        });
        return new Measured(trail.moments(), numbers);
    }

    @Override
    public Result result(Map<String, Measured> measured) {
        return new MarginSummary(this, measured).result();
    }
}
