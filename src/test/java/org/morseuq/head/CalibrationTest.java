package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

final class CalibrationTest {

    private static double[] draw(int n, Random random, ToDoubleFunction<Random> score) {
        double[] scores = new double[n];
        for (int i = 0; i < n; i++) {
            scores[i] = score.applyAsDouble(random);
        }
        return scores;
    }

    /** Of 1, 2, 2, 3 at least s: none above 3, one at 3, three at 2, all at 1; plus one, by five. */
    @Test
    void pValuesWithTiesByHand() {
        Calibration calibration = Calibration.of(new double[] {2, 3, 1, 2});
        double[] scores = {3.5, 3, 2.5, 2, 1.5, 1, 0.5};
        double[] expected = {1 / 5.0, 2 / 5.0, 2 / 5.0, 4 / 5.0, 4 / 5.0, 1, 1};
        for (int i = 0; i < scores.length; i++) {
            assertEquals(expected[i], calibration.pValue(scores[i]), 0.0, "at " + scores[i]);
        }
        assertEquals(1 / 5.0, calibration.pValue(Double.POSITIVE_INFINITY), 0.0);
        assertEquals(3, calibration.threshold(0.2), 0.0); // one of five may be flagged: above the largest
        assertEquals(3, calibration.threshold(0.39), 0.0);
        assertEquals(2, calibration.threshold(0.4), 0.0);
        assertEquals(1, calibration.threshold(0.99), 0.0);
        assertEquals(4, calibration.alarms(0.99));
    }

    @Test
    void bothZerosAreOneScore() {
        Calibration calibration = Calibration.of(new double[] {0.0, -0.0});
        assertEquals(1, calibration.pValue(0.0), 0.0);
        assertEquals(1, calibration.pValue(-0.0), 0.0);
    }

    /** Rates of k alarms in n + 1, which doubles hold inexactly, and their neighbours; 0.29 * 100 is below 29 in doubles. */
    @Test
    void aScoreIsFlaggedExactlyIfItsPValueIsSmall() {
        Random random = new Random(1);
        for (int n : new int[] {1, 2, 6, 19, 48, 99, 199, 999}) {
            Calibration calibration = Calibration.of(draw(n, random, r -> r.nextInt(20)));
            List<Double> alphas = new ArrayList<>(
                    List.of(0.07, 0.29, 0.1, 0.05, 0.3, 0.57, 0.58, 1 / 49.0, Math.nextDown(1.0), random.nextDouble()));
            for (int k = 1; k <= n; k++) {
                double alpha = k / (n + 1.0);
                alphas.addAll(List.of(alpha, Math.nextDown(alpha), Math.nextUp(alpha)));
            }
            for (double alpha : alphas) {
                if (alpha < 1 / (n + 1.0)) {
                    assertThrows(IllegalArgumentException.class, () -> calibration.threshold(alpha));
                    continue;
                }
                double threshold = calibration.threshold(alpha);
                for (double score = -0.5; score <= 20; score += 0.5) {
                    assertEquals(
                            calibration.pValue(score) <= alpha,
                            score > threshold,
                            "n " + n + ", alpha " + alpha + ", score " + score);
                }
            }
        }
    }

