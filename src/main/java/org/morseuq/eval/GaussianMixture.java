package org.morseuq.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.morseuq.data.FeatureTable;

/**
 * Minus the log density of a mixture of Gaussians that is fitted without labels: \( -\ln \sum_k w_k N(x; m_k, S_k) \), where
 * x is the embedding of d features and the \( K \) parts, by default as many as the network has classes, have covariances
 * of their own. In nats.
 *
 * <p>Fitted by expectation and maximisation in the log domain: with the shares
 * \( r_{ik} \propto w_k N(x_i; m_k, S_k) \) of row i, \( w_k \) is the mean share of part k, and \( m_k, S_k \) the mean and
 * covariance of the rows weighted by \( r_{ik} \), until the mean log density changes by less than 1e-3 nats, at most 50
 * times. It starts with every row in the part of the nearest of K rows drawn as k-means++ does, from a fixed seed and the
 * rows in lexicographic order. Every \( S_k \) gets a ridge of 1e-6 of the mean variance of the features, so that a part of
 * a few rows has a density too; a part whose shares sum to less than 1e-8 is dropped, and fewer rows than K that differ
 * make as many parts.
 *
 * <p>Costs O(K n d^2/2 + K d^3/3) a step and O(K d^2/2) a row, on all processors of the common pool. N. A. Ahuja, I. Ndiour,
 * T. Kalyanpur, O. Tickoo (2019), Probabilistic Modeling of Deep Features for Out-of-Distribution and Adversarial
 * Detection, arXiv 1909.11786, which fits a mixture to every class. The fit: A. P. Dempster, N. M. Laird, D. B. Rubin
 * (1977), Maximum Likelihood from Incomplete Data via the EM Algorithm; the start: D. Arthur and S. Vassilvitskii (2007),
 * k-means++: The Advantages of Careful Seeding.
 */
public final class GaussianMixture implements Detector {

    private static final double RIDGE = 1e-6;
    private static final double CLOSE = 1e-3;
    private static final int MOST_STEPS = 50;
    private static final double EMPTY = 1e-8;

    /** A share below this moves nothing that a double would show. */
    private static final double NEGLIGIBLE = 1e-18;

    private final String name;
    private final Columns columns;
    private final GaussianComponents parts;

    private GaussianMixture(String name, Columns columns, GaussianComponents parts) {
        this.name = name;
        this.columns = columns;
        this.parts = parts;
    }

    /**
     * Fits a mixture with one part a class.
     *
     * @param train at least one row with logits, rows that differ; labels are not used
     * @return the detector
     */
    public static GaussianMixture fit(FeatureTable train) {
        return fit(train, Columns.logits(train).layout().width(), FeatureView.embedding(train.layout()));
    }

    /**
     * Fits a mixture to other features.
     *
     * @param train at least one row, rows that differ; labels are not used
     * @param parts K, at least 1
     * @param view what stands for the embedding
     * @return the detector
     */
    public static GaussianMixture fit(FeatureTable train, int parts, FeatureView view) {
        if (parts < 1) {
            throw new IllegalArgumentException("a mixture needs at least 1 part, got " + parts);
        }
        Columns columns = view.columns(train);
        float[][] rows = columns.train(train);
        double variance =
                Covariance.meanVarianceWithin(rows, new int[rows.length], new double[][] {Covariance.mean(rows)});
        double ridge = RIDGE * variance;
        GaussianComponents fitted = maximised(rows, nearest(rows, seeds(rows, parts)), ridge);
        double before = Double.NEGATIVE_INFINITY;
        for (int step = 0; step < MOST_STEPS; step++) {
            double[][] shares = fitted.logTerms(rows);
            double mean = 0;
            for (double[] row : shares) {
                double log = LogSumExp.of(row);
                for (int k = 0; k < row.length; k++) {
                    row[k] = Math.exp(row[k] - log);
                }
                mean += log / rows.length;
            }
            fitted = maximised(rows, shares, ridge);
            if (Math.abs(mean - before) < CLOSE) {
                break;
            }
            before = mean;
        }
        return new GaussianMixture(view.name("gmm"), columns, fitted);
    }

    /** Rows drawn one after the other, each with a probability proportional to its squared distance to those before. */
    private static List<float[]> seeds(float[][] rows, int count) {
        int[] order = TrainingSample.order(rows);
        SplittableRandom random = new SplittableRandom(0);
        List<float[]> seeds = new ArrayList<>(List.of(rows[order[(int) (random.nextDouble() * order.length)]]));
        double[] distances = new double[order.length];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        while (seeds.size() < count) {
            double sum = 0;
            for (int i = 0; i < order.length; i++) {
                distances[i] = Math.min(distances[i], squaredDistance(rows[order[i]], seeds.get(seeds.size() - 1)));
                sum += distances[i];
            }
            if (sum == 0) {
                break;
            }
            double left = random.nextDouble() * sum;
            int drawn = 0;
            while (drawn < order.length - 1 && (left -= distances[drawn]) >= 0) {
                drawn++;
            }
            seeds.add(rows[order[drawn]]);
        }
        return seeds;
    }

    /** A share of 1 in the nearest seed, the first of several. */
    private static double[][] nearest(float[][] rows, List<float[]> seeds) {
        double[][] shares = new double[rows.length][seeds.size()];
        IntStream.range(0, rows.length).parallel().forEach(i -> {
            int nearest = 0;
            for (int k = 1; k < seeds.size(); k++) {
                if (squaredDistance(rows[i], seeds.get(k)) < squaredDistance(rows[i], seeds.get(nearest))) {
                    nearest = k;
                }
            }
            shares[i][nearest] = 1;
        });
        return shares;
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double difference = (double) a[j] - b[j];
            sum += difference * difference;
        }
        return sum;
    }

    /** The most likely parts for given shares of the rows. */
    private static GaussianComponents maximised(float[][] rows, double[][] shares, double ridge) {
        return new GaussianComponents(IntStream.range(0, shares[0].length)
                .parallel()
                .mapToObj(k -> part(rows, shares, k, ridge))
                .flatMap(List::stream)
                .toList());
    }

    private static List<GaussianComponents.Part> part(float[][] rows, double[][] shares, int k, double ridge) {
        int features = rows[0].length;
        double[] mean = new double[features];
        double total = 0;
        for (int i = 0; i < rows.length; i++) {
            double share = shares[i][k];
            total += share;
            for (int j = 0; share > NEGLIGIBLE && j < features; j++) {
                mean[j] += share * rows[i][j];
            }
        }
        if (total < EMPTY) {
            return List.of();
        }
        for (int j = 0; j < features; j++) {
            mean[j] /= total;
        }
        double[][] covariance = new double[features][features];
        double[] deviation = new double[features];
        for (int i = 0; i < rows.length; i++) {
            if (shares[i][k] > NEGLIGIBLE) {
                for (int j = 0; j < features; j++) {
                    deviation[j] = rows[i][j] - mean[j];
                }
                addProducts(shares[i][k] / total, deviation, covariance);
            }
        }
        return List.of(GaussianComponents.Part.of(mean, covariance, ridge, total / rows.length));
    }

    /** On and above the diagonal. */
    private static void addProducts(double weight, double[] deviation, double[][] matrix) {
        for (int a = 0; a < deviation.length; a++) {
            double factor = weight * deviation[a];
            double[] row = matrix[a];
            for (int b = a; b < row.length; b++) {
                row[b] += factor * deviation[b];
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] score(FeatureTable table) {
        return parts.scores(columns.of(table));
    }
}
