package org.morseuq.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.complexity.GeometricComplexity;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.training.Examples;
import org.morseuq.training.InitialWeights;
import org.morseuq.training.Schedule;
import org.morseuq.training.SweepRun;
import org.morseuq.training.TrainingConfig;

/**
 * The many regularizers of geometric complexity, after B. Dherin et al. 2022, arXiv 2209.13083: what the depth and the law of
 * initial weights, the learning rate, the size of batches and penalties do to it; how it goes with the test loss as a network
 * gets wider; and whether it is higher after Runge-Kutta steps, which lack the implicit regularisation of plain descent.
 *
 * <p>All that is trained is compared at one training loss, the cross-entropy without penalties: at a fixed number of steps, a
 * smaller learning rate would have the lower complexity for having learned less.
 *
 * @param title what it shows, in a line
 * @param kind of the experiment
 * @param data the images
 * @param initial networks before training
 * @param base what the sweeps change one thing of
 * @param sweeps by {@link #RATE}, {@link #BATCH} or the name of a regularizer: the values, as text; {@code 0} leaves a
 *     regularizer out
 * @param losses the training losses at which runs of the sweeps are compared, falling
 * @param widths networks of growing width on noisy labels
 * @param solvers plain descent beside Runge-Kutta steps
 * @param seeds of the sweeps and the widths, at least 2
 * @param tolerance by which part of itself a number may move before it is reported as moved
 */
