package org.morseuq.eval;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.morseuq.data.FeatureTable;

/**
 * The squared distance of an input's image from one point: \( \|\varphi(x) - c\|^2 \) with
 * \( \varphi(x) = W_2 \max(0, W_1 z) \), where z is the embedding with each of its d features divided by its standard
 * deviation in training (a constant one is not divided), W_1 is 32 x d, and W_2 is 16 x 32.
 *
 * <p>The map minimises the mean of the score over training rows plus \( \frac{\lambda}{2} (\|W_1\|^2 + \|W_2\|^2) \) with
 * \( \lambda = 10^{-6} \), in 100 steps of Adam of rate 0.001 over all rows, or over 4096 of them at even distances in
 * lexicographic order. The weights start uniform within \( \pm \sqrt{6 / (inputs + outputs)} \), from a fixed seed; c is
 * the mean image at the start, with no coordinate nearer to 0 than 0.1. There are no biases: with them, and for c = 0
 * without them, the constant map would be the optimum. A map that gives all rows one image all the same is refused.
 *
 * <p>Costs O(4096 (32 d + 512)) a step to fit and O(32 d + 512) a row; no labels. L. Ruff, R. Vandermeulen, N. Goernitz, L.
 * Deecke, S. A. Siddiqui, A. Binder, E. Mueller, M. Kloft (2018), Deep One-Class Classification, ICML 2018, PMLR 80, pages
 * 4393 to 4402 (not on arXiv), equation 4. There the map is the whole network, pretrained as an autoencoder.
 */
public final class DeepSvdd implements Detector {

    private static final int HIDDEN = 32;
    private static final int OUTPUTS = 16;
    private static final int STEPS = 100;
    private static final double RATE = 1e-3;
    private static final double DECAY = 1e-6;
    private static final double LEAST_COORDINATE = 0.1;
    private static final int MOST = 4096;

    /** The mean square of the images around their mean, by that of their mean, at which they count as one. */
    private static final double COLLAPSED = 1e-9;

    private final String name;
    private final Columns columns;
    private final double[] deviations;
    private final double[] weights;
    private final double[] center;

    private DeepSvdd(String name, Columns columns, double[] deviations, double[] weights, double[] center) {
        this.name = name;
        this.columns = columns;
        this.deviations = deviations;
        this.weights = weights;
        this.center = center;
    }

    /**
     * Learns the map.
     *
     * @param train at least one row; labels are not used
     * @return the detector
     */
    public static DeepSvdd fit(FeatureTable train) {
        return fit(train, FeatureView.embedding(train.layout()));
    }

    /**
     * Learns the map of other features.
     *
     * @param train as for {@link #fit(FeatureTable)}
     * @param view what stands for the embedding
     * @return the detector
     */
    public static DeepSvdd fit(FeatureTable train, FeatureView view) {
        Columns columns = view.columns(train);
        float[][] rows = columns.train(train);
        double[] deviations = deviations(rows);
        double[][] points = IntStream.of(TrainingSample.atMost(MOST, TrainingSample.order(rows)))
                .mapToObj(i -> scaled(rows[i], deviations))
                .toArray(double[][]::new);
        double[] start = start(rows[0].length, new SplittableRandom(0));
        double[] center = meanImage(start, points);
        for (int k = 0; k < OUTPUTS; k++) {
            center[k] = Math.copySign(Math.max(Math.abs(center[k]), LEAST_COORDINATE), center[k]);
        }
        double[] end = AdamDescent.descend(start, STEPS, RATE, at -> gradient(at, points, center));
        requireSpread(end, points);
        return new DeepSvdd(view.name("deep-svdd"), columns, deviations, end, center);
    }

