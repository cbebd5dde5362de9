package org.morseuq.algebra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ExtremumTest {

    @Test
    void theFirstOfSeveral() {
        assertEquals(1, Extremum.least(new double[] {3, -2, 5, -2}));
        assertEquals(2, Extremum.largest(new float[] {3, -2, 5, 5}));
        assertEquals(0, Extremum.least(new double[] {7}));
    }

    @Test
    void infinitiesCountAndNumbersThatAreNoneDoNot() {
        assertEquals(2, Extremum.least(new double[] {1, Double.NaN, Double.NEGATIVE_INFINITY}));
        assertEquals(2, Extremum.largest(new float[] {1, Float.NaN, Float.POSITIVE_INFINITY}));
        assertEquals(1, Extremum.least(new double[] {Double.POSITIVE_INFINITY, 4}));
    }
}
