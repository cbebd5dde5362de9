package org.morseuq.eval;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.morseuq.algebra.Extremum;
import org.morseuq.data.FeatureTable;

/**
 * The entropy of a classifier by distances to prototypes: \( -\sum_y p_y \ln p_y \) with
 * \( p = \mathrm{softmax}(-\frac{s}{10} \|z - t_y\|) \), where z is the embedding divided by one number, the root mean
 * variance of its d features within the classes. In nats, from 0 to ln(classes).
 *
 * <p>The prototypes \( t_y \) and the scale s are learned by the IsoMax loss, the cross-entropy of
 * \( \mathrm{softmax}(-s \|z - t_y\|) \). As in the paper the loss sees distances that are 10 times as large as those of
 * the score. Learned in 100 steps of Adam of rate 0.05 over all rows, or over 4096 of them at even distances in
 * lexicographic order; \( t_y \) starts at the mean of class y and s, as \( e^a \), at 1. Separable classes have no
 * optimum: the number of steps is part of the definition. Classes without rows have no prototype.
 *
 * <p>Costs O(4096 classes d) a step to fit and O(classes d) a row. D. Macedo, T. I. Ren, C. Zanchettin, A. L. I. Oliveira,
 * T. Ludermir (2019), Entropic Out-of-Distribution Detection, arXiv 1908.05569. There the network is trained by this loss
 * and fixes the scale by itself; on a frozen network only the last layer can be exchanged, and the scale of its features
 * is what it is, so s is learned. The prototypes of the paper start at 0.
 */
public final class IsotropicDistances implements Detector {

    private static final double ENTROPIC_SCALE = 10;
    private static final int STEPS = 100;
    private static final double RATE = 0.05;
    private static final int MOST = 4096;

    /** Below this the direction from a row to a prototype is not looked at. */
    private static final double SMALLEST_DISTANCE = 1e-12;

    private final String name;
    private final Columns columns;
    private final double unit;
    private final double scale;
    private final double[][] prototypes;

    private IsotropicDistances(String name, Columns columns, double unit, double scale, double[]... prototypes) {
        this.name = name;
        this.columns = columns;
        this.unit = unit;
        this.scale = scale;
        this.prototypes = prototypes;
    }

    /**
     * Learns the prototypes.
     *
     * @param train at least one row, labels of at least 0, rows that differ within a class
     * @return the detector
     */
    public static IsotropicDistances fit(FeatureTable train) {
        return fit(train, FeatureView.embedding(train.layout()));
    }

    /**
     * Learns the prototypes of other features.
     *
     * @param train as for {@link #fit(FeatureTable)}
     * @param view what stands for the embedding
     * @return the detector
     */
    public static IsotropicDistances fit(FeatureTable train, FeatureView view) {
        Columns columns = view.columns(train);
        float[][] rows = columns.train(train);
        int[] labels = train.labels();
        double[][] means = Covariance.means(rows, labels, Covariance.classes(labels));
        double unit = Math.sqrt(Covariance.meanVarianceWithin(rows, labels, means));
        int[] present =
                IntStream.range(0, means.length).filter(c -> means[c] != null).toArray();
        int[] places = TrainingSample.atMost(MOST, TrainingSample.order(rows));
        double[][] points =
                IntStream.of(places).mapToObj(i -> scaled(rows[i], unit)).toArray(double[][]::new);
        int[] classes = IntStream.of(places)
                .map(i -> Arrays.binarySearch(present, labels[i]))
                .toArray();
        int features = rows[0].length;
        double[] start = new double[present.length * features + 1];
        for (int c = 0; c < present.length; c++) {
            for (int j = 0; j < features; j++) {
                start[c * features + j] = means[present[c]][j] / unit;
            }
        }
        double[] end = AdamDescent.descend(start, STEPS, RATE, at -> gradient(at, points, classes, present.length));
        double[][] prototypes = prototypes(end, present.length);
        return new IsotropicDistances(view.name("isomax"), columns, unit, Math.exp(end[end.length - 1]), prototypes);
    }

    private static double[] scaled(float[] row, double unit) {
        double[] point = new double[row.length];
        for (int j = 0; j < row.length; j++) {
            point[j] = row[j] / unit;
        }
        return point;
    }

    /** The parameters are the prototypes, one after the other, and the log of the scale. */
    private static double[][] prototypes(double[] parameters, int classes) {
        int features = (parameters.length - 1) / classes;
        return IntStream.range(0, classes)
                .mapToObj(c -> Arrays.copyOfRange(parameters, c * features, (c + 1) * features))
                .toArray(double[][]::new);
    }

    /** The slope of the mean cross-entropy. */
    private static double[] gradient(double[] parameters, double[][] points, int[] labels, int classes) {
        double scale = Math.exp(parameters[parameters.length - 1]);
        double[][] prototypes = prototypes(parameters, classes);
        return TrainingSample.sum(points.length, from -> {
            double[] sum = new double[parameters.length];
            for (int i = from; i < TrainingSample.end(from, points.length); i++) {
                addSlope(points[i], labels[i], scale, prototypes, points.length, sum);
            }
            return sum;
        });
    }

    private static void addSlope(
            double[] point, int label, double scale, double[][] prototypes, int count, double[] sum) {
        double[] distances = distances(point, prototypes);
        double[] probabilities = probabilities(distances, scale);
        for (int c = 0; c < prototypes.length; c++) {
            double weight = scale * ((c == label ? 1 : 0) - probabilities[c]) / count;
            sum[sum.length - 1] += weight * distances[c];
            double factor = weight / Math.max(distances[c], SMALLEST_DISTANCE);
            double[] prototype = prototypes[c];
            for (int j = 0; j < point.length; j++) {
                sum[c * point.length + j] += factor * (prototype[j] - point[j]);
            }
        }
    }

    private static double[] distances(double[] point, double[][] prototypes) {
        double[] distances = new double[prototypes.length];
        for (int c = 0; c < distances.length; c++) {
            double sum = 0;
            for (int j = 0; j < point.length; j++) {
                double difference = point[j] - prototypes[c][j];
                sum += difference * difference;
            }
            distances[c] = Math.sqrt(sum);
        }
        return distances;
    }

    private static double[] probabilities(double[] distances, double scale) {
        double least = Arrays.stream(distances).min().orElseThrow();
        double[] probabilities = new double[distances.length];
        double sum = 0;
        for (int c = 0; c < distances.length; c++) {
            probabilities[c] = Math.exp(-scale * (distances[c] - least));
            sum += probabilities[c];
        }
        for (int c = 0; c < distances.length; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] score(FeatureTable table) {
        return Arrays.stream(columns.of(table))
                .mapToDouble(row -> entropy(distances(scaled(row, unit), prototypes)))
                .toArray();
    }

    /** As {@link Entropy} has it: two terms of at least 0, so that nothing cancels. */
    private double entropy(double[] distances) {
        int nearest = Extremum.least(distances);
        double others = 0;
        double mean = 0;
        for (int c = 0; c < distances.length; c++) {
            if (c != nearest) {
                double logit = -scale / ENTROPIC_SCALE * (distances[c] - distances[nearest]);
                others += Math.exp(logit);
                mean += Math.exp(logit) * logit;
            }
        }
        return Math.log1p(others) - mean / (1 + others);
    }
}
