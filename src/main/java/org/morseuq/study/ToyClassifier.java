package org.morseuq.study;

import java.util.Arrays;
import org.morseuq.data.FeatureTable;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.TanhPerceptron;

/**
 * A small perceptron that tells the curves of a toy apart: an objective with exact derivatives.
 *
 * @param toy its name
 * @param noise \( \sigma \) of the toy, above 0
 * @param points how many it is trained on, at least 1
 * @param fresh how many it is tested on, at least 1
 * @param hidden units of its hidden layer, at least 1
 */
public record ToyClassifier(String toy, double noise, int points, int fresh, int hidden) {

    /** Refuses what cannot be run. */
    public ToyClassifier {
        Toy.named(toy);
        if (points < 1 || fresh < 1 || hidden < 1 || !(noise > 0)) {
            throw new IllegalArgumentException(
                    "a classifier of a toy needs 'points', 'fresh', 'hidden' >= 1 and 'noise' > 0, got " + points + ", "
                            + fresh + ", " + hidden + " and " + noise);
        }
    }

    /** The loss on the training points. */
    TanhPerceptron loss(long seed) {
        return loss(points, seed, 0);
    }

    /** The loss on the training points, turned about 0 by an angle in degrees. */
    TanhPerceptron turned(long seed, double degrees) {
        return loss(points, seed, degrees);
    }

    /** The loss on fresh points. */
    TanhPerceptron freshLoss(long seed) {
        return loss(fresh, seed + 1, 0);
    }

    private TanhPerceptron loss(int count, long seed, double degrees) {
        FeatureTable table = Toy.named(toy).draw(count, noise, seed);
        return new TanhPerceptron(
                rows(table.rows(), degrees),
                table.labels(),
                hidden,
                Toy.named(toy).classes());
    }

    /** The loss on one batch of the training points. */
    TanhPerceptron batch(long seed, int[] indices) {
        FeatureTable table = Toy.named(toy).draw(points, noise, seed).rows(indices);
        return new TanhPerceptron(
                rows(table.rows(), 0), table.labels(), hidden, Toy.named(toy).classes());
    }

    /** Parameters to start from. */
    ArrayVector start(long seed) {
        return loss(1, seed, 0).initial(seed);
    }

    private static double[][] rows(float[][] rows, double degrees) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        return Arrays.stream(rows)
                .map(x -> new double[] {cos * x[0] - sin * x[1], sin * x[0] + cos * x[1]})
                .toArray(double[][]::new);
    }
}
