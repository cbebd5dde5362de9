package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.morseuq.head.Langevin.Chain;

/**
 * Stationary distributions in closed form. Errors of means are those of as many independent draws as the chain is worth
 * for that very quantity; every check allows four of them, which one in 16,000 passes by chance, and seeds are fixed.
 */
final class LangevinTest {

    private static final float[] TARGET = {1, -2, 0.5f};
    private static final double RATE = 2;
    private static final int DRAWS = 40_000;
    private static final Potential GAUSSIAN = Potentials.of(new IdentityMap(3), TARGET, new Kernel.Gaussian(RATE));

    private static Chain run(boolean adjusted, double step) {
        return new Langevin(adjusted, step, 0, DRAWS, 1).run(GAUSSIAN, Box.unbounded(3), TARGET, 7);
    }

    private static void assertMean(double expected, Chain chain, ToDoubleFunction<float[]> quantity, String what) {
        double[] series = Arrays.stream(chain.points()).mapToDouble(quantity).toArray();
        double mean = Arrays.stream(series).average().orElseThrow();
        double variance = Arrays.stream(series)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        double error = Math.sqrt(variance / EffectiveSampleSize.of(series));
        assertEquals(expected, mean, 4 * error, what);
        assertTrue(error < 0.05 * Math.sqrt(variance), what + " is not known well enough: " + error);
    }

    private static void assertGaussian(double variance, Chain chain) {
        for (int i = 0; i < 3; i++) {
            int a = i;
            int b = (i + 1) % 3;
            assertMean(TARGET[a], chain, x -> x[a], "mean " + a);
            assertMean(variance, chain, x -> (x[a] - TARGET[a]) * (x[a] - TARGET[a]), "variance " + a);
            assertMean(0, chain, x -> (x[a] - TARGET[a]) * (x[b] - TARGET[b]), "covariance " + a + b);
        }
    }

    @Test
    void adjustedTheGaussianKernelIsSampledExactly() {
        Chain chain = run(true, 0.4);
        assertGaussian(1 / RATE, chain);
        assertTrue(chain.acceptance() > 0.5 && chain.acceptance() < 0.99, chain.toString());
        assertEquals(0.4, chain.step());
    }

    /** Three times colder, a third of the variance. */
    @Test
    void adjustedATemperatureDividesTheVariance() {
        assertGaussian(
                1 / (3 * RATE), new Langevin(3, true, 0.13, 0, DRAWS, 1).run(GAUSSIAN, Box.unbounded(3), TARGET, 8));
    }

    /** \( x' - t = (1 - \epsilon\lambda)(x - t) + \sqrt{2 \epsilon} \xi \) is an AR(1) chain. */
    @Test
    void unadjustedTheVarianceIsOffByItsClosedForm() {
        double step = 0.4;
        Chain chain = run(false, step);
        double variance = 1 / (RATE * (1 - step * RATE / 2));
        assertGaussian(variance, chain);
        assertEquals(1, chain.acceptance());
        double[] squares = Arrays.stream(chain.points())
                .mapToDouble(x -> (x[0] - TARGET[0]) * (x[0] - TARGET[0]))
                .toArray();
        // 0.83 against 0.5: nobody could take one for the other.
        assertTrue(Math.abs(Arrays.stream(squares).average().orElseThrow() - 1 / RATE) > 0.2);
        // The chain is AR(1) with the coefficient 1 - 0.8; its worth is n (1 - 0.2) / (1 + 0.2), known to some 2 %.
        double worth = EffectiveSampleSize.of(
                Arrays.stream(chain.points()).mapToDouble(x -> x[0]).toArray());
        assertEquals(DRAWS * 0.8 / 1.2, worth, 0.06 * DRAWS);
    }

    /** The energy of a Gaussian kernel in d dimensions is \( \chi^2_d / 2 \): mean d / 2 and variance d / 2. */
    @Test
    void theTraceHasTheEnergiesOfTheKeptSteps() {
        Chain chain = run(true, 0.4);
        double error = Math.sqrt(1.5 / EffectiveSampleSize.of(chain.energies()));
        assertEquals(1.5, Arrays.stream(chain.energies()).average().orElseThrow(), 4 * error);
        assertEquals(GAUSSIAN.at(chain.points()[99]).energy(), chain.energies()[99]);
    }