    private static double[] deviations(float[][] rows) {
        double[] mean = Covariance.mean(rows);
        double[] deviations = new double[mean.length];
        for (float[] row : rows) {
            for (int j = 0; j < mean.length; j++) {
                deviations[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / rows.length;
            }
        }
        return Arrays.stream(deviations)
                .map(variance -> variance > 0 ? Math.sqrt(variance) : 1)
                .toArray();
    }

    private static double[] scaled(float[] row, double[] deviations) {
        double[] point = new double[row.length];
        for (int j = 0; j < row.length; j++) {
            point[j] = row[j] / deviations[j];
        }
        return point;
    }

    /** The rows of \( W_1 \), then those of \( W_2 \). */
    private static double[] start(int features, SplittableRandom random) {
        double[] weights = new double[HIDDEN * features + OUTPUTS * HIDDEN];
        double first = Math.sqrt(6.0 / (features + HIDDEN));
        double second = Math.sqrt(6.0 / (HIDDEN + OUTPUTS));
        for (int k = 0; k < weights.length; k++) {
            weights[k] = (2 * random.nextDouble() - 1) * (k < HIDDEN * features ? first : second);
        }
        return weights;
    }

    private static double[] hidden(double[] weights, double[] point) {
        double[] hidden = new double[HIDDEN];
        for (int h = 0; h < HIDDEN; h++) {
            double sum = 0;
            for (int j = 0; j < point.length; j++) {
                sum += weights[h * point.length + j] * point[j];
            }
            hidden[h] = Math.max(0, sum);
        }
        return hidden;
    }

    private static double[] image(double[] weights, double[] hidden) {
        int first = weights.length - OUTPUTS * HIDDEN;
        double[] image = new double[OUTPUTS];
        for (int k = 0; k < OUTPUTS; k++) {
            for (int h = 0; h < HIDDEN; h++) {
                image[k] += weights[first + k * HIDDEN + h] * hidden[h];
            }
        }
        return image;
    }

    private static double[] meanImage(double[] weights, double[][] points) {
        double[] mean = TrainingSample.sum(points.length, from -> {
            double[] sum = new double[OUTPUTS];
            for (int i = from; i < TrainingSample.end(from, points.length); i++) {
                double[] image = image(weights, hidden(weights, points[i]));
                for (int k = 0; k < OUTPUTS; k++) {
                    sum[k] += image[k];
                }
            }
            return sum;
        });
        return Arrays.stream(mean).map(sum -> sum / points.length).toArray();
    }

    private static double[] gradient(double[] weights, double[][] points, double[] center) {
        double[] slope = TrainingSample.sum(points.length, from -> {
            double[] sum = new double[weights.length];
            for (int i = from; i < TrainingSample.end(from, points.length); i++) {
                addSlope(weights, points[i], center, points.length, sum);
            }
            return sum;
        });
        for (int k = 0; k < weights.length; k++) {
            slope[k] += DECAY * weights[k];
        }
        return slope;
    }

    private static void addSlope(double[] weights, double[] point, double[] center, int count, double[] sum) {
        double[] hidden = hidden(weights, point);
        double[] image = image(weights, hidden);
        int first = weights.length - OUTPUTS * HIDDEN;
        double[] back = new double[HIDDEN];
        for (int k = 0; k < OUTPUTS; k++) {
            double slope = 2 * (image[k] - center[k]) / count;
            for (int h = 0; h < HIDDEN; h++) {
                sum[first + k * HIDDEN + h] += slope * hidden[h];
                back[h] += slope * weights[first + k * HIDDEN + h];
            }
        }
        for (int h = 0; h < HIDDEN; h++) {
            if (hidden[h] > 0) {
                for (int j = 0; j < point.length; j++) {
                    sum[h * point.length + j] += back[h] * point[j];
                }
            }
        }
    }

    private static void requireSpread(double[] weights, double[][] points) {
        double[] mean = meanImage(weights, points);
        double around = 0;
        double at = 0;
        for (double[] point : points) {
            double[] image = image(weights, hidden(weights, point));
            for (int k = 0; k < OUTPUTS; k++) {
                around += (image[k] - mean[k]) * (image[k] - mean[k]);
                at += mean[k] * mean[k];
            }
        }
        if (!(around > COLLAPSED * at)) {
            throw new UnfittableException("the map collapsed: all " + points.length + " training rows have one image");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] score(FeatureTable table) {
        return Arrays.stream(columns.of(table))
                .mapToDouble(row -> {
                    double[] image = image(weights, hidden(weights, scaled(row, deviations)));
                    double sum = 0;
                    for (int k = 0; k < OUTPUTS; k++) {
                        sum += (image[k] - center[k]) * (image[k] - center[k]);
                    }
                    return sum;
                })
                .toArray();
    }
}
