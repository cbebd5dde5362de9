package org.morseuq.algebra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

public final class TiledInnerProductsTest {

    /** Sizes around the tile, the rows that share a pass and the unrolled columns, where an index would slip. */
    @Test
    void everySizeAgreesWithSumsInDouble() {
        for (int n : new int[] {1, 3, 511, 512, 513, 1025}) {
            for (int d : new int[] {1, 3, 4, 9}) {
                float[][] rows = gaussian(n % 2 == 0 ? 16 : 33, d, n);
                float[][] bank = gaussian(n, d, n + 1);
                requireProducts(rows, bank, new TiledInnerProducts(bank));
            }
        }
    }

    /**
     * That every product comes once, in the order of the bank's rows, and is as near as {@link InnerProducts} says.
     *
     * @param rows the matrix A
     * @param bank the matrix B
     * @param products those with B
     */
    public static void requireProducts(float[][] rows, float[][] bank, InnerProducts products) {
        int[] next = new int[rows.length];
        products.of(rows, (i, first, values, count) -> {
            assertEquals(next[i], first);
            next[i] += count;
            for (int j = 0; j < count; j++) {
                double bound = (bank[0].length + 4) * 0x1p-24 * norm(rows[i]) * norm(bank[first + j]);
                assertEquals(product(rows[i], bank[first + j]), values[j], bound);
            }
        });
        for (int done : next) {
            assertEquals(bank.length, done);
        }
    }

    /** Normal numbers from a seed. */
    public static float[][] gaussian(int n, int d, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[n][d];
        for (float[] row : rows) {
            for (int j = 0; j < d; j++) {
                row[j] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private static double norm(float[] row) {
        return Math.sqrt(product(row, row));
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (double) a[j] * b[j];
        }
        return sum;
    }
}
