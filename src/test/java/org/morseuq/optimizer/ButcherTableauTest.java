package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ButcherTableauTest {

    @Test
    void thereAre17TreesThroughOrder5() {
        assertEquals(
                List.of(1, 1, 2, 4, 9, 20),
                IntStream.rangeClosed(1, 6)
                        .mapToObj(order -> RootedTree.ofOrder(order).size())
                        .toList());
        // the bush and the tall tree of order 5: density n and n!
        assertTrue(RootedTree.ofOrder(5).stream().anyMatch(tree -> tree.density() == 5));
        assertTrue(RootedTree.ofOrder(5).stream().anyMatch(tree -> tree.density() == 120));
    }

    /** Papers, and polynomials by hand: 1.5961 and 2.5127 are roots of R(-z) = -1 for 1 - z + z^2/2 - z^3/6. */
    @Test
    void limitsOfStabilityAreThoseOfTheBooks() {
        Map<String, Double> limits = Map.of(
                "euler", 2.0,
                "midpoint", 2.0,
                "heun", 2.0,
                "ralston", 2.0,
                "kutta3", 2.5127,
                "rk4", 2.7853,
                "three-eighths", 2.7853,
                "bogacki-shampine", 2.5127,
                "implicit-euler", Double.POSITIVE_INFINITY,
                "gauss-legendre-2", Double.POSITIVE_INFINITY);
        // four decimals are known
        limits.forEach((name, limit) ->
                assertEquals(limit, Tableaux.named(name).stabilityLimit(), limit.isInfinite() ? 0 : 1e-4, name));
    }

    @Test
    void polynomialsAreTaylorsAsFarAsTheStagesAllow() {
        assertArrayEquals(new double[] {1, 1, 0.5, 1.0 / 6, 1.0 / 24}, Tableaux.RK4.stabilityPolynomial(), 1e-15);
        double[] dormandPrince = Tableaux.DORMAND_PRINCE.stabilityPolynomial();
        double factorial = 1;
        for (int k = 1; k <= 5; k++) {
            factorial *= k;
            // sums of products of numbers up to 12: some hundred units in the last place
            assertEquals(1 / factorial, dormandPrince[k], 1e-13);
        }
        assertEquals(1.0 / 600, dormandPrince[6], 1e-13);
    }

    @Test
    void amplificationIsThePolynomialOrTheQuotient() {
        assertEquals(1 - 0.3 + 0.045, Tableaux.HEUN.amplification(-0.3), 1e-15);
        assertEquals(1 / 1.3, Tableaux.IMPLICIT_EULER.amplification(-0.3), 1e-15);
        // the Pade quotient (1 + z/2 + z^2/12) / (1 - z/2 + z^2/12)
        assertEquals((1 - 1 + 4.0 / 12) / (1 + 1 + 4.0 / 12), Tableaux.GAUSS_LEGENDRE_2.amplification(-2), 1e-15);
        assertThrows(IllegalStateException.class, Tableaux.IMPLICIT_EULER::stabilityPolynomial);
    }

    @Test
    void shapesAreDerived() {
        assertTrue(Tableaux.DORMAND_PRINCE.firstSameAsLast());
        assertTrue(Tableaux.BOGACKI_SHAMPINE.firstSameAsLast());
        assertFalse(Tableaux.RK4.firstSameAsLast());
        assertFalse(Tableaux.EULER.firstSameAsLast());
        assertFalse(Tableaux.GAUSS_LEGENDRE_2.explicit());
        assertTrue(Tableaux.all().stream().filter(t -> t.explicit()).count() == 9);
    }

    @Test
    void aWrongClaimIsRefusedByTheTreeItMisses() {
        double[][] a = {{0, 0}, {0.5, 0}};
        double[] c = {0, 0.5};
        double[] none = {};
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new ButcherTableau("mine", a, new double[] {0.5, 0.5}, c, none, 2, 0))
                .getMessage();
        assertTrue(message.contains("mine claims order 2") && message.contains("[.]"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> new ButcherTableau("too modest", a, new double[] {0, 1}, c, none, 1, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ButcherTableau("weights", a, new double[] {0, 0.9}, c, none, 2, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ButcherTableau("times", a, new double[] {0, 1}, new double[] {0, 0.4}, none, 2, 0));
    }

    /** A known library propagated the embedded weights of this method and called it of order 5. */
    @Test
    void tsitourasWithItsEmbeddedWeightsIsNotOfOrder5() {
        ButcherTableau tsitouras = Tsitouras.tableau();
        assertEquals(5, tsitouras.order());
        double[] embedded = Tsitouras.embeddedWeights();
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new ButcherTableau("tsit5", tsitouras.a(), embedded, tsitouras.c(), new double[0], 5, 0))
                .getMessage();
        assertTrue(message.contains("misses the condition of order 5"), message);
        assertEquals(
                4, new ButcherTableau("tsit4", tsitouras.a(), embedded, tsitouras.c(), new double[0], 4, 0).order());
    }

    @Test
    void whatIsHandedOutIsACopy() {
        Tableaux.RK4.b()[0] = 7;
        Tableaux.RK4.a()[1][0] = 7;
        assertEquals(1.0 / 6, Tableaux.RK4.b()[0]);
        assertEquals(0.5, Tableaux.RK4.a()[1][0]);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        String message = assertThrows(IllegalArgumentException.class, () -> Tableaux.named("rk5"))
                .getMessage();
        assertTrue(message.contains("rk5") && message.contains("dormand-prince"), message);
    }
}
