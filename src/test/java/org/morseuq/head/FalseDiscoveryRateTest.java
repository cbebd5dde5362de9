package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FalseDiscoveryRateTest {

    private static final FalseDiscoveryRate BH = FalseDiscoveryRate.BENJAMINI_HOCHBERG;
    private static final FalseDiscoveryRate BY = FalseDiscoveryRate.BENJAMINI_YEKUTIELI;

    /** Products of three doubles in another order: a few roundings. */
    @Test
    void adjustedPValuesAreThoseOfSciPy() throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (InputStream file = FalseDiscoveryRateTest.class.getResourceAsStream("false_discovery.json")) {
            JsonNode cases = json.readTree(file);
            assertEquals(8, cases.size());
            for (JsonNode batch : cases) {
                double[] p = json.convertValue(batch.get("p"), double[].class);
                String name = batch.get("name").asText();
                assertArrayEquals(json.convertValue(batch.get("bh"), double[].class), BH.adjusted(p), 1e-14, name);
                assertArrayEquals(json.convertValue(batch.get("by"), double[].class), BY.adjusted(p), 1e-14, name);
            }
        }
    }

    /** At 0.06 the second smallest, 0.035, is above its own limit of 0.03, but 0.04 is below 0.045 and takes it along. */
    @Test
    void aSmallerPValueIsFlaggedWithALargerOne() {
        double[] p = {0.01, 0.04, 0.035, 0.5};
        assertArrayEquals(new boolean[] {true, true, true, false}, BH.flagged(p, 0.06)); // 0.04 <= 0.06 * 3/4 = 0.045
        assertArrayEquals(new boolean[] {true, false, false, false}, BH.flagged(p, 0.05)); // 0.04 > 0.05 * 3/4 = 0.0375
        assertArrayEquals(new boolean[4], BY.flagged(p, 0.06)); // 25/12 times as strict
        assertEquals(0, BH.flagged(new double[0], 0.1).length);
    }

    /**
     * 40 inputs like the calibration ones and 10 strange ones, whose p-values share 500 calibration scores. The false part
     * of the flagged is at most 0.8 * 0.2 on average, and Benjamini-Hochberg uses most of that up; its mean over the resamples
     * has the standard error below, and four of them are exceeded once in 30,000 tries. Flagging every p-value up to 0.2
     * would make it 0.44.
     */
    @Test
    void theFalseDiscoveryRateHoldsForPValuesOfOneCalibration() {
        Random random = new Random(2);
        int resamples = 2000;
        double[] sum = new double[2];
        double squares = 0;
        double found = 0;
        for (int r = 0; r < resamples; r++) {
            Calibration calibration = Calibration.of(
                    random.doubles(500).map(u -> random.nextGaussian()).toArray());
            double[] p = new double[50];
            for (int i = 0; i < p.length; i++) {
                p[i] = calibration.pValue(random.nextGaussian() + (i < 10 ? 3 : 0));
            }
            double proportion = falsePart(BH.flagged(p, 0.2));
            sum[0] += proportion / resamples;
            squares += proportion * proportion / resamples;
            sum[1] += falsePart(BY.flagged(p, 0.2)) / resamples;
            boolean[] flagged = BH.flagged(p, 0.2);
            for (int i = 0; i < 10; i++) {
                found += flagged[i] ? 0.1 / resamples : 0;
            }
        }
        double error = Math.sqrt((squares - sum[0] * sum[0]) / resamples);
        assertTrue(sum[0] <= 0.16 + 4 * error, "Benjamini-Hochberg " + sum[0] + " +- " + error);
        assertTrue(sum[0] >= 0.10, "Benjamini-Hochberg " + sum[0]);
        assertTrue(sum[1] <= 0.16 / 4 + 4 * error, "Benjamini-Yekutieli " + sum[1]); // the factor is 4.5 for 50
        assertTrue(found > 0.8, "found " + found);
    }

    private static double falsePart(boolean[] flagged) {
        int all = 0;
        int wrong = 0;
        for (int i = 0; i < flagged.length; i++) {
            all += flagged[i] ? 1 : 0;
            wrong += flagged[i] && i >= 10 ? 1 : 0;
        }
        return all == 0 ? 0 : (double) wrong / all;
    }

    @Test
    void whatIsNoProcedureNoRateAndNoPValueIsRefused() {
        assertSame(BY, FalseDiscoveryRate.of("by"));
        assertEquals("Benjamini-Hochberg", FalseDiscoveryRate.of("bh").toString());
        assertThrows(IllegalArgumentException.class, () -> FalseDiscoveryRate.of("holm"));
        for (double rate : new double[] {0, 1, -0.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> BH.flagged(new double[] {0.5}, rate));
        }
        for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
            assertEquals(
                    "p-value 1 is " + p + ", expected 0 to 1",
                    assertThrows(IllegalArgumentException.class, () -> BH.adjusted(new double[] {0.5, p}))
                            .getMessage());
        }
    }
}
