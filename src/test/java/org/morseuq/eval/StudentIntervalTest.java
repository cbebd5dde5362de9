package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Closed forms: Student's distribution with two degrees of freedom has an elementary quantile. */
final class StudentIntervalTest {

    private static final double TOLERANCE = 1e-8; // what the inverse of the distribution is computed to

    /** \( t = a \sqrt{2 / (1 - a^2)} \) with a = 2p - 1 = 0.95. */
    private static final double TWO_FREE = 0.95 * Math.sqrt(2 / (1 - 0.95 * 0.95));

    @Test
    void ofThreeNumbersTheIntervalIsThatOfTwoDegreesOfFreedom() {
        Interval mean = StudentInterval.ofMean(1, 2, 6); // deviations -2, -1, 3: squares 14
        assertEquals(3, mean.estimate());
        double half = TWO_FREE * Math.sqrt(14.0 / 2 / 3);
        assertEquals(3 - half, mean.low(), TOLERANCE);
        assertEquals(3 + half, mean.high(), TOLERANCE);
    }

    @Test
    void differencesArePaired() {
        Difference difference = StudentInterval.ofDifference(new double[] {101, 12, 7}, new double[] {100, 10, 1});
        assertEquals(
                StudentInterval.ofMean(1, 2, 6),
                new Interval(difference.estimate(), difference.low(), difference.high()));
    }

    @Test
    void aSlopeIsAsSureAsItsPointsLieOnTheLine() {
        // y = 1 + 2x with distances 1, -1, -1, 1, which no line of this slope or another takes away.
        double[] x = {-3, -1, 1, 3};
        double[] y = {-4, -2, 2, 8};
        Interval slope = StudentInterval.ofSlope(x, y);
        assertEquals(2, slope.estimate(), 1e-15);
        assertEquals(2 + TWO_FREE * Math.sqrt(4.0 / 2 / 20), slope.high(), TOLERANCE);
        Interval exact = StudentInterval.ofSlope(x, new double[] {-6, -2, 2, 6});
        assertEquals(exact.low(), exact.high());
    }

    @Test
    void whatBendsALineIsTakenAway() {
        // y = 1 + 2x + 3z with z = x^2, and distances of 1, -3, 3, -1 that no parabola takes away.
        double[] x = {-3, -1, 1, 3};
        double[] z = {9, 1, 1, 9};
        double[] y = new double[4];
        double[] apart = {1, -3, 3, -1};
        for (int i = 0; i < 4; i++) {
            y[i] = 1 + 2 * x[i] + 3 * z[i] + apart[i];
        }
        Interval slope = StudentInterval.ofSlope(x, y, z);
        assertEquals(2, slope.estimate(), 1e-14);
        // One degree of freedom: Cauchy, whose quantile is a tangent. The tolerance is relative to 13.
        assertEquals(2 + Math.tan(0.475 * Math.PI) * Math.sqrt(20.0 / 20), slope.high(), 1e-6);
    }

    @Test
    void tooFewNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> StudentInterval.ofMean(1));
        assertThrows(IllegalArgumentException.class, () -> StudentInterval.ofSlope(new double[2], new double[2]));
        assertThrows(IllegalArgumentException.class, () -> StudentInterval.ofSlope(new double[3], new double[3]));
        assertThrows(IllegalArgumentException.class, () -> StudentInterval.ofDifference(new double[3], new double[2]));
    }

    /** scipy.stats.ttest_rel (SciPy 1) of the same numbers; 1e-6 is what the library's quantiles are good for. */
    @Test
    void theTestOfPairsAgreesWithAnother() {
        double[] a = {1.2, 0.9, 1.7, 1.1, 1.4};
        double[] b = {1.0, 0.8, 1.1, 1.3, 1.2};
        Difference difference = StudentInterval.ofDifference(a, b);
        assertEquals(0.18, difference.estimate(), 1e-12);
        assertEquals(-0.17555845893987568, difference.low(), 1e-6);
        assertEquals(0.5355584589398756, difference.high(), 1e-6);
        assertEquals(0.23256582416537816, difference.pValue(), 1e-6);
    }

    /** With one degree of freedom the law is Cauchy's: t of 0.975 is tan(0.475 pi), and P(|t| > 1) is one half. */
    @Test
    void twoPairsHaveTheLawOfCauchy() {
        Difference difference = StudentInterval.ofDifference(new double[] {0, 2}, new double[2]);
        assertEquals(1, difference.estimate(), 1e-12);
        assertEquals(1 + Math.tan(0.475 * Math.PI), difference.high(), 1e-5);
        assertEquals(0.5, difference.pValue(), 1e-6);
    }

    @Test
    void equalDifferencesLeaveNoDoubt() {
        assertEquals(
                new Difference(2, 2, 2, 0), StudentInterval.ofDifference(new double[] {3, 4}, new double[] {1, 2}));
        assertEquals(
                1,
                StudentInterval.ofDifference(new double[] {3, 4}, new double[] {3, 4})
                        .pValue());
    }
}