    /** A kernel with a heavier tail: the Cauchy kernel in one dimension is the density of Student's t, here of 1 degree. */
    @Test
    void adjustedTheQuartilesOfTheCauchyKernelAreRight() {
        Potential cauchy = Potentials.of(new IdentityMap(1), new float[1], new Kernel.Cauchy(1));
        Chain chain = new Langevin(true, 1, 0, DRAWS, 1).run(cauchy, Box.unbounded(1), new float[1], 3);
        assertMean(0.5, chain, x -> Math.abs(x[0]) < 1 ? 1 : 0, "mass between the quartiles");
        assertMean(0.5, chain, x -> x[0] < 0 ? 1 : 0, "mass below the median");
    }

    /** With a rate of next to nothing the density on the unit square is uniform. */
    @Test
    void adjustedChainsStayInTheBoxAndFillIt() {
        Potential flat = Potentials.of(new IdentityMap(2), new float[2], new Kernel.Gaussian(1e-9));
        Box box = new Box(new float[] {0, 0}, new float[] {1, 1});
        Chain chain = new Langevin(true, 0.05, 0, DRAWS, 1).run(flat, box, new float[] {0.5f, 0.5f}, 5);
        for (float[] point : chain.points()) {
            assertTrue(box.contains(point));
        }
        assertMean(0.5, chain, x -> x[0], "mean");
        assertMean(1 / 3.0, chain, x -> x[0] * x[0], "second moment");
        assertMean(0.1, chain, x -> x[1] < 0.1 ? 1 : 0, "mass at the wall");
        Chain unadjusted = new Langevin(false, 0.05, 0, 100, 1).run(flat, box, new float[] {0.5f, 0.5f}, 5);
        for (float[] point : unadjusted.points()) {
            assertTrue(box.contains(point));
        }
    }

    @Test
    void theBurnInFindsTheStepFromFarOff() {
        Potential potential = Potentials.of(new IdentityMap(10), new float[10], new Kernel.Gaussian(1000));
        for (double first : new double[] {1e-6, 1}) {
            Chain chain =
                    new Langevin(true, first, 1000, 4000, 4000).run(potential, Box.unbounded(10), new float[10], 11);
            // The last of the moves, 1000^-0.6 or 0.016 each, leave the step within some percent of where it should be.
            assertEquals(0.574, chain.acceptance(), 0.05, "from " + first);
            assertEquals(1, chain.points().length);
        }
    }

    @Test
    void theSeedDecidesEverything() {
        Langevin langevin = new Langevin(true, 0.1, 20, 30, 7);
        Chain chain = langevin.run(GAUSSIAN, Box.unbounded(3), TARGET, 1);
        Chain again = langevin.run(GAUSSIAN, Box.unbounded(3), TARGET, 1);
        assertArrayEquals(chain.energies(), again.energies());
        assertArrayEquals(chain.points(), again.points());
        assertEquals(4, chain.points().length);
        assertEquals(GAUSSIAN.at(chain.points()[3]).energy(), chain.energies()[27]);
        assertFalse(Arrays.equals(
                chain.energies(),
                langevin.run(GAUSSIAN, Box.unbounded(3), TARGET, 2).energies()));
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Langevin(0, true, 1, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Langevin(true, 0, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Langevin(true, Double.POSITIVE_INFINITY, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Langevin(true, 1, -1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Langevin(true, 1, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Langevin(true, 1, 0, 5, 6));
    }

    /** For a step beyond 2 / lambda every unadjusted step multiplies the distance by more than 1. */
    @Test
    void anUnadjustedChainThatDivergesEndsInNumbersThatAreNone() {
        Chain chain = new Langevin(false, 3, 0, 1000, 1).run(GAUSSIAN, Box.unbounded(3), TARGET, 1);
        assertEquals(1000, chain.points().length);
        assertFalse(Double.isFinite(chain.energies()[999]));
        assertTrue(Double.isFinite(chain.energies()[0]));
    }

    @Test
    void moreStepsThanCanBeCountedAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Langevin(true, 1, Integer.MAX_VALUE, 4, 1));
    }
}
