package org.morseuq.algebra;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Inner products in plain Java.
 *
 * <p>The rows of B lie in tiles, one column after the other, so that the inner loop is a run of independent sums that the
 * compiler turns into vector instructions. The sums of one row never mix with another's, so batches, their order and the
 * number of threads change no bit.
 *
 * <p>Costs O(n d) a row on all processors of the common pool; keeps 4 n d bytes for n rows of d columns.
 */
public final class TiledInnerProducts implements InnerProducts {

    /** Rows in a tile: long enough for vector loops, and at 64 columns a tile fits the second-level cache. */
    private static final int TILE = 512;

    /** Rows of A that share a pass over the tiles, so that a tile is fetched from memory once for all of them. */
    private static final int SHARED = 16;

    private static final int UNROLLED = 4;

    private final int count;
    private final float[][][] tiles; // by tile, then column, then row

    /**
     * Copies a matrix into tiles.
     *
     * @param rows the matrix B, n x d with n at least 1; not kept
     */
    public TiledInnerProducts(float[][] rows) {
        this.count = rows.length;
        this.tiles = new float[(count + TILE - 1) / TILE][][];
        for (int t = 0; t < tiles.length; t++) {
            int start = t * TILE;
            tiles[t] = new float[padded(rows[start].length)][TILE];
            for (int i = start; i < Math.min(start + TILE, count); i++) {
                for (int j = 0; j < rows[i].length; j++) {
                    tiles[t][j][i - start] = rows[i][j];
                }
            }
        }
    }

    @Override
    public void of(float[][] rows, Receiver receiver) {
        IntStream.range(0, (rows.length + SHARED - 1) / SHARED).parallel().forEach(block -> {
            int from = block * SHARED;
            float[][] shared = new float[Math.min(SHARED, rows.length - from)][];
            for (int i = 0; i < shared.length; i++) {
                shared[i] = Arrays.copyOf(rows[from + i], padded(rows[from + i].length));
            }
            block(shared, from, receiver);
        });
    }

    private void block(float[][] rows, int from, Receiver receiver) {
        float[] first = new float[TILE];
        float[] second = new float[TILE];
        for (int t = 0; t < tiles.length; t++) {
            int width = Math.min(TILE, count - t * TILE);
            for (int i = 0; i < rows.length; i += 2) {
                int partner = Math.min(i + 1, rows.length - 1); // an odd last row is done twice, and handed over once
                Arrays.fill(first, 0);
                Arrays.fill(second, 0);
                addProducts(tiles[t], rows[i], rows[partner], first, second);
                receiver.accept(from + i, t * TILE, first, width);
                if (partner > i) {
                    receiver.accept(from + partner, t * TILE, second, width);
                }
            }
        }
    }

    /** Columns of zeros up to a whole number of unrolled steps; they change no product. */
    private static int padded(int columns) {
        return (columns + UNROLLED - 1) / UNROLLED * UNROLLED;
    }

    /** Two rows and four columns a pass, so that there are eight products to six loads. */
    private static void addProducts(float[][] tile, float[] p, float[] q, float[] ps, float[] qs) {
        for (int j = 0; j < p.length; j += UNROLLED) {
            addProducts(
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

    /**
     * Scalars and whole rows only, and no names for what is loaded twice: with either, the compiler finds no vectors. A
     * product and its sum in one step are an instruction on every processor of the last ten years, and slow without it.
     */
    private static void addProducts(
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
            ps[i] = Math.fma(d[i], pd, Math.fma(c[i], pc, Math.fma(b[i], pb, Math.fma(a[i], pa, ps[i]))));
            qs[i] = Math.fma(d[i], qd, Math.fma(c[i], qc, Math.fma(b[i], qb, Math.fma(a[i], qa, qs[i]))));
        }
    }
}
