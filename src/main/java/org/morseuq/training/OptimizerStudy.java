package org.morseuq.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.morseuq.optimizer.OptimizerConfig;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.optimizer.StepReport;

/**
 * Named optimizers side by side on one small network: accuracy on new images against steps and against what they cost.
 *
 * <p>Costs are counted in gradients of one batch; a product with the Hessian counts as two, which is what it takes beyond the
 * gradient that it is recorded with. Every run of a batch size gets the same number of them. The learning rate of each
 * optimizer and batch size is the one, of those listed, with the best mean accuracy on held-out training images, in two runs
 * whose seeds are not among those reported. A run whose step is not finite ends there, and keeps the accuracy it had.
 *
 * @param title what it shows, in a line
 * @param kind of the experiment
 * @param network one of {@link org.morseuq.backbone.Networks#names()}
 * @param images for training
 * @param held images of the training set that choose the learning rates
 * @param test images of the test set that are reported on
 * @param optimizers learning rates to choose from, by the optimizer's name
 * @param batches the sizes of batches and what a run may cost
 * @param seeds of initial parameters and orders of images, at least 2
 * @param points how often a run is evaluated on its way, at least 2
 * @param tolerance by which part of itself a number may move before it is reported as moved
 * @param set the name of the images; CIFAR-10 if null
 * @param against optimizers that all are set against, run by run; none if null
 */
public record OptimizerStudy(
        String title,
        String kind,
        String network,
        int images,
        int held,
        int test,
        Map<String, List<Double>> optimizers,
        List<Budget> batches,
        int seeds,
        int points,
        double tolerance,
        String set,
        List<String> against) {

    /** The kind in a definition. */
    public static final String KIND = "optimizers";

    /** Seeds of the runs that choose a learning rate: one alone may be lucky at a rate at which most runs blow up. */
    private static final int CHOOSING = 2;

    private static final long UNREPORTED = 1000;

    /**
     * What one run may cost.
     *
     * @param batch images a step, at least 2
     * @param gradients in all, at least 1
     */
    public record Budget(int batch, int gradients) {}

    /** Copies the collections and checks the ranges. */
    public OptimizerStudy {
        batches = List.copyOf(batches);
        set = set == null ? "cifar10" : set;
        against = against == null ? List.of() : List.copyOf(against);
        if (images < 2
                || held < 1
                || test < 1
                || seeds < 2
                || points < 2
                || batches.isEmpty()
                || optimizers.isEmpty()) {
            throw new IllegalArgumentException("a study of optimizers needs images, at least 2 seeds and points, and at"
                    + " least one batch size and optimizer");
        }
        for (String name : against) {
            if (!optimizers.containsKey(name)) {
                throw new IllegalArgumentException(
                        "'against' names '" + name + "', which is not among the optimizers of the study");
            }
        }
        for (String name : optimizers.keySet()) {
            if (Optimizers.defaults(name).window() > 1) {
                throw new IllegalArgumentException(
                        name + " is worth looking at where its windows end, and a study of optimizers looks elsewhere");
            }
        }
    }

    /**
     * Where a run was at some moment.
     *
     * @param steps taken
     * @param gradients they cost
     * @param accuracy on the images that were asked about
     */
    public record Point(int steps, int gradients, double accuracy) {}

    /**
     * One run.
     *
     * @param optimizer its name
     * @param batch images a step
     * @param learningRate what it ran with
     * @param seed its seed
     * @param finished whether all steps were finite
     * @param loss mean over the last tenth of the steps
     * @param way from the start to the end
     */
    public record Run(
            String optimizer,
            int batch,
            double learningRate,
            long seed,
            boolean finished,
            double loss,
            List<Point> way) {

        /** The accuracy at the end. */
        public double accuracy() {
            return way.get(way.size() - 1).accuracy();
        }
    }

    /**
     * Runs one optimizer at one batch size: chooses the learning rate, then one run a seed.
     *
     * @param optimizer its name
     * @param budget the batch size and the cost
     * @param train at least {@link #images} + {@link #held} images, of which the last are held out
     * @param fresh the images that are reported on
     * @param check called before every step; whatever it throws ends the work
     * @return a run for every seed
     */
    public List<Run> runs(String optimizer, Budget budget, Examples train, Examples fresh, Runnable check) {
        Examples learned = train.part(0, images);
        Examples chooses = train.part(images, images + held);
        double rate = rate(optimizer, budget, learned, chooses, check);
        List<Run> runs = new ArrayList<>();
        for (long seed = 0; seed < seeds; seed++) {
            runs.add(run(optimizer, rate, budget, seed, learned, fresh, points, check));
        }
        return runs;
    }

    /** The best rate of those listed, by the held-out images; one alone needs no run. */
    private double rate(String optimizer, Budget budget, Examples learned, Examples chooses, Runnable check) {
        List<Double> candidates = optimizers.get(optimizer);
        double best = -1;
        double rate = candidates.get(0);
        if (candidates.size() == 1) {
            return rate;
        }
        for (double candidate : candidates) {
            double accuracy = 0;
            for (long seed = UNREPORTED; seed < UNREPORTED + CHOOSING; seed++) {
                accuracy += run(optimizer, candidate, budget, seed, learned, chooses, 1, check)
                        .accuracy();
            }
            if (accuracy > best) {
                best = accuracy;
                rate = candidate;
            }
        }
        return rate;
    }

    private Run run(
            String optimizer,
            double rate,
            Budget budget,
            long seed,
            Examples learned,
            Examples asked,
            int evaluations,
            Runnable check) {
        OptimizerConfig settings = Optimizers.defaults(optimizer).withLearningRate(rate);
        TrainingConfig config = new TrainingConfig(network, 1, budget.batch(), Schedule.CONSTANT, settings, seed);
        List<Point> way = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        boolean finished = true;
        try (SweepRun run = new SweepRun(config, InitialWeights.standard(), learned)) {
            way.add(new Point(0, 0, run.accuracy(asked)));
            while (run.gradients() < budget.gradients()) {
                check.run();
                int before = run.gradients() * evaluations / budget.gradients();
                StepReport report = run.step();
                if (!report.taken()) {
                    finished = false;
                    break;
                }
                losses.add(report.loss());
                int cost = run.gradients();
                if (cost * evaluations / budget.gradients() > before || cost >= budget.gradients()) {
                    way.add(new Point(run.steps(), cost, run.accuracy(asked)));
                }
            }
            if (!finished) {
                way.add(new Point(run.steps() + 1, budget.gradients(), run.accuracy(asked)));
            }
        }
        int tail = Math.max(1, losses.size() / 10);
        double loss = losses.subList(Math.max(0, losses.size() - tail), losses.size()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
        return new Run(optimizer, budget.batch(), rate, seed, finished, loss, way);
    }
}
