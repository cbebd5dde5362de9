package org.morseuq.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.MorseNetwork;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.optimizer.StepReport;

/**
 * Named optimizers side by side on the fit of a Morse head with a learned map: the Kullback-Leibler loss on new rows, against
 * steps and against what they cost.
 *
 * <p>The head is that of the recipe {@code gaussian} or {@code laplace}, the reference measure the Gaussian of all training
 * rows; the length of the steps is not scheduled. Costs are counted in gradients of one batch, a product with the Hessian as
 * two; every run of a batch size gets the same number. The learning rate of each optimizer and batch size is the one, of
 * those listed, with the least mean loss on held-out training rows, in two runs whose seeds are not among those reported. A
 * run whose step is not finite ends there and keeps the loss it had; a rate with which that happens is not chosen.
 *
 * @param title what it shows, in a line
 * @param kind of the experiment
 * @param kernel {@code gaussian} or {@code laplace}
 * @param rows for training, and as many reference rows
 * @param held rows of the training table that choose the rates, and as many reference rows
 * @param fresh rows of another table that are reported on, and as many reference rows
 * @param foreign rows of every other table that a caller tells from as many of the fresh ones
 * @param optimizers learning rates to choose from, by the optimizer's name
 * @param batches the data rows of a batch, which has as many reference rows, and what a run may cost
 * @param against optimizers that all are set against, run by run
 * @param seeds of initial parameters and orders of rows, at least 2
 * @param points how often a run is measured on its way, at least 2
 * @param tolerance by which part of itself a number may move before it is reported as moved
 */
