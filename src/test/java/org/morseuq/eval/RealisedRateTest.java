package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morseuq.head.Calibration;

final class RealisedRateTest {

    /** Counts from scipy 1.17.1, stats.betabinom(m, k, n + 1 - k): first j with cdf > 0.025, first j with cdf >= 0.975. */
    @ParameterizedTest
    @CsvSource({"250,5000,5000,209,294", "5,99,1000,15,103", "1,19,50,0,10", "100,1000,200,11,30"})
    void theBandIsThatOfTheBetaBinomial(int alarms, int calibration, int inputs, int low, int high) {
        double[] band = RealisedRate.band(alarms, calibration, inputs, 0.95);
        assertEquals((double) low / inputs, band[0]);
        assertEquals((double) high / inputs, band[1]);
    }

    @Test
    void theMeasuredRateFallsIntoTheBandAsOftenAsClaimed() {
        Random random = new Random(5);
        int inside = 0;
        int trials = 1000;
        double[] band = RealisedRate.band(Calibration.of(new double[199]).alarms(0.1), 199, 300, 0.95);
        for (int t = 0; t < trials; t++) {
            double threshold = Calibration.of(random.doubles(199).toArray()).threshold(0.1);
            double rate = random.doubles(300).filter(score -> score > threshold).count() / 300.0;
            inside += rate >= band[0] && rate <= band[1] ? 1 : 0;
        }
        // At least 95 % of 1,000 trials, less three standard deviations of a binomial count: 950 - 3 * 6.9.
        assertTrue(inside >= 929, inside + " of " + trials);
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> RealisedRate.band(0, 10, 10, 0.95));
        assertThrows(IllegalArgumentException.class, () -> RealisedRate.band(11, 10, 10, 0.95));
        assertThrows(IllegalArgumentException.class, () -> RealisedRate.band(1, 10, 0, 0.95));
        assertThrows(IllegalArgumentException.class, () -> RealisedRate.band(1, 10, 10, 1));
    }
}
