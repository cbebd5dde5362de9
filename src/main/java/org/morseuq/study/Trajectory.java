package org.morseuq.study;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;
import org.morseuq.optimizer.BatchUpdate;
import org.morseuq.optimizer.IterationOrder;
import org.morseuq.optimizer.OrderedDescent;

/**
 * A start and the iterates after it.
 *
 * @param points in their order, at least two
 */
record Trajectory(List<Vector> points) {

    /** Gradient descent. */
    static Trajectory descent(Objective objective, Vector start, double h, int count) {
        return of(BatchUpdate.descent(n -> objective, h), IterationOrder.forward(count), start);
    }

    /** The iterates of an order. */
    static Trajectory of(BatchUpdate update, IterationOrder order, Vector start) {
        List<Vector> points = new ArrayList<>(List.of(start));
        try (OrderedDescent run = new OrderedDescent(update, order, start)) {
            while (!run.finished()) {
                run.next();
                points.add(run.point().copy());
            }
        }
        return new Trajectory(points);
    }

    static double distance(Vector a, Vector b) {
        try (Vector difference = a.copy()) {
            return difference.add(-1, b).norm();
        }
    }

    Vector get(int n) {
        return points.get(n);
    }

    /** Every so many of the points, from the start on. */
    Trajectory every(int step) {
        return new Trajectory(IntStream.rangeClosed(0, (points.size() - 1) / step)
                .mapToObj(i -> points.get(i * step))
                .toList());
    }

    /** The distances of successive points, with the number of the later one. */
    double[][] moves() {
        double[][] moves = new double[points.size() - 1][];
        for (int n = 1; n < points.size(); n++) {
            moves[n - 1] = new double[] {n, distance(points.get(n), points.get(n - 1))};
        }
        return moves;
    }

    /** The mean of the moves of the last quarter. */
    double lastMoves() {
        double[][] moves = moves();
        return IntStream.range(moves.length * 3 / 4, moves.length)
                .mapToDouble(i -> moves[i][1])
                .average()
                .orElseThrow();
    }

    /** The root of the mean squared distance of the points of the last half from their mean. */
    double spread() {
        List<Vector> half = points.subList(points.size() / 2, points.size());
        Vector mean = half.get(0).zeros();
        half.forEach(x -> mean.add(1.0 / half.size(), x));
        return Math.sqrt(half.stream()
                .mapToDouble(x -> Math.pow(distance(x, mean), 2))
                .average()
                .orElseThrow());
    }
}