public record ComplexityStudy(
        String title,
        String kind,
        Images data,
        Initial initial,
        Recipe base,
        Map<String, List<String>> sweeps,
        List<Double> losses,
        Widths widths,
        Solvers solvers,
        int seeds,
        double tolerance)
        implements NetworkStudy {

    /** The kind in a definition. */
    public static final String KIND = "geometric-complexity";

    /** The sweep of learning rates. */
    public static final String RATE = "learning-rate";

    /** The sweep of batch sizes. */
    public static final String BATCH = "batch-size";

    static final String INITIAL = "initial";
    static final String COMPLEXITIES = "complexities";

    private static final int POINTS = 100;

    /**
     * Perceptrons before training.
     *
     * @param width of every hidden layer
     * @param depths numbers of hidden layers
     * @param scales what He's weights are multiplied by, at the second of the depths
     * @param seeds of the weights, at least 2
     */
    public record Initial(int width, List<Integer> depths, List<Double> scales, int seeds) {

        /** The network of a depth. */
        String network(int depth) {
            return "mlp" + ("-" + width).repeat(depth);
        }
    }

    /**
     * Perceptrons with one hidden layer on labels of which some are wrong, trained for a fixed number of steps.
     *
     * @param recipe all but the network and the seed
     * @param widths of the hidden layer
     */
    public record Widths(Recipe recipe, List<Integer> widths) {}

    /**
     * Optimizers with the same learning rate, initial weights and batches.
     *
     * @param recipe all but the optimizer, the batch, the rate and the seed
     * @param losses the training losses at which they are compared, falling
     * @param first plain descent
     * @param second what is compared with it
     * @param pairs learning rates by sizes of batches
     * @param seeds at least 3
     */
    public record Solvers(
            Recipe recipe, List<Double> losses, String first, String second, List<Pair> pairs, int seeds) {

        /**
         * A learning rate and a batch.
         *
         * @param rate learning rate
         * @param batch examples a step
         */
        public record Pair(double rate, int batch) {

            @Override
            public String toString() {
                return "rate " + rate + ", batches of " + batch;
            }
        }
    }

    /** Checks the ranges. */
    public ComplexityStudy {
        if (seeds < 2 || solvers.seeds() < 3 || initial.seeds() < 2) {
            throw new IllegalArgumentException("a study of complexity needs 2 seeds, and 3 for its solvers");
        }
        if (initial.depths().size() < 2 || sweeps.values().stream().anyMatch(values -> values.size() < 2)) {
            throw new IllegalArgumentException(
                    "a study of complexity needs two depths, and two values of what it sweeps");
        }
        List.of(solvers.first(), solvers.second()).forEach(Optimizers::defaults);
        requireFalling(losses);
        requireFalling(solvers.losses());
    }

    private static void requireFalling(List<Double> losses) {
        for (int i = 0; i < losses.size(); i++) {
            if (!(losses.get(i) > 0) || (i > 0 && losses.get(i) >= losses.get(i - 1))) {
                throw new IllegalArgumentException("losses to compare at must be above 0 and fall, got " + losses);
            }
        }
        if (losses.isEmpty()) {
            throw new IllegalArgumentException("there must be a loss to compare at");
        }
    }

    /** The last of the losses, where all that is penalised has had its effect. */
    double loss() {
        return losses.get(losses.size() - 1);
    }

    @Override
    public Map<String, Cell> cells() {
        Map<String, Cell> cells = new LinkedHashMap<>();
        cells.put(INITIAL, new Cell(initial, (train, test, check) -> initial(train, check)));
        sweeps.forEach((sweep, values) -> values.forEach(value -> {
            for (int seed = 0; seed < seeds; seed++) {
                cells.put(
                        swept(sweep, value, seed), training(varied(sweep, value).withSeed(seed)));
            }
        }));
        for (int width : widths.widths()) {
            for (int seed = 0; seed < seeds; seed++) {
                Recipe recipe = widths.recipe().withNetwork("mlp-" + width).withSeed(seed);
                cells.put(wide(width, seed), training(recipe));
            }
        }
        for (Solvers.Pair pair : solvers.pairs()) {
            for (String optimizer : List.of(solvers.first(), solvers.second())) {
                for (int seed = 0; seed < solvers.seeds(); seed++) {
                    Recipe recipe = solvers.recipe()
                            .withRate(pair.rate())
                            .withBatch(pair.batch())
                            .withOptimizer(optimizer)
                            .withSeed(seed);
                    cells.put(solver(optimizer, pair, seed), training(recipe));
                }
            }
        }
        return cells;
    }

    /** The cell of a value of a sweep; those that change nothing share one. */
    String swept(String sweep, String value, int seed) {
        return varied(sweep, value).equals(base) ? "base-" + seed : sweep + "-" + value + "-" + seed;
    }

    static String wide(int width, int seed) {
        return "width-" + width + "-" + seed;
    }

    static String solver(String optimizer, Solvers.Pair pair, int seed) {
        return optimizer + "-" + pair.rate() + "-" + pair.batch() + "-" + seed;
    }

    private static Cell training(Recipe recipe) {
        return new Cell(
                recipe, (train, test, check) -> Measured.of(recipe.train(train, test, check, (run, learned) -> {})));
    }

    private Recipe varied(String sweep, String value) {
        return switch (sweep) {
            case RATE -> base.withRate(Double.parseDouble(value));
            case BATCH -> base.withBatch(Integer.parseInt(value));
            default -> value.equals("0") ? base : base.withRegularizers(List.of(sweep + ":" + value));
        };
    }

    /** The complexities of all seeds, by the law, the scale and the depth. */
    private Measured initial(Examples train, Runnable check) {
        Map<String, List<Double>> found = new LinkedHashMap<>();
        for (InitialWeights.Law law : InitialWeights.Law.values()) {
            for (int depth : initial.depths()) {
                found.put(COMPLEXITIES + law + depth, initial(train, new InitialWeights(law, 1), depth, check));
            }
        }
        for (double scale : initial.scales()) {
            InitialWeights weights = new InitialWeights(InitialWeights.Law.HE, scale);
            found.put(
                    COMPLEXITIES + scale,
                    initial(train, weights, initial.depths().get(1), check));
        }
        return new Measured(List.of(), found);
    }

    private List<Double> initial(Examples train, InitialWeights weights, int depth, Runnable check) {
        Examples points = train.part(0, Math.min(POINTS, train.count()));
        List<Double> found = new ArrayList<>();
        for (int seed = 0; seed < initial.seeds(); seed++) {
            check.run();
            TrainingConfig config = new TrainingConfig(
                    initial.network(depth), 1, 2, Schedule.CONSTANT, Optimizers.defaults("sgd"), List.of(), seed);
            try (SweepRun run = new SweepRun(config, weights, points)) {
                found.add(GeometricComplexity.exact()
                        .of(run.map(0), points.rows())
                        .value());
            }
        }
        return found;
    }

    @Override
    public Result result(Map<String, Measured> measured) {
        return new ComplexitySummary(this, measured).result();
    }
}
