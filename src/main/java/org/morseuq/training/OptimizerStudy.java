package org.morseuq.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
        double tolerance) {

    /** The kind in a definition. */
    public static final String KIND = "optimizers";

    private static final int EVALUATION_BATCH = 500;

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
        for (String name : optimizers.keySet()) {
            if (Optimizers.defaults(name).window() > 1) {
                throw new IllegalArgumentException(
                        name + " is worth looking at where its windows end, and a study of optimizers looks elsewhere");
            }
        }
    }

    /**
     * Images on the network's scale with their classes.
     *
     * @param pixels n x 3 size^2 numbers
     * @param labels n classes
     * @param size height and width
     * @param classes how many classes there are
     */
    public record Labelled(float[][] pixels, int[] labels, int size, int classes) {}

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
    public List<Run> runs(String optimizer, Budget budget, Labelled train, Labelled fresh, Runnable check) {
        Labelled learned = part(train, 0, images);
        Labelled chooses = part(train, images, images + held);
        double best = -1;
        double rate = 0;
        for (double candidate : optimizers.get(optimizer)) {
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
        List<Run> runs = new ArrayList<>();
        for (long seed = 0; seed < seeds; seed++) {
            runs.add(run(optimizer, rate, budget, seed, learned, fresh, points, check));
        }
        return runs;
    }

    private Run run(
            String optimizer,
            double rate,
            Budget budget,
            long seed,
            Labelled learned,
            Labelled asked,
            int evaluations,
            Runnable check) {
        OptimizerConfig settings = Optimizers.defaults(optimizer).withLearningRate(rate);
        TrainingConfig config = new TrainingConfig(network, 1, budget.batch(), Schedule.CONSTANT, settings, seed);
        List<Point> way = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        boolean finished = true;
        SplittableRandom random = Augmentation.stream(seed, 0, 1);
        int[] order = {};
        int next = 0;
        int cost = 0;
        try (TrainableNetwork trained =
                new TrainableNetwork(config, learned.classes(), learned.size(), "cpu", budget.gradients())) {
            way.add(new Point(0, 0, accuracy(trained, asked)));
            while (cost < budget.gradients()) {
                check.run();
                if (next + budget.batch() > order.length) {
                    order = Permutation.of(learned.labels().length, random);
                    next = 0;
                }
                StepReport report = trained.step(batch(learned, order, next, budget.batch()), seed, false)
                        .report();
                next += budget.batch();
                if (!report.taken()) {
                    finished = false;
                    break;
                }
                losses.add(report.loss());
                int before = cost * evaluations / budget.gradients();
                cost += report.gradients() + 2 * report.hessianProducts();
                if (cost * evaluations / budget.gradients() > before || cost >= budget.gradients()) {
                    way.add(new Point(losses.size(), cost, accuracy(trained, asked)));
                }
            }
            if (!finished) {
                way.add(new Point(losses.size() + 1, budget.gradients(), accuracy(trained, asked)));
            }
        }
        int tail = Math.max(1, losses.size() / 10);
        double loss = losses.subList(Math.max(0, losses.size() - tail), losses.size()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
        return new Run(optimizer, budget.batch(), rate, seed, finished, loss, way);
    }

    private static AugmentedBatches.Batch batch(Labelled images, int[] order, int from, int count) {
        int numbers = images.pixels()[0].length;
        float[] pixels = new float[count * numbers];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(images.pixels()[order[from + i]], 0, pixels, i * numbers, numbers);
            labels[i] = images.labels()[order[from + i]];
        }
        return new AugmentedBatches.Batch(pixels, labels);
    }

    private static double accuracy(TrainableNetwork network, Labelled images) {
        int n = images.labels().length;
        int[] identity = new int[n];
        Arrays.setAll(identity, i -> i);
        int correct = 0;
        for (int from = 0; from < n; from += EVALUATION_BATCH) {
            AugmentedBatches.Batch part = batch(images, identity, from, Math.min(EVALUATION_BATCH, n - from));
            correct += network.correct(part.pixels(), part.labels());
        }
        return (double) correct / n;
    }

    private static Labelled part(Labelled all, int from, int to) {
        if (all.labels().length < to) {
            throw new IllegalArgumentException(
                    "the study needs " + to + " training images, there are " + all.labels().length);
        }
        return new Labelled(
                Arrays.copyOfRange(all.pixels(), from, to),
                Arrays.copyOfRange(all.labels(), from, to),
                all.size(),
                all.classes());
    }
}
