package org.morseuq.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TanhPerceptronTest {

    /** Sums of some hundred terms of size 1. */
    private static final double ROUNDING = 1e-14;

    private final TanhPerceptron loss = PerceptronReference.all();
    private final ArrayVector at = PerceptronReference.point();
    private final Vector v =
            at.zeros().setArray(IntStream.range(0, 44).mapToDouble(Math::cos).toArray());

    @Test
    void valueAndAllDerivativesAreThoseOfAutomaticDifferentiation() {
        Vector g = at.zeros();
        Vector into = at.zeros();
        assertEquals(PerceptronReference.loss(), loss.gradient(at, g), ROUNDING);
        assertEquals(PerceptronReference.loss(), loss.value(at), ROUNDING);
        assertArrayEquals(PerceptronReference.numbers("gradient"), g.toArray(), ROUNDING);
        loss.hessianProduct(at, v, into);
        assertArrayEquals(PerceptronReference.numbers("hessian_product"), into.toArray(), ROUNDING);
        loss.thirdProduct(at, g, v, into);
        assertArrayEquals(PerceptronReference.numbers("third_product"), into.toArray(), ROUNDING);
    }

    @Test
    void theThirdDerivativeDoesNotMindTheOrderOfItsDirections() {
        Vector g = at.zeros();
        loss.gradient(at, g);
        Vector one = at.zeros();
        Vector other = at.zeros();
        loss.thirdProduct(at, g, v, one);
        loss.thirdProduct(at, v, g, other);
        assertArrayEquals(one.toArray(), other.toArray(), ROUNDING);
    }

    @Test
    void logitsOfAnySizeAreFine() {
        TanhPerceptron one = new TanhPerceptron(new double[][] {{0}}, new int[] {0}, 1, 2);
        // Weights 0, so the logits are the two last numbers: -log softmax(0, 2000) = 2000.
        Vector far = ArrayVector.of(0, 0, 0, 0, 0, 2000);
        Vector g = far.zeros();
        assertEquals(2000, one.gradient(far, g));
        assertArrayEquals(new double[] {0, 0, 0, 0, -1, 1}, g.toArray());
    }

    @Test
    void theLargestLogitIsTheAnswer() {
        double[][] x = {{-1}, {1}, {2}};
        TanhPerceptron signs = new TanhPerceptron(x, new int[] {0, 1, 0}, 1, 2);
        // W_1 = 5, b_1 = 0, W_2 = (-1, 1), b_2 = (0, 0): class 1 where x is above 0.
        assertEquals(2, signs.correct(ArrayVector.of(5, 0, -1, 1, 0, 0)));
        assertEquals(1, signs.correct(ArrayVector.of(5, 0, 1, -1, 0, 0)));
        // Nothing but equal logits: the first class.
        assertEquals(2, signs.correct(ArrayVector.of(0, 0, 0, 0, 0, 0)));
    }

    @Test
    void aSumHasTheSumsOfTheDerivatives() {
        Objective sum =
                new WeightedSum(List.of(PerceptronReference.loss(0, 2), PerceptronReference.loss(2, 8)), 0.25, 0.75);
        Vector expected = at.zeros();
        Vector actual = at.zeros();
        assertEquals(loss.gradient(at, expected), sum.gradient(at, actual), ROUNDING);
        assertEquals(loss.value(at), sum.value(at), ROUNDING);
        assertArrayEquals(expected.toArray(), actual.toArray(), ROUNDING);
        loss.hessianProduct(at, v, expected);
        sum.hessianProduct(at, v, actual);
        assertArrayEquals(expected.toArray(), actual.toArray(), ROUNDING);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        double[][] row = {{1, 2}};
        assertThrows(IllegalArgumentException.class, () -> new TanhPerceptron(row, new int[] {2}, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> new TanhPerceptron(row, new int[2], 1, 2));
        assertThrows(IllegalArgumentException.class, () -> loss.value(ArrayVector.of(1)));
        assertThrows(IllegalArgumentException.class, () -> new WeightedSum(List.of(loss), 1, 2));
        assertThrows(IllegalArgumentException.class, () -> new WeightedSum(List.of(loss), Double.NaN));
    }
}
