package org.morseuq.store;

import java.util.Arrays;

/**
 * A named-elsewhere block of float32 numbers with a shape, in row-major order.
 *
 * @param shape the extents, each at least 0; empty for a scalar
 * @param values as many numbers as the product of the extents. Not copied
 */
public record Tensor(int[] shape, float[] values) {

    /** Checks that shape and values agree. */
    public Tensor {
        long count = 1;
        for (int extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("negative extent in shape " + Arrays.toString(shape));
            }
            count *= extent;
        }
        if (count != values.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " holds " + count + " numbers, got " + values.length);
        }
    }

    /** A vector; the numbers are copied. */
    public static Tensor of(float... values) {
        return new Tensor(new int[] {values.length}, values.clone());
    }

    /** A matrix with the given rows, all of one length; the numbers are copied. */
    public static Tensor of(float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        float[] values = new float[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + rows[i].length + " numbers, row 0 has " + columns);
            }
            System.arraycopy(rows[i], 0, values, i * columns, columns);
        }
        return new Tensor(new int[] {rows.length, columns}, values);
    }

    /** The rows of a matrix, copied; refuses any other rank, and rows of no columns, of which a file may claim billions. */
    public float[][] toRows() {
        if (shape.length != 2 || (shape[1] == 0 && shape[0] > 0)) {
            throw new IllegalArgumentException("expected a matrix, got shape " + Arrays.toString(shape));
        }
        float[][] rows = new float[shape[0]][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * shape[1], (i + 1) * shape[1]);
        }
        return rows;
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}
