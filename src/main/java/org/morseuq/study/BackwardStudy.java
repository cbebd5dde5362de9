package org.morseuq.study;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Quadratic;
import org.morseuq.function.TanhPerceptron;
import org.morseuq.function.Vector;
import org.morseuq.optimizer.BatchUpdate;
import org.morseuq.optimizer.IterationOrder;

/**
 * Forward, windowed and backward iterates of stochastic gradient descent (arXiv 2502.01557): on a ridge regression with one
 * row a batch, where backward iterates provably settle, and on a perceptron that was trained forward for a while.
 *
 * @param title what it shows, in a line
 * @param kind {@code backward-sgd}
 * @param variables of the regression, at least 1
 * @param ridge the weight of its squared parameters, above 0
 * @param regressionStep the step h on it
 * @param regressionIterates on it, at least 4
 * @param classifier the perceptron
 * @param step the step h on it
 * @param batch rows of a batch, at least 1
 * @param warmup forward steps before the orders part, at least 0
 * @param iterates of each order, a multiple of {@code window} and of {@code every}
 * @param every how many steps lie between two points that are measured
 * @param window batches of a window
 * @param runs with batches and starts of their own, at least 2
 * @param seed of everything random
 * @param tolerance by which part of itself a number may move
 */
public record BackwardStudy(
        String title,
        String kind,
        int variables,
        double ridge,
        double regressionStep,
        int regressionIterates,
        ToyClassifier classifier,
        double step,
        int batch,
        int warmup,
        int iterates,
        int every,
        int window,
        int runs,
        long seed,
        double tolerance)
        implements StepStudy {

    /** Of iterates of size 1, well above what an update rounds. */
    private static final double ROUNDING = 1e-15;

    /** Refuses what cannot be run. */
    public BackwardStudy {
        if (classifier == null || variables < 1 || !(ridge > 0) || regressionIterates < 4) {
            throw new IllegalArgumentException(
                    "a study of orders needs a 'classifier', 'variables' >= 1, 'ridge' > 0 and"
                            + " 'regression_iterates' >= 4, got " + variables + ", " + ridge + " and "
                            + regressionIterates);
        }
        if (batch < 1 || warmup < 0 || every < 1 || window < 1 || runs < 2 || !(tolerance >= 0)) {
            throw new IllegalArgumentException(
                    "a study of orders needs 'batch', 'every' and 'window' >= 1, 'runs' >= 2,"
                            + " 'warmup' and 'tolerance' >= 0, got " + batch + ", " + every + ", " + window + ", "
                            + runs + ", "
                            + warmup + " and " + tolerance);
        }
        if (iterates < 1 || iterates % every != 0 || iterates % window != 0) {
            throw new IllegalArgumentException("'iterates' must be a multiple of 'every' and of 'window', got "
                    + iterates + ", " + every + " and " + window);
        }
    }

    @Override
    public StepResult run(Runnable check) {
        List<StepResult.Table> tables = new ArrayList<>();
        List<StepResult.Plot> plots = new ArrayList<>();
        regression(tables, plots);
        perceptron(check, tables, plots);
        return new StepResult(tables, plots);
    }

    private void regression(List<StepResult.Table> tables, List<StepResult.Plot> plots) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] truth = random.doubles(variables, -1, 1).toArray();
        double longest = 0;
        List<Quadratic> rows = new ArrayList<>();
        for (int i = 0; i < regressionIterates; i++) {
            // A uniform row of variance 1 / variables, so the squared length is at most 3.
            double[] x = random.doubles(variables, -1, 1)
                    .map(u -> u * Math.sqrt(3.0 / variables))
                    .toArray();
            double y = random.nextGaussian() / 2;
            double squares = 0;
            for (int j = 0; j < variables; j++) {
                y += truth[j] * x[j];
                squares += x[j] * x[j];
            }
            double[][] matrix = new double[variables][variables];
            double[] centre = new double[variables];
            for (int j = 0; j < variables; j++) {
                centre[j] = y * x[j] / (squares + ridge);
                for (int k = 0; k < variables; k++) {
                    matrix[j][k] = x[j] * x[k] + (j == k ? ridge : 0);
                }
            }
            longest = Math.max(longest, squares);
            rows.add(new Quadratic(matrix, centre));
        }
        if (!(regressionStep > 0) || regressionStep > 2 / (2 * ridge + longest)) {
            throw new IllegalArgumentException("'regression_step' must be above 0 and at most "
                    + 2 / (2 * ridge + longest) + ", where every update contracts, got " + regressionStep);
        }
        double contraction = 1 - regressionStep * ridge;
        BatchUpdate update = BatchUpdate.descent(i -> rows.get(i - 1), regressionStep);
        Vector zero = ArrayVector.of(new double[variables]);
        int n = regressionIterates;
        Trajectory forward = Trajectory.of(update, IterationOrder.forward(n), zero);
        Trajectory backward = Trajectory.of(
                update, IterationOrder.backward(IntStream.rangeClosed(1, n).toArray()), zero);
        double[][] bound = new double[n][];
        for (int i = 0; i < n; i++) {
            Vector first = zero.copy();
            update.apply(i + 1, first);
            bound[i] = new double[] {i + 1, Math.pow(contraction, i) * first.norm()};
        }
        tables.add(
                new StepResult.Table(
                        "Ridge regression with one row a batch",
                        List.of("order", "move, last quarter", "spread, last half", "largest move / bound"),
                        List.of(
                                StepResult.Row.of(
                                        "forward", forward.lastMoves(), forward.spread(), ratio(forward, bound)),
                                StepResult.Row.of(
                                        "backward", backward.lastMoves(), backward.spread(), ratio(backward, bound))),
                        "Mean distance of successive iterates, root mean squared distance from their mean, and the largest ratio to"
                                + " the bound of Cauchy, k^n |T_{n+1}(0)| with k = 1 - h ridge, which only backward iterates obey."));
        plots.add(new StepResult.Plot(
                "ridge regression, moves",
                "n",
                "|\u03b8\u2099\u208a\u2081 \u2212 \u03b8\u2099|",
                "y",
                List.of(
                        new StepResult.Curve("forward", forward.moves(), false),
                        new StepResult.Curve("backward", backward.moves(), false),
                        new StepResult.Curve("bound", bound, false))));
    }

    private static double ratio(Trajectory points, double[][] bound) {
        double[][] moves = points.moves();
        return IntStream.range(0, moves.length)
                .mapToDouble(i -> moves[i][1] / (bound[i][1] + ROUNDING))
                .max()
                .orElseThrow();
    }

    private void perceptron(Runnable check, List<StepResult.Table> tables, List<StepResult.Plot> plots) {
        int[] ns =
                IntStream.rangeClosed(1, iterates / every).map(i -> i * every).toArray();
        List<String> names = List.of("forward", "windowed", "backward");
        List<IterationOrder> orders = List.of(
                new IterationOrder(IntStream.of(ns).boxed().toList(), false),
                IterationOrder.windowed(window, iterates / window),
                IterationOrder.backward(ns));
        double[][] last = new double[3][runs];
        double[] spread = new double[3];
        double[] move = new double[3];
        List<StepResult.Curve> curves = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            check.run();
            SplittableRandom random = new SplittableRandom(seed + run);
            List<TanhPerceptron> batches = new ArrayList<>();
            for (int i = 0; i < warmup + iterates; i++) {
                batches.add(classifier.batch(
                        seed, random.ints(batch, 0, classifier.points()).toArray()));
            }
            Vector start = classifier.start(seed + run);
            BatchUpdate update = BatchUpdate.descent(i -> batches.get(i - 1), step);
            for (int i = 1; i <= warmup; i++) {
                update.apply(iterates + i, start);
            }
            TanhPerceptron fresh = classifier.freshLoss(seed);
            for (int order = 0; order < 3; order++) {
                // The forward order has to take every step on its way, not only those that are measured.
                Trajectory points = order == 0
                        ? Trajectory.of(update, IterationOrder.forward(iterates), start)
                                .every(every)
                        : Trajectory.of(update, orders.get(order), start);
                List<Integer> at = orders.get(order).iterates();
                double[][] losses = new double[at.size()][];
                for (int i = 0; i < losses.length; i++) {
                    losses[i] = new double[] {at.get(i), fresh.value(points.get(i + 1))};
                }
                last[order][run] = losses[losses.length - 1][1];
                spread[order] += deviation(losses) / runs;
                move[order] += points.lastMoves() / runs;
                if (run == 0) {
                    curves.add(new StepResult.Curve(names.get(order), losses, false));
                }
            }
        }
        List<StepResult.Row> rows = new ArrayList<>();
        for (int order = 0; order < 3; order++) {
            double[] mean = meanAndError(last[order]);
            double updates = order == 0 ? iterates : orders.get(order).updates();
            rows.add(StepResult.Row.of(names.get(order), updates, mean[0], mean[1], spread[order], move[order]));
        }
        tables.add(new StepResult.Table(
                "Perceptron, after " + warmup + " forward steps",
                List.of("order", "updates", "last loss", "its error", "spread of loss", "move"),
                rows,
                "Loss on fresh points at n = " + iterates + ", mean of " + runs
                        + " runs and its standard error; standard deviation of the loss over the last half of a run; mean"
                        + " distance of successive measured points in its last quarter. Measured every " + every
                        + " steps, windows every " + window + "."));
        plots.add(new StepResult.Plot("perceptron, one run", "n", "loss on fresh points", "", curves));
    }

    private static double deviation(double[][] losses) {
        double[] half = IntStream.range(losses.length / 2, losses.length)
                .mapToDouble(i -> losses[i][1])
                .toArray();
        return meanAndError(half)[1] * Math.sqrt(half.length);
    }

    /** The mean of a sample and its standard error. */
    private static double[] meanAndError(double[] sample) {
        double mean = 0;
        for (double x : sample) {
            mean += x / sample.length;
        }
        double squares = 0;
        for (double x : sample) {
            squares += (x - mean) * (x - mean);
        }
        return new double[] {mean, Math.sqrt(squares / Math.max(sample.length - 1, 1) / sample.length)};
    }
}
