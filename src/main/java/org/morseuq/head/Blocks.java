package org.morseuq.head;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows that are judged together: few enough for the fastest cache, enough for a map's weights to be read for all of them at once. */
final class Blocks {

    private static final int ROWS = 16;

    private Blocks() {}

    /** The rows in their order, a few at a time, on all processors of the common pool if there are more. */
    static Stream<float[][]> of(float[][] rows) {
        if (rows.length <= ROWS) {
            return Stream.ofNullable(rows);
        }
        return IntStream.range(0, (rows.length + ROWS - 1) / ROWS)
                .parallel()
                .mapToObj(b -> Arrays.copyOfRange(rows, b * ROWS, Math.min(rows.length, (b + 1) * ROWS)));
    }
}
