package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.morseuq.data.FeatureTable;

/**
 * Batches of data rows, each followed by reference rows, as the engine's arrays: one pass through the maps serves both.
 *
 * <p>A batch takes the data in a random order without repetition and draws the reference with repetition. All rows are
 * handed to the engine once and picked there.
 */
final class HeadBatches {

    private final NDList all; // the data, then the reference
    private final int[] labels;
    private final int dataRows;
    private final int referenceRows;
    private final int batchSize;
    private final boolean whole;

    /**
     * Prepares the batches.
     *
     * @param head what they are fed to
     * @param data n rows, at least one
     * @param reference m rows, at least one
     * @param batchSize data rows a batch, and as many reference rows; n and m if that is less
     * @param manager owns what is made once
     */
    HeadBatches(DifferentiableHead head, FeatureTable data, FeatureTable reference, int batchSize, NDManager manager) {
        this.labels = data.labels();
        this.dataRows = data.size();
        this.referenceRows = reference.size();
        this.batchSize = batchSize;
        this.whole = batchSize >= dataRows && batchSize >= referenceRows;
        List<float[][]> inputs = new ArrayList<>();
        List<float[][]> below = head.inputs(reference);
        for (float[][] above : head.inputs(data)) {
            float[][] both = Arrays.copyOf(above, dataRows + referenceRows);
            System.arraycopy(below.get(inputs.size()), 0, both, dataRows, referenceRows);
            inputs.add(both);
        }
        all = new NDList();
        try (NDManager scope = manager.newSubManager()) {
            for (NDArray array : head.batch(inputs, range(0, dataRows + referenceRows), scope)) {
                NDArray copy = array.duplicate();
                copy.attach(manager);
                all.add(copy);
            }
        }
    }

    /**
     * A batch.
     *
     * @param inputs of every expert, data rows before reference rows
     * @param labels of the data rows
     */
    record Batch(NDList inputs, int[] labels) {}

    /** Batches a pass over the data; a rest that does not fill one is left out. */
    int steps() {
        return Math.max(1, dataRows / batchSize);
    }

    /** The order of the data rows in one pass; none where a batch is all of them. */
    int[] order(SplittableRandom random) {
        return whole ? new int[0] : Permutation.of(dataRows, random);
    }

    /** All rows, owned by the scope until it closes. */
    Batch whole(NDManager scope) {
        all.tempAttach(scope);
        return new Batch(all, labels);
    }

    /** A batch of a pass, owned by the scope until it closes: whatever is computed from it ends with it too. */
    Batch at(int step, int[] order, SplittableRandom random, NDManager scope) {
        if (whole) {
            return whole(scope);
        }
        int[] data = batchSize >= dataRows
                ? range(0, dataRows)
                : Arrays.copyOfRange(order, step * batchSize, (step + 1) * batchSize);
        int[] reference = batchSize >= referenceRows
                ? range(dataRows, dataRows + referenceRows)
                : random.ints(batchSize, dataRows, dataRows + referenceRows).toArray();
        long[] rows = IntStream.concat(Arrays.stream(data), Arrays.stream(reference))
                .asLongStream()
                .toArray();
        NDList picked = new NDList();
        try (NDArray index = scope.create(rows)) {
            for (NDArray array : all) {
                picked.add(array.get(scope, new NDIndex("{}", index)));
            }
        }
        return new Batch(picked, Arrays.stream(data).map(i -> labels[i]).toArray());
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
