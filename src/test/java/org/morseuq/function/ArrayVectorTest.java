package org.morseuq.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class ArrayVectorTest {

    private final ArrayVector x = ArrayVector.of(1, -2, 4);

    @Test
    void arithmeticIsThatOfTheSpace() {
        Vector y = x.zeros().fill(3).add(2, x).scale(0.5);
        assertArrayEquals(new double[] {2.5, -0.5, 5.5}, y.toArray());
        assertEquals(1 + 4 + 16, x.dot(x));
        assertEquals(Math.sqrt(21), x.norm());
    }

    @Test
    void productsAndRootsAreTakenEntryByEntry() {
        Vector s = x.zeros().addProduct(1, x, x);
        assertArrayEquals(new double[] {1, 4, 16}, s.toArray());
        assertArrayEquals(
                new double[] {1.0 / 3, -2.0 / 4, 4.0 / 6},
                x.copy().divideByRoot(s, 0, 2).toArray());
        assertArrayEquals(
                new double[] {1 / Math.sqrt(4), -2 / Math.sqrt(7), 4 / Math.sqrt(19)},
                x.copy().divideByRoot(s, 3, 0).toArray());
    }

    @Test
    void aCopyLeadsItsOwnLife() {
        double[] source = {1, 2};
        ArrayVector original = ArrayVector.of(source);
        source[0] = 9;
        Vector copy = original.copy();
        original.scale(0);
        copy.toArray()[1] = 7;
        assertArrayEquals(new double[] {1, 2}, copy.toArray());
    }

    @Test
    void vectorsOfOtherSizesAreRefused() {
        Vector other = ArrayVector.of(1, 2);
        assertThrows(IllegalArgumentException.class, () -> x.add(1, other));
        assertThrows(IllegalArgumentException.class, () -> x.dot(other));
        assertThrows(IllegalArgumentException.class, () -> x.setArray(new double[2]));
        assertThrows(IllegalArgumentException.class, ArrayVector::of);
    }

    @Test
    void aQuadraticHasItsDerivatives() {
        Quadratic q = new Quadratic(new double[][] {{2, 1}, {1, -3}}, new double[] {1, 0});
        Vector at = ArrayVector.of(2, 2);
        Vector g = at.zeros();
        assertEquals((2 * 1 + 2 * 2 + -3 * 4) / 2.0, q.gradient(at, g));
        assertArrayEquals(new double[] {4, -5}, g.toArray());
        Vector hg = at.zeros();
        assertEquals(q.value(at), q.gradientAndDrift(at, g, hg));
        assertArrayEquals(new double[] {2 * 4 - 5, 4 + 15}, hg.toArray());
        assertThrows(
                IllegalArgumentException.class, () -> new Quadratic(new double[][] {{1, 2}, {3, 1}}, new double[2]));
    }
}
