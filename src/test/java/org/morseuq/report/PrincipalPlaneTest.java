package org.morseuq.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class PrincipalPlaneTest {

    @Test
    void findsTheTwoWidestDirections() {
        // Around (1, 2, 3): 4 to either side along the second axis, 2 along the third, 1 along the first.
        float[][] rows = {{1, 6, 3}, {1, -2, 3}, {1, 2, 5}, {1, 2, 1}, {2, 2, 3}, {0, 2, 3}};
        PrincipalPlane plane = PrincipalPlane.of(rows);
        assertArrayEquals(new double[] {1, 2, 3}, plane.mean(), 1e-12);
        assertArrayEquals(new double[] {0, 1, 0}, plane.axes()[0], 1e-12);
        assertArrayEquals(new double[] {0, 0, 1}, plane.axes()[1], 1e-12);
        assertArrayEquals(new double[] {4, -2}, plane.place(new float[] {9, 6, 1}), 1e-12);
    }

    @Test
    void fewRowsOfManyFeaturesLieAsTheyDoWithTheRolesSwapped() {
        Random random = new Random(5);
        float[][] wide = new float[6][40];
        for (float[] row : wide) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) random.nextGaussian();
            }
        }
        PrincipalPlane few = PrincipalPlane.of(wide); // by the 6 x 6 matrix
        float[][] many = new float[600][];
        for (int i = 0; i < many.length; i++) {
            many[i] = wide[i % 6]; // the same rows a hundred times: by the 40 x 40 matrix
        }
        PrincipalPlane same = PrincipalPlane.of(many);
        for (float[] row : wide) {
            assertArrayEquals(same.place(row), few.place(row), 1e-9); // sums over 600 rows instead of 6
        }
    }

    @Test
    void rowsThatDoNotSpreadLieAtTheOrigin() {
        PrincipalPlane one = PrincipalPlane.of(new float[][] {{3, 4, 5}});
        assertArrayEquals(new double[2], one.place(new float[] {3, 4, 5}), 0.0);
        PrincipalPlane line = PrincipalPlane.of(new float[][] {{0, 0}, {1, 1}, {2, 2}});
        assertTrue(Math.abs(line.place(new float[] {2, 2})[0] - Math.sqrt(2)) < 1e-12);
        assertEquals(0, line.place(new float[] {2, 2})[1], 1e-12);
        PrincipalPlane column = PrincipalPlane.of(new float[][] {{1}, {3}});
        assertArrayEquals(new double[] {1, 0}, column.place(new float[] {3}), 1e-12);
    }
}
