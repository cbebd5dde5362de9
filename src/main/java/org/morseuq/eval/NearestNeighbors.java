package org.morseuq.eval;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.morseuq.data.FeatureTable;

/**
 * The distance to the k-th nearest training row: \( \| z - z_{(k)} \| \), where \( z = x / \|x\| \) is the embedding
 * scaled to length 1 and \( z_{(k)} \) the k-th nearest of the n scaled training rows in the Euclidean norm.
 *
 * <p>Exact search in three moves. (1) For every training row compute \( \|z_i\|^2/2 - z \cdot z_i \) in float: the squared
 * distance up to a constant, halved. Training rows lie in tiles, one feature after the other, so that the inner loop is a
 * run of independent sums that the compiler turns into vector instructions. (2) Rows above the k-th smallest value so far
 * drop out: {@link NearestCandidates}. (3) Rounding may have swapped rows near that place, and near 0 the difference has
 * few correct digits; so every row within the error bound of the k-th is measured again by differences in double, and the
 * k-th of those is the result.
 *
 * <p>A row of zeros cannot be scaled and stays zero, at distance 1 from every other row. Training rows are not removed
 * when they are scored themselves: each then has itself as its first neighbour. The sums of one query never mix with
 * another's, so batches, their order and the number of threads change no bit.
 *
 * <p>Costs O(n d) a row on all processors of the common pool; keeps 8 n d bytes. Y. Sun, Y. Ming, X. Zhu, Y. Li (2022),
 * Out-of-Distribution Detection with Deep Nearest Neighbors, arXiv 2204.06507.
 */
public final class NearestNeighbors implements Detector {

    /** The paper's k for CIFAR-10. */
    public static final int DEFAULT_K = 50;

    /** Training rows in a tile: long enough for vector loops, and at 64 features a tile fits the second-level cache. */
    private static final int TILE = 512;

    /** Queries that share a pass over the tiles, so that a tile is fetched from memory once for all of them. */
    private static final int QUERIES = 16;

    private static final int UNROLLED = 4;

    private final String name;
    private final Columns columns;
    private final int k;
    private final float[][] bank;
    private final float[][] halfSquares; // by tile, then row
    private final float[][][] tiles; // by tile, then feature, then row

    private NearestNeighbors(String name, Columns columns, int k, float[][] bank) {
        this.name = name;
        this.columns = columns;
        this.k = k;
        this.bank = bank;
        int count = (bank.length + TILE - 1) / TILE;
        this.halfSquares = new float[count][];
        this.tiles = new float[count][][];
        for (int t = 0; t < count; t++) {
            int start = t * TILE;
            int width = Math.min(TILE, bank.length - start);
            halfSquares[t] = new float[TILE];
            Arrays.fill(halfSquares[t], width, TILE, Float.POSITIVE_INFINITY); // no row, no candidate
            tiles[t] = new float[bank[start].length][TILE];
            for (int i = 0; i < width; i++) {
                float[] row = bank[start + i];
                halfSquares[t][i] = (float) (squaredNorm(row) / 2);
                for (int j = 0; j < row.length; j++) {
                    tiles[t][j][i] = row[j];
                }
            }
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
        if (k < 1) {
            throw new IllegalArgumentException("k must be >= 1, got " + k);
        }
        Columns columns = view.columns(train);
        float[][] bank = scaled(columns.train(train));
        return new NearestNeighbors(view.name("knn"), columns, Math.min(k, bank.length), bank);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] score(FeatureTable table) {
        float[][] queries = scaled(columns.of(table));
        double[] scores = new double[queries.length];
        int blocks = (queries.length + QUERIES - 1) / QUERIES;
        IntStream.range(0, blocks).parallel().forEach(block -> {
            int from = block * QUERIES;
            scoreBlock(queries, from, Math.min(from + QUERIES, queries.length), scores);
        });
        return scores;
    }

    private void scoreBlock(float[][] queries, int from, int to, double[] scores) {
        NearestCandidates[] candidates = new NearestCandidates[to - from];
        for (int q = from; q < to; q++) {
            candidates[q - from] = new NearestCandidates(k, slack(queries[q].length));
        }
        float[] first = new float[TILE];
        float[] second = new float[TILE];
        for (int t = 0; t < tiles.length; t++) {
            for (int q = from; q < to; q += 2) {
                int partner = Math.min(q + 1, to - 1); // an odd last query is measured twice, and offered once
                System.arraycopy(halfSquares[t], 0, first, 0, TILE);
                System.arraycopy(halfSquares[t], 0, second, 0, TILE);
                subtractProducts(tiles[t], queries[q], queries[partner], first, second);
                candidates[q - from].offer(first, t * TILE);
                if (partner > q) {
                    candidates[partner - from].offer(second, t * TILE);
                }
            }
        }
        for (int q = from; q < to; q++) {
            float[] query = queries[q];
            scores[q] = Math.sqrt(candidates[q - from].kthSmallest(i -> squaredDistance(query, bank[i])));
        }
    }

    /**
     * A float sum of d + 1 terms whose sizes add up to at most 1.5 is off by less than e = 2 (d + 4) 2^-24. So a row that
     * is truly among the k nearest is at most 2 e above the k-th smallest float value.
     */
    private static float slack(int d) {
        return 4 * (d + 4) * 0x1p-24f;
    }

    /** Two queries and four features a pass, so that there are eight products to six loads. */
    private static void subtractProducts(float[][] tile, float[] p, float[] q, float[] ps, float[] qs) {
        for (int j = 0; j < p.length; j += UNROLLED) {
            subtractProducts(
                    tile[j],
                    tile[j + 1],
                    tile[j + 2],
                    tile[j + 3],
                    p[j],
                    p[j + 1],
                    p[j + 2],
                    p[j + 3],
                    q[j],
                    q[j + 1],
                    q[j + 2],
                    q[j + 3],
                    ps,
                    qs);
        }
    }

    /** Scalars and whole rows only: with an index computed into one long array the compiler finds no vectors. */
    private static void subtractProducts(
            float[] a,
            float[] b,
            float[] c,
            float[] d,
            float pa,
            float pb,
            float pc,
            float pd,
            float qa,
            float qb,
            float qc,
            float qd,
            float[] ps,
            float[] qs) {
        for (int i = 0; i < ps.length; i++) {
            float ai = a[i];
            float bi = b[i];
            float ci = c[i];
            float di = d[i];
            ps[i] = ps[i] - pa * ai - pb * bi - pc * ci - pd * di;
            qs[i] = qs[i] - qa * ai - qb * bi - qc * ci - qd * di;
        }
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

    /** Unit rows, followed by zeros to a whole number of unrolled steps: they change no product and no distance. */
    private static float[][] scaled(float[][] rows) {
        float[][] scaled = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            float[] row = rows[i];
            double norm = Math.sqrt(squaredNorm(row));
            scaled[i] = new float[(row.length + UNROLLED - 1) / UNROLLED * UNROLLED];
            for (int j = 0; j < row.length && norm > 0; j++) {
                scaled[i][j] = (float) (row[j] / norm);
            }
        }
        return scaled;
    }
}
