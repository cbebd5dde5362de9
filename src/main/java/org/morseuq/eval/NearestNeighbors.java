package org.morseuq.eval;

import java.util.function.Function;
import org.morseuq.algebra.InnerProducts;
import org.morseuq.algebra.TiledInnerProducts;
import org.morseuq.data.FeatureTable;

/**
 * The distance to the k-th nearest training row: \( \| z - z_{(k)} \| \), where \( z = x / \|x\| \) is the embedding
 * scaled to length 1 and \( z_{(k)} \) the k-th nearest of the n scaled training rows in the Euclidean norm.
 *
 * <p>Exact search in three moves. (1) For every training row compute \( \|z_i\|^2/2 - z \cdot z_i \) in float: the squared
 * distance up to a constant, halved; the inner products are those of {@link InnerProducts}. (2) Rows above the k-th
 * smallest value so far drop out: {@link NearestCandidates}. (3) Rounding may have swapped rows near that place, and near 0
 * the difference has few correct digits; so every row within the error bound of the k-th is measured again by differences
 * in double, and the k-th of all is the result. So it is the same, to the bit, whichever way the products are computed.
 *
 * <p>A row of zeros cannot be scaled and stays zero, at distance 1 from every other row. Training rows are not removed
 * when they are scored themselves: each then has itself as its first neighbour. Batches, their order and the number of
 * threads change no bit.
 *
 * <p>Costs O(n d) a row on all processors of the common pool; keeps 4 n d bytes, and as much again for the products in plain
 * Java. Y. Sun, Y. Ming, X. Zhu, Y. Li (2022), Out-of-Distribution Detection with Deep Nearest Neighbors, arXiv 2204.06507.
 */
public final class NearestNeighbors implements Detector {

    /** The paper's k for CIFAR-10. */
    public static final int DEFAULT_K = 50;

    private final String name;
    private final Columns columns;
    private final int k;
    private final float[][] bank;
    private final float[] halfSquares;
    private final InnerProducts products;

    private NearestNeighbors(String name, Columns columns, int k, float[][] bank, InnerProducts products) {
        this.name = name;
        this.columns = columns;
        this.k = k;
        this.bank = bank;
        this.products = products;
        this.halfSquares = new float[bank.length];
        for (int i = 0; i < bank.length; i++) {
            halfSquares[i] = (float) (squaredNorm(bank[i]) / 2);
        }
    }

    /**
     * Keeps the embeddings of a training table, with k = {@link #DEFAULT_K}.
     *
     * @param train at least one row; the labels are not used
     * @return the detector
     */
    public static NearestNeighbors fit(FeatureTable train) {
        return fit(train, DEFAULT_K);
    }

    /**
     * Keeps the embeddings of a training table.
     *
     * @param train at least one row; the labels are not used
     * @param k at least 1; the number of training rows if that is less
     * @return the detector
     */
    public static NearestNeighbors fit(FeatureTable train, int k) {
        return fit(train, k, FeatureView.embedding(train.layout()));
    }

    /**
     * Keeps other features of a training table.
     *
     * @param train as for {@link #fit(FeatureTable, int)}
     * @param k as for {@link #fit(FeatureTable, int)}
     * @param view what stands for the embedding; scaled to length 1 in any case
     * @return the detector
     */
    public static NearestNeighbors fit(FeatureTable train, int k, FeatureView view) {
        return fit(train, k, view, TiledInnerProducts::new);
    }

    /**
     * Keeps other features of a training table, and says who computes inner products; no score depends on that.
     *
     * @param train as for {@link #fit(FeatureTable, int)}
     * @param k as for {@link #fit(FeatureTable, int)}
     * @param view what stands for the embedding; scaled to length 1 in any case
     * @param products prepares the products with rows that do not change
     * @return the detector
     */
    public static NearestNeighbors fit(
            FeatureTable train, int k, FeatureView view, Function<float[][], InnerProducts> products) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be >= 1, got " + k);
        }
        Columns columns = view.columns(train);
        float[][] bank = scaled(columns.train(train));
        return new NearestNeighbors(view.name("knn"), columns, Math.min(k, bank.length), bank, products.apply(bank));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] score(FeatureTable table) {
        float[][] queries = scaled(columns.of(table));
        double[] scores = new double[queries.length];
        NearestCandidates[] candidates = new NearestCandidates[queries.length]; // of those that are being searched
        products.of(queries, (q, first, inner, count) -> {
            if (first == 0) {
                candidates[q] = new NearestCandidates(k, slack(queries[q].length));
            }
            candidates[q].offer(halfSquares, first, inner, count);
            if (first + count == bank.length) {
                scores[q] = Math.sqrt(candidates[q].kthSmallest(i -> squaredDistance(queries[q], bank[i])));
                candidates[q] = null;
            }
        });
        return scores;
    }

    /**
     * A float sum of d + 1 terms whose sizes add up to at most 1.5 is off by less than e = 2 (d + 4) 2^-24. So a row that
     * is truly among the k nearest is at most 2 e above the k-th smallest float value.
     */
    private static float slack(int d) {
        return 4 * (d + 4) * 0x1p-24f;
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double difference = (double) a[j] - b[j];
            sum += difference * difference;
        }
        return sum;
    }

    private static double squaredNorm(float[] row) {
        double sum = 0;
        for (float x : row) {
            sum += (double) x * x;
        }
        return sum;
    }

    private static float[][] scaled(float[][] rows) {
        float[][] scaled = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            float[] row = rows[i];
            double norm = Math.sqrt(squaredNorm(row));
            scaled[i] = new float[row.length];
            for (int j = 0; j < row.length && norm > 0; j++) {
                scaled[i][j] = (float) (row[j] / norm);
            }
        }
        return scaled;
    }
}
