package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class PairedMeanTest {

    /** scipy.stats.ttest_rel (SciPy 1) of the same numbers; 1e-6 is what the library's quantiles are good for. */
    @Test
    void agreesWithAnother() {
        double[] a = {1.2, 0.9, 1.7, 1.1, 1.4};
        double[] b = {1.0, 0.8, 1.1, 1.3, 1.2};
        Difference difference = PairedMean.of(a, b, 0.95);
        assertEquals(0.18, difference.estimate(), 1e-12);
        assertEquals(-0.17555845893987568, difference.low(), 1e-6);
        assertEquals(0.5355584589398756, difference.high(), 1e-6);
        assertEquals(0.23256582416537816, difference.pValue(), 1e-6);
    }

    /** With one degree of freedom the law is Cauchy's: t of 0.975 is tan(0.475 pi), and P(|t| > 1) is one half. */
    @Test
    void twoPairsHaveTheLawOfCauchy() {
        Difference difference = PairedMean.of(new double[] {0, 2}, new double[2], 0.95);
        assertEquals(1, difference.estimate(), 1e-12);
        assertEquals(1 + Math.tan(0.475 * Math.PI), difference.high(), 1e-5);
        assertEquals(0.5, difference.pValue(), 1e-6);
    }

    @Test
    void equalDifferencesLeaveNoDoubt() {
        assertEquals(new Difference(2, 2, 2, 0), PairedMean.of(new double[] {3, 4}, new double[] {1, 2}, 0.95));
        assertEquals(
                1, PairedMean.of(new double[] {3, 4}, new double[] {3, 4}, 0.95).pValue());
        assertThrows(IllegalArgumentException.class, () -> PairedMean.of(new double[1], new double[1], 0.95));
    }
}