    @Test
    void ratesThatTooFewScoresCannotGuaranteeAreRefusedWithTheNumberNeeded() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Calibration.of(new double[18])
                .threshold(0.05));
        assertTrue(e.getMessage().contains("18 calibration scores"), e.getMessage());
        assertTrue(e.getMessage().endsWith("at least 19"), e.getMessage());
        assertEquals(1, Calibration.of(new double[19]).alarms(0.05));
        for (int n = 2; n < 400; n++) { // 1 / (1 / 49.0) is not 49
            double alpha = 1 / (n + 1.0);
            assertEquals(1, Calibration.of(new double[n]).alarms(alpha));
            double[] few = new double[n - 1];
            String text = assertThrows(IllegalArgumentException.class, () -> Calibration.of(few)
                            .alarms(alpha))
                    .getMessage();
            assertTrue(text.endsWith("at least " + n), text);
        }
        for (double alpha : new double[] {0, 1, -0.1, 1.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> Calibration.of(new double[9])
                    .alarms(alpha));
        }
        assertThrows(IllegalArgumentException.class, () -> Calibration.of(new double[9])
                .alarms(1e-300));
    }

    /**
     * A p-value of one new score per resample: flags are independent, so their number is at most binomial; four standard
     * deviations are exceeded by chance once in 30,000 tries. Ties only lower the rate. Without them, and with n + 1 = 100,
     * it is alpha itself, so falling short by as much is a failure too.
     */
    @Test
    void falseAlarmsAreNoMoreFrequentThanPromised() {
        int resamples = 10_000;
        for (boolean ties : new boolean[] {false, true}) {
            Random random = new Random(ties ? 2 : 3);
            int[] flagged = new int[3];
            double[] alphas = {0.01, 0.05, 0.1};
            for (int r = 0; r < resamples; r++) {
                double[] scores = draw(100, random, g -> ties ? g.nextInt(30) : Math.exp(g.nextGaussian()));
                double p = Calibration.of(Arrays.copyOf(scores, 99)).pValue(scores[99]);
                for (int a = 0; a < alphas.length; a++) {
                    flagged[a] += p <= alphas[a] ? 1 : 0;
                }
            }
            for (int a = 0; a < alphas.length; a++) {
                double slack = 4 * Math.sqrt(resamples * alphas[a] * (1 - alphas[a]));
                assertTrue(flagged[a] <= resamples * alphas[a] + slack, flagged[a] + " at " + alphas[a]);
                assertTrue(ties || flagged[a] >= resamples * alphas[a] - slack, flagged[a] + " at " + alphas[a]);
            }
        }
    }

    /** At least 950 of 1,000 are expected in the band, which is discrete and so a little wide; 3 deviations of 6.9 below. */
    @Test
    void theRealisedRateLiesInItsBand() {
        Random random = new Random(4);
        int n = 199;
        int inputs = 200;
        for (double alpha : new double[] {0.01, 0.05, 0.1}) {
            double[] band = RealisedRate.band(Calibration.of(new double[n]).alarms(alpha), n, inputs, 0.95);
            int inside = 0;
            for (int r = 0; r < 1000; r++) {
                double threshold =
                        Calibration.of(draw(n, random, Random::nextGaussian)).threshold(alpha);
                double rate = 0;
                for (double score : draw(inputs, random, Random::nextGaussian)) {
                    rate += score > threshold ? 1.0 / inputs : 0;
                }
                inside += rate > band[0] - 1e-9 && rate < band[1] + 1e-9 ? 1 : 0; // sums of 1 / 200 round
            }
            assertTrue(inside >= 950 - 3 * 6.9, inside + " of 1000 at " + alpha);
        }
    }

    /**
     * Whichever of n + 1 scores is the new one, all alike: the smoothed p-values for u = 1/8, 2/8, ..., 1 lie below or at the
     * part t of their range in exactly the part t of the cases, at every t that is one of them.
     */
    @Test
    void smoothedPValuesAreUniformWhicheverScoreIsTheNewOne() {
        for (double[] bag :
                new double[][] {{1, 2, 3, 4, 5}, {3, 1, 3, 3, 2, 1}, {7, 7, 7}, {0.0, -0.0, 1, -1 / 0.0, 1 / 0.0}}) {
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < bag.length; i++) {
                double[] rest = new double[bag.length - 1];
                System.arraycopy(bag, 0, rest, 0, i);
                System.arraycopy(bag, i + 1, rest, i, rest.length - i);
                Calibration calibration = Calibration.of(rest);
                for (int u = 1; u <= 8; u++) {
                    values.add(calibration.pValue(bag[i], u / 8.0));
                }
                assertEquals(calibration.pValue(bag[i]), calibration.pValue(bag[i], 1), 0.0);
            }
            for (double t : values) {
                // The same quotients of the same integers: p-values that are equal are so to the last bit but one.
                long below = values.stream().filter(p -> p <= t + 1e-15).count();
                assertEquals(t, below / (double) values.size(), 1e-12, Arrays.toString(bag));
            }
        }
    }

    /** Chi-square with 19 degrees of freedom, 43.8 at its 99.9 % point; plain p-values of these ties score in thousands. */
    @Test
    void smoothedPValuesOfTiedScoresAreUniformOverResamples() {
        Random random = new Random(6);
        int resamples = 20_000;
        int[] counts = new int[20];
        for (int r = 0; r < resamples; r++) {
            double[] scores = draw(10, random, g -> g.nextInt(4));
            double p = Calibration.of(Arrays.copyOf(scores, 9)).pValue(scores[9], 1 - random.nextDouble());
            counts[(int) Math.ceil(p * 20) - 1]++;
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += Math.pow(count - resamples / 20.0, 2) / (resamples / 20.0);
        }
        assertTrue(chiSquare < 43.8, "chi-square " + chiSquare);
    }

    @Test
    void classesFollowTheirScores() {
        Calibration calibration = Calibration.of(new double[] {3, 1, 2, 1}, new int[] {0, 2, 0, 1});
        assertArrayEquals(new double[] {1, 1, 2, 3}, calibration.scores());
        assertArrayEquals(new int[] {1, 2, 0, 0}, calibration.classes()); // of tied scores the smaller class first
        assertArrayEquals(new double[] {2, 3}, calibration.scores(0));
        assertEquals(0, calibration.scores(3).length);
        assertEquals(0, Calibration.of(new double[] {1}).classes().length);
        assertThrows(IllegalArgumentException.class, () -> Calibration.of(new double[2], new int[1]));
        assertThrows(IllegalArgumentException.class, () -> Calibration.of(new double[1], new int[] {-1}));
        assertThrows(IllegalArgumentException.class, () -> Calibration.of(new double[0], new int[0]));
    }

    @Test
    void theOrderOfTheScoresDoesNotMatterAndTheyAreCopied() {
        double[] scores = {5, 1, 4, 1};
        Calibration calibration = Calibration.of(scores);
        scores[0] = 0;
        calibration.scores()[0] = 9;
        assertArrayEquals(new double[] {1, 1, 4, 5}, calibration.scores());
        Calibration other = Calibration.of(new double[] {1, 4, 1, 5});
        for (double score = 0; score < 6; score += 0.5) {
            assertEquals(calibration.pValue(score), other.pValue(score), 0.0);
        }
    }

    @Test
    void whatIsNoScoreIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Calibration.of(new double[0]));
        assertThrows(IllegalArgumentException.class, () -> Calibration.of(new double[] {1, Double.NaN, 2}));
        assertThrows(IllegalArgumentException.class, () -> Calibration.of(new double[] {1})
                .pValue(Double.NaN));
        for (double uniform : new double[] {0, -0.1, 1.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> Calibration.of(new double[] {1})
                    .pValue(2, uniform));
        }
    }
}
