package org.morseuq.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Rows in an order that is theirs and not the table's, fewer of them where there are many, and sums over them. */
final class TrainingSample {

    /** Rows whose parts of a sum are added up together, always the same ones: the result is the same on any machine. */
    private static final int BLOCK = 256;

    private TrainingSample() {}

    /** The places of all rows in lexicographic order of the rows. */
    static int[] order(float[][] rows) {
        return IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparing(i -> rows[i], Arrays::compare))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** At most so many of these places, at even distances. */
    static int[] atMost(int most, int[] order) {
        int stride = (order.length + most - 1) / most;
        return IntStream.range(0, order.length)
                .filter(i -> i % stride == 0)
                .map(i -> order[i])
                .toArray();
    }

    /**
     * Adds up what blocks of rows contribute, on all processors of the common pool.
     *
     * @param count the number of rows
     * @param block the contribution of the rows from a multiple of 256 on, up to the next one or the end
     * @return the sum, in the order of the blocks
     */
    static double[] sum(int count, IntFunction<double[]> block) {
        double[][] parts = IntStream.range(0, (count + BLOCK - 1) / BLOCK)
                .parallel()
                .mapToObj(b -> block.apply(b * BLOCK))
                .toArray(double[][]::new);
        double[] sum = parts[0].clone();
        for (int b = 1; b < parts.length; b++) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += parts[b][j];
            }
        }
        return sum;
    }

    /** Where the block that starts at a row ends. */
    static int end(int from, int count) {
        return Math.min(from + BLOCK, count);
    }
}
