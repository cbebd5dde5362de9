package org.morseuq.algebra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class LuTest {

    @Test
    void solvesWhatNeedsARowExchange() {
        double[][] matrix = {{0, 2, 1}, {1, -1, 3}, {4, 0, -2}};
        double[] x = {1, -2, 3};
        // 0 - 4 + 3, 1 + 2 + 9, 4 + 0 - 6; the numbers are small, so a few units in the last place
        assertArrayEquals(x, Lu.of(matrix).solve(new double[] {-1, 12, -2}), 1e-14);
    }

    @Test
    void refusesASingularMatrix() {
        assertThrows(IllegalArgumentException.class, () -> Lu.of(new double[][] {{1, 2}, {2, 4}}));
        assertThrows(IllegalArgumentException.class, () -> Lu.of(new double[][] {{Double.NaN}}));
    }

    @Test
    void refusesAMatrixThatIsNotSquare() {
        assertThrows(IllegalArgumentException.class, () -> Lu.of(new double[][] {{1, 2}, {2}}));
    }
}
