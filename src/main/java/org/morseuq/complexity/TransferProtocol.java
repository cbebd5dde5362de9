package org.morseuq.complexity;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.morseuq.function.PointwiseMap;

/**
 * How {@link Transfer} is measured: on which images, how finely, and with which Poincare constant. Classes are to have equally
 * many images, as the bounds weigh them equally.
 *
 * @param learned training images of the K classes that networks learn
 * @param fresh new images of the same classes
 * @param unseen images of K' classes that no network sees
 * @param measure how geometric complexity is found; its batch is also that of the features
 * @param fewShot the episodes
 * @param poincare c, assumed for every class; {@link #gaussianConstant} estimates it
 */
public record TransferProtocol(
        Images learned, Images fresh, Images unseen, GeometricComplexity measure, FewShot fewShot, double poincare) {

    private static final int ROUNDS = 50;

    /**
     * Images with classes.
     *
     * @param points n x d numbers on the network's scale; not copied
     * @param labels n classes from 0 on, all of which occur; not copied
     */
    public record Images(float[][] points, int[] labels) {}

    /**
     * The Poincare constant that every class would satisfy if it were Gaussian: the largest variance of any class in any
     * direction. For other laws it is a lower bound of the true one, and no upper bound can be read from a sample.
     *
     * @param images at least 2 of every class
     */
    public static double gaussianConstant(Images images) {
        int classes = ClassMeans.of(images.points(), images.labels()).classes();
        double largest = 0;
        for (int k = 0; k < classes; k++) {
            int wanted = k;
            float[][] own = IntStream.range(0, images.labels().length)
                    .filter(i -> images.labels()[i] == wanted)
                    .mapToObj(i -> images.points()[i])
                    .toArray(float[][]::new);
            largest = Math.max(largest, PoincareConstant.atLeast(own, ROUNDS));
        }
        return largest;
    }

    /**
     * Measures a network.
     *
     * @param logits K outputs, an affine function of the embedding
     * @param embedding d outputs
     * @param done is called now and then, and may end the work by throwing
     * @return what was measured
     */
    public Transfer of(PointwiseMap logits, PointwiseMap embedding, Runnable done) {
        Side own = side(embedding, learned, done);
        Side other = side(embedding, unseen, done);
        NeuralCollapse collapse =
                NeuralCollapse.of(own.rows, logits.values(learned.points(), measure.batch()), learned.labels());
        float[][] freshRows = embedding.values(fresh.points(), measure.batch());
        int wrong = 0;
        for (int i = 0; i < freshRows.length; i++) {
            wrong += own.means.nearest(freshRows[i]) == fresh.labels()[i] ? 0 : 1;
        }
        Estimate few = fewShot.error(other.rows, unseen.labels());
        return new Transfer(
                Estimate.of(own.squares),
                own.collapse(),
                collapse,
                (double) wrong / freshRows.length,
                other.variance(),
                few,
                checks(own, 1 - collapse.nearestMeanAccuracy(), other, few.value()));
    }

    /** What is known of one side, the learned classes or the unseen ones. */
    private record Side(float[][] rows, ClassMeans means, double[] squares, double[] byClass) {

        double variance() {
            return means.perSquaredDistance(means.spreads());
        }

        double collapse() {
            return means.perSquaredDistance(byClass);
        }

        CollapseBounds byVariance() {
            return new CollapseBounds(1, variance(), means.classes()); // with V in place of GC the constant is 1
        }
    }

    private Side side(PointwiseMap embedding, Images images, Runnable done) {
        float[][] rows = embedding.values(images.points(), measure.batch());
        ClassMeans means = ClassMeans.of(rows, images.labels());
        double[] squares = measure.perPoint(embedding, images.points(), count -> done.run());
        return new Side(rows, means, squares, GeometricComplexity.byClass(squares, images.labels(), means.classes()));
    }

    private Transfer.Checks checks(Side own, double error, Side other, double few) {
        double spread = 0;
        for (int k = 0; k < own.means.classes(); k++) {
            spread = Math.max(spread, ratio(own.means.spreads()[k], poincare * own.byClass[k]));
        }
        CollapseBounds byComplexity = new CollapseBounds(poincare, own.collapse(), own.means.classes());
        CollapseBounds otherByComplexity = new CollapseBounds(poincare, other.collapse(), other.means.classes());
        double[] bounds = {
            own.byVariance().nearestMeanError(),
            other.byVariance().fewShotError(fewShot.shots()),
            byComplexity.nearestMeanError(),
            otherByComplexity.fewShotError(fewShot.shots())
        };
        return new Transfer.Checks(
                spread,
                ratio(own.variance(), byComplexity.variance()),
                ratio(error, bounds[0]),
                ratio(few, bounds[1]),
                ratio(error, bounds[2]),
                ratio(few, bounds[3]),
                (int) Arrays.stream(bounds).filter(bound -> bound < 1).count());
    }

    /** Nothing over nothing is nothing: a class that has collapsed to a point keeps its inequality. */
    private static double ratio(double left, double right) {
        return left == 0 ? 0 : left / right;
    }
}
