package org.morseuq.training;

import java.util.Arrays;
import java.util.List;

/**
 * Labelled inputs in memory, on the scale that a network takes.
 *
 * @param rows n inputs of equally many numbers; not copied
 * @param labels n classes from 0 on; not copied
 * @param shape of one input: {@code [3, 32, 32]} for an image, {@code [196]} for a row
 * @param classes how many classes there are
 */
public record Examples(float[][] rows, int[] labels, List<Integer> shape, int classes) {

    /** Checks that all fit together. */
    public Examples {
        shape = List.copyOf(shape);
        int numbers = shape.stream().reduce(1, Math::multiplyExact);
        if (rows.length == 0 || rows.length != labels.length) {
            throw new IllegalArgumentException("examples need at least one row and a label for each, got " + rows.length
                    + " rows and " + labels.length + " labels");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != numbers || labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException("example " + i + " has " + rows[i].length + " numbers and label "
                        + labels[i] + ", expected " + numbers + " and a label below " + classes);
            }
        }
    }

    /** n. */
    public int count() {
        return labels.length;
    }

    /**
     * A run of the examples.
     *
     * @param from the first
     * @param to one after the last, above {@code from}
     * @throws IllegalArgumentException if there are fewer
     */
    public Examples part(int from, int to) {
        if (count() < to) {
            throw new IllegalArgumentException("the study needs " + to + " examples, there are " + count());
        }
        return new Examples(Arrays.copyOfRange(rows, from, to), Arrays.copyOfRange(labels, from, to), shape, classes);
    }

    /** The same inputs with other labels. */
    public Examples labelled(int[] others) {
        return new Examples(rows, others, shape, classes);
    }

    /** Some of the examples as one batch. */
    AugmentedBatches.Batch batch(int[] order, int from, int count) {
        int numbers = rows[0].length;
        float[] numbersOfAll = new float[count * numbers];
        int[] own = new int[count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows[order[from + i]], 0, numbersOfAll, i * numbers, numbers);
            own[i] = labels[order[from + i]];
        }
        return new AugmentedBatches.Batch(numbersOfAll, own);
    }
}