public record HeadOptimizerStudy(
        String title,
        String kind,
        String kernel,
        int rows,
        int held,
        int fresh,
        int foreign,
        Map<String, List<Double>> optimizers,
        List<OptimizerStudy.Budget> batches,
        List<String> against,
        int seeds,
        int points,
        double tolerance) {

    /** The kind in a definition. */
    public static final String KIND = "head-optimizers";

    private static final double WEIGHT = 1;
    private static final int CHOOSING = 2;
    private static final long UNREPORTED = 1000;

    /** Copies the collections and checks the ranges. */
    public HeadOptimizerStudy {
        batches = List.copyOf(batches);
        against = List.copyOf(against);
        if (rows < 2
                || held < 1
                || fresh < 1
                || foreign < 1
                || seeds < 2
                || points < 2
                || batches.isEmpty()
                || optimizers.isEmpty()) {
            throw new IllegalArgumentException("a study of head optimizers needs rows, at least 2 seeds and points, and"
                    + " at least one batch size and optimizer");
        }
        for (String name : optimizers.keySet()) {
            NamedDescent.recipe(Optimizers.defaults(name));
        }
        for (String name : against) {
            if (!optimizers.containsKey(name)) {
                throw new IllegalArgumentException(
                        "'against' names '" + name + "', which is not among the optimizers of the study");
            }
        }
    }

    /**
     * Where a run was at some moment.
     *
     * @param steps taken
     * @param gradients they cost
     * @param loss on the rows that were asked about
     * @param measured what the caller measured of the network
     */
    public record Point(int steps, int gradients, double loss, double measured) {}

    /**
     * One run.
     *
     * @param learningRate what it ran with
     * @param seed its seed
     * @param finished whether all steps were finite
     * @param way from the start to the end
     */
    public record Run(double learningRate, long seed, boolean finished, List<Point> way) {

        /** The end. */
        public Point last() {
            return way.get(way.size() - 1);
        }
    }

    /** Data and reference rows that a loss is taken on. */
    private record Rows(FeatureTable data, FeatureTable reference) {}

    /**
     * Runs one optimizer at one batch size: chooses the learning rate, then one run a seed.
     *
     * @param optimizer its name
     * @param budget the batch size and the cost
     * @param train at least {@link #rows} + {@link #held} rows with logits, of which the last are held out
     * @param test at least {@link #fresh} rows of the same layout
     * @param measure what is measured of the network on its way, besides the loss
     * @param check called before every step; whatever it throws ends the work
     * @return a run for every seed
     */
    public List<Run> runs(
            String optimizer,
            OptimizerStudy.Budget budget,
            FeatureTable train,
            FeatureTable test,
            ToDoubleFunction<MorseNetwork> measure,
            Runnable check) {
        FeatureTable learned = part(train, 0, rows);
        ReferenceMeasure background = new ReferenceMeasure.GaussianBackground();
        Rows data = new Rows(learned, background.draw(learned, rows, 0));
        Rows chooses = new Rows(part(train, rows, rows + held), background.draw(learned, held, 1));
        Rows reported = new Rows(part(test, 0, fresh), background.draw(learned, fresh, 2));
        List<Double> rates = optimizers.get(optimizer);
        double least = Double.POSITIVE_INFINITY;
        double rate = rates.stream().min(Double::compare).orElseThrow();
        for (double candidate : rates.size() == 1 ? List.<Double>of() : rates) {
            double loss = 0;
            for (long seed = UNREPORTED; seed < UNREPORTED + CHOOSING; seed++) {
                Run run = run(optimizer, candidate, budget, seed, data, chooses, 1, network -> 0, check);
                loss += run.finished() ? run.last().loss() : Double.POSITIVE_INFINITY;
            }
            if (loss < least) {
                least = loss;
                rate = candidate;
            }
        }
        List<Run> runs = new ArrayList<>();
        for (long seed = 0; seed < seeds; seed++) {
            runs.add(run(optimizer, rate, budget, seed, data, reported, points, measure, check));
        }
        return runs;
    }

    private Run run(
            String optimizer,
            double rate,
            OptimizerStudy.Budget budget,
            long seed,
            Rows data,
            Rows asked,
            int measurements,
            ToDoubleFunction<MorseNetwork> measure,
            Runnable check) {
        HeadFit fit = new HeadFit(new KlLoss.Weighted(WEIGHT), false, true, 1, budget.batch(), rate, 0, seed);
        OptimizerConfig settings = Optimizers.defaults(optimizer).withLearningRate(rate);
        List<Point> way = new ArrayList<>();
        boolean finished = true;
        SplittableRandom random = Augmentation.stream(seed, 0, 0);
        int[] order = {};
        int cost = 0;
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            DifferentiableHead head = new DifferentiableHead(
                    new MlpRecipe(kernel, false).initial(data.data(), seed), fit.learned(), manager, DataType.FLOAT32);
            HeadBatches batches = new HeadBatches(head, data.data(), data.reference(), budget.batch(), manager);
            HeadBatches watched = new HeadBatches(head, asked.data(), asked.reference(), Integer.MAX_VALUE, manager);
            NamedDescent descent = new NamedDescent(head.parameters(), manager, settings);
            way.add(point(head, fit, watched, manager, descent.steps(), 0, measure));
            while (finished && cost < budget.gradients()) {
                check.run();
                int place = descent.steps() % batches.steps();
                order = place == 0 ? batches.order(random) : order;
                int before = cost * measurements / budget.gradients();
                try (NDManager scope = manager.newSubManager()) {
                    HeadBatches.Batch batch = batches.at(place, order, random, scope);
                    StepReport report = descent.take(() -> HeadTrainer.loss(head, fit, batch), 1);
                    finished = report.taken();
                    cost += report.gradients() + 2 * report.hessianProducts();
                }
                if (cost * measurements / budget.gradients() > before || cost >= budget.gradients()) {
                    Point point = point(head, fit, watched, manager, descent.steps(), cost, measure);
                    finished &= Double.isFinite(point.loss());
                    way.add(finished ? point : kept(way, point));
                } else if (!finished) {
                    way.add(kept(way, new Point(descent.steps() + 1, budget.gradients(), 0, 0)));
                }
            }
        }
        return new Run(rate, seed, finished, way);
    }

    /** Where a run that is over stays: what it had at its last point, at the cost of a later one. */
    private static Point kept(List<Point> way, Point later) {
        Point last = way.get(way.size() - 1);
        return new Point(later.steps(), later.gradients(), last.loss(), last.measured());
    }

    private static Point point(
            DifferentiableHead head,
            HeadFit fit,
            HeadBatches rows,
            NDManager manager,
            int steps,
            int cost,
            ToDoubleFunction<MorseNetwork> measure) {
        JniUtils.setGradMode(false);
        double loss;
        try (NDManager scope = manager.newSubManager()) {
            loss = HeadTrainer.loss(head, fit, rows.whole(scope))
                    .toType(DataType.FLOAT64, false)
                    .getDouble();
        }
        return new Point(steps, cost, loss, Double.isFinite(loss) ? measure.applyAsDouble(head.toNetwork()) : 0);
    }

    private static FeatureTable part(FeatureTable all, int from, int to) {
        if (all.size() < to) {
            throw new IllegalArgumentException("the study needs " + to + " rows, there are " + all.size());
        }
        FeatureTable rows = all.rows(IntStream.range(from, to).toArray());
        return rows.select(MlpRecipe.layout(rows.layout()).names());
    }

    /** The numbers of one kind along a way, with the steps and gradients before them. */
    public static double[][] way(Run run, ToDoubleFunction<Point> number) {
        return run.way().stream()
                .map(point -> new double[] {point.steps(), point.gradients(), number.applyAsDouble(point)})
                .toArray(double[][]::new);
    }
}
