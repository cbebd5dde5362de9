package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class TestMartingaleTest {

    private static final double[] EXPONENTS = {0.1, 0.3, 0.5, 0.7, 0.9};

    private static TestMartingale after(double... pValues) {
        TestMartingale martingale = TestMartingale.START;
        for (double p : pValues) {
            martingale = martingale.next(p);
        }
        return martingale;
    }

    /** The sum over all times of entry, each with its own product: the definition, not the recursion. */
    @Test
    void theCapitalIsTheMixtureOverEntriesAndBets() {
        double[] p = {0.3, 0.01, 1, 0.002, 0.5};
        double capital = 1.0 / (p.length + 1);
        for (int entry = 1; entry <= p.length; entry++) {
            for (double epsilon : EXPONENTS) {
                double product = 1.0 / (entry * (entry + 1)) / EXPONENTS.length;
                for (int t = entry; t <= p.length; t++) {
                    product *= epsilon * Math.pow(p[t - 1], epsilon - 1);
                }
                capital += product;
            }
        }
        assertEquals(Math.log(capital), after(p).log(), 1e-13);
        assertEquals(0, TestMartingale.START.log());
        assertEquals(5, after(p).inputs());
    }

    /**
     * The mean of the capital after one more uniform p-value is the capital now. With p = v^10 the integrand is a polynomial
     * in v of degree 9 at most: the midpoint rule on 20,000 cells errs by 1e-8 of it.
     */
    @Test
    void aUniformPValueLeavesTheCapitalAsItIsOnAverage() {
        for (TestMartingale now : new TestMartingale[] {TestMartingale.START, after(0.001, 0.2), after(0.9, 0.8, 1)}) {
            int cells = 20_000;
            double mean = 0;
            for (int c = 0; c < cells; c++) {
                double v = (c + 0.5) / cells;
                mean += Math.exp(now.next(Math.pow(v, 10)).log()) * 10 * Math.pow(v, 9) / cells;
            }
            assertEquals(Math.exp(now.log()), mean, 1e-7 * Math.exp(now.log()));
        }
    }

    /** After t = 10,000 there is 1e-8 / 5 to bet with, and 0.1 * 1000^0.9 = 50 a step: 7 steps make 100 of it. */
    @Test
    void aLateChangeTakesLittleMore() {
        Random random = new Random(1);
        TestMartingale martingale = TestMartingale.START;
        for (int t = 0; t < 10_000; t++) {
            martingale = martingale.next(1 - random.nextDouble());
        }
        int steps = 0;
        while (martingale.log() < Math.log(100)) {
            martingale = martingale.next(0.001);
            steps++;
        }
        assertTrue(steps <= 7, steps + " steps");
    }

    @Test
    void nothingOverflowsOrVanishes() {
        TestMartingale rich = TestMartingale.START;
        TestMartingale poor = TestMartingale.START;
        for (int t = 0; t < 2000; t++) {
            rich = rich.next(Double.MIN_VALUE);
            poor = poor.next(1);
        }
        // Every step multiplies the boldest bet by 0.1 * p^-0.9; the 2,000 entries add less than one factor.
        double step = Math.log(0.1) - 0.9 * Math.log(Double.MIN_VALUE);
        assertEquals(2000 * step, rich.log(), step);
        assertTrue(poor.log() > -Math.log(2001) && poor.log() < -Math.log(2001) + 0.1, "reserve 1/2001: " + poor.log());
    }

    @Test
    void whatIsNoPValueIsRefused() {
        for (double p : new double[] {0, -0.1, 1.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> TestMartingale.START.next(p));
        }
    }
}
