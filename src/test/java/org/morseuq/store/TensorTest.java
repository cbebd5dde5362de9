package org.morseuq.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class TensorTest {

    @Test
    void shapeAndNumbersMustAgree() {
        assertThrows(IllegalArgumentException.class, () -> new Tensor(new int[] {2, 3}, new float[5]));
        assertThrows(IllegalArgumentException.class, () -> new Tensor(new int[] {-1, -1}, new float[1]));
        assertThrows(IllegalArgumentException.class, () -> new Tensor(new int[] {}, new float[0]));
        assertEquals(1, new Tensor(new int[] {}, new float[1]).values().length);
    }

    @Test
    void rowsAreCopiedInAndOut() {
        float[][] rows = {{1, 2, 3}, {4, 5, 6}};
        Tensor matrix = Tensor.of(rows);
        rows[0][0] = 9;
        matrix.toRows()[1][2] = 9;
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, matrix.values());
        assertArrayEquals(new float[][] {{1, 2, 3}, {4, 5, 6}}, matrix.toRows());
        assertArrayEquals(new int[] {2, 3}, matrix.shape());
    }

    @Test
    void raggedRowsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[][] {{1}, {2, 3}}));
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[][] {{1, 2}, {3}}));
    }

    /** Two billion rows of nothing cost no byte of a file, but a row of them each 16 bytes of memory. */
    @Test
    void rowsWithoutColumnsAreRefused() {
        Tensor hollow = new Tensor(new int[] {Integer.MAX_VALUE, 0}, new float[0]);
        assertThrows(IllegalArgumentException.class, hollow::toRows);
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(1, 2, 3).toRows());
        assertEquals(0, new Tensor(new int[] {0, 5}, new float[0]).toRows().length);
    }
}
