package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morseuq.data.FeatureFile;

final class RealisedRateTest {

    /** Counts from scipy 1.17.1, stats.betabinom(m, k, n + 1 - k): first j with cdf > 0.025, first j with cdf >= 0.975. */
    @ParameterizedTest
    @CsvSource({"250,5000,5000,209,294", "5,99,1000,15,103", "1,19,50,0,10", "100,1000,200,11,30"})
    void theBandIsThatOfTheBetaBinomial(int alarms, int calibration, int inputs, int low, int high) {
        double[] band = RealisedRate.band(alarms, calibration, inputs, 0.95);
        assertEquals((double) low / inputs, band[0]);
        assertEquals((double) high / inputs, band[1]);
    }

    /** From scipy 1.17.1, stats.beta(k, n + 1 - k), ppf and isf of half of 1 - level; sums of 5,000 logarithms round. */
    @ParameterizedTest
    @CsvSource({
        "250,5000,0.95,0.044123243980000115,0.05619759470222953",
        "50,5000,0.95,0.007431046999410098,0.012935647565961862",
        "5,99,0.95,0.016599911329843495,0.10022790656874934",
        "1,19,0.95,0.0013316288041794239,0.17646691180696536",
        "1,1,0.9,0.05,0.95",
        "19,19,0.9,0.8541314966877566,0.9973039936971287",
        "500,5000,0.99,0.08935736616273364,0.11120340969445086"
    })
    void theBandOfTheLongRunIsThatOfTheBeta(int alarms, int calibration, double level, double low, double high) {
        double[] band = RealisedRate.band(alarms, calibration, level);
        assertEquals(low, band[0], 1e-10 * low);
        assertEquals(high, band[1], 1e-10 * high);
    }

    /** Counts from scipy 1.17.1: convolved stats.betabinom.pmf, first j with a sum > 0.025 and with one >= 0.975. */
    @Test
    void theBandOfGroupsIsThatOfTheSumOfTheirAlarms() {
        int[] alarms = {2, 5, 1, 3};
        int[] inputs = {30, 80, 0, 11};
        double[] band = RealisedRate.band(alarms, new int[] {40, 60, 25, 33}, inputs, 0.95);
        assertEquals(2 / 121.0, band[0]);
        assertEquals(18 / 121.0, band[1]);
        double[] wide = RealisedRate.band(new int[] {25, 20}, new int[] {500, 412}, new int[] {480, 530}, 0.95);
        assertEquals(31 / 1010.0, wide[0]);
        assertEquals(71 / 1010.0, wide[1]);
        assertThrows(IllegalArgumentException.class, () -> RealisedRate.band(alarms, alarms, new int[4], 0.95));
        assertThrows(IllegalArgumentException.class, () -> RealisedRate.band(new int[1], alarms, new int[] {1}, 0.95));
    }

    /**
     * The shipped detector's energies of the 10,000 test images, half of which calibrate. Drawn without replacement, the two
     * halves are exchangeable, so every resample lies in the band with the same probability of at least 95 %: of 1,000, at
     * least 950 on average and 950 - 3 * 6.9 all but once in 700 seeds.
     */
    @Test
    void falseAlarmsOfTheShippedDetectorLieInTheirBand() throws IOException {
        Path shipped = Path.of("pretrained", "cifar10-resnet20");
        MorseNetwork network =
                MorseDetector.load(shipped.resolve("balanced-product.morse")).network();
        double[] energies = network.energies(FeatureFile.read(shipped.resolve("features/cifar10-test.safetensors"))
                .select(network.layout().names()));
        int n = energies.length / 2;
        double[] alphas = {0.01, 0.05, 0.1};
        double[][] bands = new double[alphas.length][];
        for (int a = 0; a < alphas.length; a++) {
            bands[a] =
                    RealisedRate.band(Calibration.of(Arrays.copyOf(energies, n)).alarms(alphas[a]), n, n, 0.95);
        }
        Random random = new Random(8);
        int[] inside = new int[alphas.length];
        for (int r = 0; r < 1000; r++) {
            for (int i = 0; i < n; i++) { // the first half of a Fisher-Yates shuffle
                int j = i + random.nextInt(energies.length - i);
                double swap = energies[i];
                energies[i] = energies[j];
                energies[j] = swap;
            }
            Calibration calibration = Calibration.of(Arrays.copyOf(energies, n));
            for (int a = 0; a < alphas.length; a++) {
                double threshold = calibration.threshold(alphas[a]);
                int alarms = 0;
                for (int i = n; i < energies.length; i++) {
                    alarms += energies[i] > threshold ? 1 : 0;
                }
                double rate = (double) alarms / n;
                inside[a] += rate >= bands[a][0] && rate <= bands[a][1] ? 1 : 0;
            }
        }
        for (int a = 0; a < alphas.length; a++) {
            assertTrue(inside[a] >= 950 - 3 * 6.9, inside[a] + " of 1000 at " + alphas[a]);
        }
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
        assertThrows(IllegalArgumentException.class, () -> RealisedRate.band(0, 10, 0.95));
        assertThrows(IllegalArgumentException.class, () -> RealisedRate.band(1, 10, 0));
    }
}
