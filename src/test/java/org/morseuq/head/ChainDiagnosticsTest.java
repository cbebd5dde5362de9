package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChainDiagnosticsTest {

    /** \( x_k = \rho x_{k-1} + \sqrt{1 - \rho^2} \xi_k \), from its stationary distribution. */
    private static double[] autoregressive(double rho, int n, long seed) {
        Random random = new Random(seed);
        double[] series = new double[n];
        series[0] = random.nextGaussian();
        for (int k = 1; k < n; k++) {
            series[k] = rho * series[k - 1] + Math.sqrt(1 - rho * rho) * random.nextGaussian();
        }
        return series;
    }

    /**
     * \( \rho_k = \rho^k \), so \( \tau = (1 + \rho) / (1 - \rho) \). The standard error of a sum of m estimated
     * autocorrelations is about \( \tau \sqrt{2 (2 m + 1) / n} \), here up to 3 percent for the 80 lags of 0.9.
     */
    @ParameterizedTest
    @ValueSource(doubles = {-0.5, 0, 0.5, 0.9})
    void theWorthOfAnAutoregressiveChainHasAClosedForm(double rho) {
        int n = 200_000;
        double worth = EffectiveSampleSize.of(autoregressive(rho, n, 5));
        double expected = n * (1 - rho) / (1 + rho);
        assertEquals(expected, worth, 0.1 * expected);
    }

    @Test
    void theWorthDoesNotDependOnUnitAndOrigin() {
        double[] series = autoregressive(0.7, 1000, 6);
        double[] other = new double[1000];
        for (int k = 0; k < 1000; k++) {
            other[k] = 40 - 8 * series[k];
        }
        assertEquals(EffectiveSampleSize.of(series), EffectiveSampleSize.of(other), 1e-6);
    }

    /** 1, 2, 3, 4 around 2.5: autocorrelations 1, 1/4, -3/10 and -9/20, so the pairs are 5/4 and below 0; 4 / (5/2 - 1). */
    @Test
    void theWorthOfFourNumbersByHand() {
        assertEquals(4 / 1.5, EffectiveSampleSize.of(new double[] {1, 2, 3, 4}), 1e-12);
        assertEquals(1, EffectiveSampleSize.of(new double[] {3, 3, 3, 3, 3}));
        assertThrows(IllegalArgumentException.class, () -> EffectiveSampleSize.of(new double[3]));
    }

    /** Halves (0, 2), (0, 2), (4, 6), (4, 6): W = 2, means 1, 1, 5, 5 with B = 16/3; 1/2 + 8/3. */
    @Test
    void theScaleReductionByHand() {
        assertEquals(Math.sqrt(0.5 + 8 / 3.0), ScaleReduction.of(new double[][] {{0, 2, 0, 2}, {4, 6, 4, 6}}), 1e-12);
        assertEquals(1, ScaleReduction.of(new double[][] {{5, 5, 5, 5}, {5, 5, 5, 5}}));
        double[] still = DoubleStream.generate(() -> 95.90416217966768).limit(8).toArray();
        assertEquals(1, ScaleReduction.of(new double[][] {still, still, still}), "whose average is off by a rounding");
        assertEquals(Double.POSITIVE_INFINITY, ScaleReduction.of(new double[][] {{5, 5, 5, 5}, {6, 6, 6, 6}}));
    }

    @Test
    void chainsThatAgreeAreToldFromOnesThatDoNot() {
        double[][] agree = {autoregressive(0.5, 4000, 1), autoregressive(0.5, 4000, 2), autoregressive(0.5, 4000, 3)};
        // The means of 2000 steps, worth 667 draws, differ by 0.04: R is about 1 + 0.04^2 / 2.
        assertTrue(ScaleReduction.of(agree) < 1.01);
        double[][] apart = {agree[0], agree[1], agree[2].clone()};
        for (int k = 0; k < 4000; k++) {
            apart[2][k] += 1;
        }
        assertTrue(ScaleReduction.of(apart) > 1.05);
        double[] drifting = agree[0].clone();
        for (int k = 0; k < 4000; k++) {
            drifting[k] += k / 2000.0;
        }
        assertTrue(ScaleReduction.of(new double[][] {drifting}) > 1.1, "a single chain that drifts");
    }

    @Test
    void chainsOfDifferentLengthsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ScaleReduction.of(new double[0][]));
        assertThrows(IllegalArgumentException.class, () -> ScaleReduction.of(new double[][] {{1, 2, 3}}));
        assertThrows(
                IllegalArgumentException.class,
                () -> ScaleReduction.of(new double[][] {{1, 2, 3, 4}, {1, 2, 3, 4, 5}}));
    }
}
