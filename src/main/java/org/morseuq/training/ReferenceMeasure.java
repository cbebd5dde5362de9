package org.morseuq.training;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.morseuq.algebra.Cholesky;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.head.Box;

/**
 * Where the points u of the second term of the {@link KlLoss} come from: a measure on feature rows, made from the training
 * rows alone.
 *
 * <p>These are for features without images. Where there are images, {@link ReferenceImages} pushed through the backbone say
 * more: a network has no input whose features are independent, or uniform in a box. Both can be told from the features of
 * images without a mistake, so a fit against them learns how to do that, and rates grow until a ridge holds them; the
 * Gaussian, which overlaps the data, is the measure to begin with. A draw of m rows of d columns from n training rows costs
 * O((n + m) d), for {@link GaussianBackground} O((n + m + d) d^2).
 */
public sealed interface ReferenceMeasure {

    /**
     * Draws rows.
     *
     * @param train the training rows, at least one
     * @param count how many, at least 1
     * @param seed of the draws: equal seeds give equal rows
     * @return rows of the layout of {@code train} without labels
     */
    default FeatureTable draw(FeatureTable train, int count, long seed) {
        if (train.size() == 0 || count < 1) {
            throw new IllegalArgumentException(
                    "a reference measure draws at least 1 row from at least 1 training row, got " + count + " from "
                            + train.size());
        }
        int[] labels = new int[count];
        Arrays.fill(labels, Image.UNLABELLED);
        return new FeatureTable(
                train.layout(), rows(train, count, new SplittableRandom(Augmentation.mix(seed))), labels);
    }

    /**
     * The rows of a draw.
     *
     * @param train at least one row
     * @param count at least 1
     * @param random where the draws come from
     * @return count x d
     */
    float[][] rows(FeatureTable train, int count, SplittableRandom random);

    /**
     * Uniform on the box that the training rows span, made wider on either side.
     *
     * @param margin by how many times the width of every column, at least 0 and finite
     */
    record UniformBox(double margin) implements ReferenceMeasure {
        /** Checks the margin. */
        public UniformBox {
            if (!(margin >= 0) || Double.isInfinite(margin)) {
                throw new IllegalArgumentException("the margin of a box must be at least 0 and finite, got " + margin);
            }
        }

        @Override
        public float[][] rows(FeatureTable train, int count, SplittableRandom random) {
            int d = train.layout().width();
            Box box = Box.around(train.rows());
            float[][] rows = new float[count][d];
            for (float[] row : rows) {
                for (int j = 0; j < d; j++) {
                    double width = (double) box.high()[j] - box.low()[j];
                    row[j] = (float) (box.low()[j] - margin * width + (1 + 2 * margin) * width * random.nextDouble());
                }
            }
            return rows;
        }
    }

    /**
     * The Gaussian of the mean and the covariance (divided by n) of all training rows: what is left of them without classes.
     *
     * <p>A ridge of 1e-8 of the mean variance lets columns be constant or dependent.
     */
    record GaussianBackground() implements ReferenceMeasure {

        private static final double RIDGE = 1e-8;

        @Override
        public float[][] rows(FeatureTable train, int count, SplittableRandom random) {
            int d = train.layout().width();
            double[] mean = new double[d];
            for (float[] row : train.rows()) {
                for (int j = 0; j < d; j++) {
                    mean[j] += row[j] / (double) train.size();
                }
            }
            Cholesky factor = Cholesky.of(covariance(train.rows(), mean));
            float[][] rows = new float[count][d];
            double[] x = new double[d];
            for (float[] row : rows) {
                for (int j = 0; j < d; j++) {
                    x[j] = random.nextGaussian();
                }
                factor.colour(x);
                for (int j = 0; j < d; j++) {
                    row[j] = (float) (mean[j] + x[j]);
                }
            }
            return rows;
        }

        private static double[][] covariance(float[][] rows, double[] mean) {
            int d = mean.length;
            double[][] covariance = new double[d][d];
            double[] centred = new double[d];
            for (float[] row : rows) {
                for (int j = 0; j < d; j++) {
                    centred[j] = row[j] - mean[j];
                }
                for (int j = 0; j < d; j++) {
                    double scaled = centred[j] / rows.length;
                    for (int k = j; k < d; k++) { // the part that the factorisation reads
                        covariance[j][k] += scaled * centred[k];
                    }
                }
            }
            double trace = 0;
            for (int j = 0; j < d; j++) {
                trace += covariance[j][j];
            }
            for (int j = 0; j < d; j++) {
                covariance[j][j] += trace > 0 ? RIDGE * trace / d : Double.MIN_NORMAL;
            }
            return covariance;
        }
    }

    /**
     * Every column by itself as in the training rows, and independent of the others: each is dealt out by permutations of
     * its own, so wherever {@code count} is a multiple of n its numbers are exactly those of the training rows.
     */
    record IndependentMarginals() implements ReferenceMeasure {
        @Override
        public float[][] rows(FeatureTable train, int count, SplittableRandom random) {
            int d = train.layout().width();
            float[][] rows = new float[count][d];
            for (int j = 0; j < d; j++) {
                int[] dealt = dealt(train.size(), count, random);
                for (int i = 0; i < count; i++) {
                    rows[i][j] = train.rows()[dealt[i]][j];
                }
            }
            return rows;
        }
    }

    /**
     * Points between two training rows drawn independently, \( a x_i + (1 - a) x_j \) with a uniform on [least, 1 - least].
     *
     * @param least from 0 to 1/2: how far from either end a mixture stays
     */
    record PairMixtures(double least) implements ReferenceMeasure {
        /** Checks the range. */
        public PairMixtures {
            if (!(least >= 0 && least <= 0.5)) {
                throw new IllegalArgumentException(
                        "the least part of a row in a mixture is from 0 to 0.5, got " + least);
            }
        }

        @Override
        public float[][] rows(FeatureTable train, int count, SplittableRandom random) {
            int d = train.layout().width();
            float[][] rows = new float[count][d];
            for (float[] row : rows) {
                float[] one = train.rows()[random.nextInt(train.size())];
                float[] other = train.rows()[random.nextInt(train.size())];
                double part = least + (1 - 2 * least) * random.nextDouble();
                for (int j = 0; j < d; j++) {
                    row[j] = (float) (part * one[j] + (1 - part) * other[j]);
                }
            }
            return rows;
        }
    }

    /**
     * A user's own rows, such as known outliers, or the features of {@link ReferenceImages}: dealt out by permutations, so
     * each is drawn before any is drawn again.
     *
     * @param table at least one row, with all blocks of the training rows. Not copied
     */
    record Outliers(FeatureTable table) implements ReferenceMeasure {
        /** Checks that there are some. */
        public Outliers {
            if (table.size() == 0) {
                throw new IllegalArgumentException("a reference measure of outliers needs at least 1 row, got 0");
            }
        }

        @Override
        public float[][] rows(FeatureTable train, int count, SplittableRandom random) {
            float[][] own = table.columns(train.layout().names());
            return Arrays.stream(dealt(own.length, count, random))
                    .mapToObj(i -> own[i].clone())
                    .toArray(float[][]::new);
        }
    }

    /** The numbers below n, permuted, and again from anew, until there are enough. */
    private static int[] dealt(int n, int count, SplittableRandom random) {
        int[] dealt = new int[count];
        for (int start = 0; start < count; start += n) {
            System.arraycopy(Permutation.of(n, random), 0, dealt, start, Math.min(n, count - start));
        }
        return dealt;
    }
}
