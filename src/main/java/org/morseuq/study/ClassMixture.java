package org.morseuq.study;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.morseuq.algebra.Cholesky;
import org.morseuq.complexity.PoincareConstant;
import org.morseuq.training.Examples;

/**
 * A law like that of the images, of which all is known: every class is normal, with the mean and the covariance that the class
 * has among examples, and classes are equally likely. The Poincare constant of a class is the largest eigenvalue of its
 * covariance.
 */
final class ClassMixture {

    private final Examples like;
    private final double[][] means;
    private final Cholesky[] factors;
    private final double[] poincare;

    private ClassMixture(Examples like, double[][] means, Cholesky[] factors, double[] poincare) {
        this.like = like;
        this.means = means;
        this.factors = factors;
        this.poincare = poincare;
    }

    /**
     * The mixture.
     *
     * @param examples of every class at least two
     * @param ridge added to all variances, above 0
     */
    static ClassMixture of(Examples examples, double ridge) {
        int classes = examples.classes();
        double[][] means = new double[classes][];
        Cholesky[] factors = new Cholesky[classes];
        double[] poincare = new double[classes];
        for (int k = 0; k < classes; k++) {
            means[k] = new double[examples.rows()[0].length];
            double[][] covariance = covariance(examples, k, means[k]);
            for (int j = 0; j < covariance.length; j++) {
                covariance[j][j] += ridge;
            }
            poincare[k] = PoincareConstant.gaussian(covariance);
            factors[k] = Cholesky.of(covariance);
        }
        return new ClassMixture(examples, means, factors, poincare);
    }

    /** The covariance of a class; its mean is written to the last argument. */
    private static double[][] covariance(Examples examples, int k, double[] mean) {
        int[] own = java.util.stream.IntStream.range(0, examples.count())
                .filter(i -> examples.labels()[i] == k)
                .toArray();
        if (own.length < 2) {
            throw new IllegalArgumentException(
                    "class " + k + " has " + own.length + " examples, its covariance needs 2");
        }
        for (int i : own) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += (double) examples.rows()[i][j] / own.length;
            }
        }
        double[][] covariance = new double[mean.length][mean.length];
        double[] off = new double[mean.length];
        for (int i : own) {
            for (int j = 0; j < mean.length; j++) {
                off[j] = examples.rows()[i][j] - mean[j];
            }
            for (int j = 0; j < mean.length; j++) {
                for (int l = 0; l <= j; l++) {
                    covariance[j][l] += off[j] * off[l] / own.length;
                }
            }
        }
        for (int j = 0; j < mean.length; j++) {
            for (int l = 0; l < j; l++) {
                covariance[l][j] = covariance[j][l];
            }
        }
        return covariance;
    }

    /** The Poincare constants of the classes. */
    double[] poincare() {
        return poincare.clone();
    }

    /** Draws examples, the classes in turn. */
    Examples draw(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][means[0].length];
        int[] labels = new int[count];
        double[] x = new double[means[0].length];
        for (int i = 0; i < count; i++) {
            labels[i] = i % means.length;
            Arrays.setAll(x, j -> random.nextGaussian());
            factors[labels[i]].colour(x);
            for (int j = 0; j < x.length; j++) {
                rows[i][j] = (float) (x[j] + means[labels[i]][j]);
            }
        }
        return new Examples(rows, labels, like.shape(), like.classes());
    }
}
