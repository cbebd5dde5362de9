package org.morseuq.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.morseuq.head.Calibration;
import org.morseuq.store.Json;

final class KolmogorovSmirnovTest {

    private record Reference(String origin, List<Case> cases, double[] sample, double statistic, double pValue) {}

    private record Case(int n, double d, double p) {}

    private static Reference reference() throws IOException, URISyntaxException {
        return Json.read(
                Path.of(KolmogorovSmirnovTest.class
                        .getResource("kolmogorov_reference.json")
                        .toURI()),
                Reference.class);
    }

    /** The three ways that are used are as exact as their documentation says. */
    @Test
    void pValuesAreThoseOfSciPy() throws IOException, URISyntaxException {
        for (Case c : reference().cases()) {
            double p = KolmogorovSmirnov.pValue(c.d(), c.n());
            if (c.n() * c.d() * c.d() >= 3) {
                assertEquals(1, p / c.p(), 2e-7, c.toString());
            } else {
                assertEquals(c.p(), p, c.n() <= 100 ? 1e-12 : 2e-4, c.toString());
            }
        }
        assertTrue(reference().cases().size() > 100);
    }

    @Test
    void aSampleWithTiesIsThatOfSciPy() throws IOException, URISyntaxException {
        Reference reference = reference();
        KolmogorovSmirnov test = KolmogorovSmirnov.uniform(reference.sample());
        assertEquals(reference.statistic(), test.statistic(), 1e-15);
        assertEquals(reference.pValue(), test.pValue(), 1e-12);
        assertEquals(60, test.size());
    }

    /** One value x has D = max(x, 1 - x), which is at least d with the probability 2 - 2 d for d of at least a half. */
    @Test
    void theEdgesAreRight() {
        assertEquals(0.5, KolmogorovSmirnov.uniform(new double[] {0.75}).pValue(), 1e-15);
        assertEquals(1, KolmogorovSmirnov.uniform(new double[] {0.5}).pValue(), 0.0);
        assertEquals(0, KolmogorovSmirnov.uniform(new double[] {0, 0, 0}).pValue(), 0.0);
        assertEquals(1, KolmogorovSmirnov.uniform(new double[] {0, 0, 0}).statistic(), 0.0);
        assertThrows(IllegalArgumentException.class, () -> KolmogorovSmirnov.uniform(new double[0]));
        assertThrows(IllegalArgumentException.class, () -> KolmogorovSmirnov.uniform(new double[] {0.5, 1.5}));
        assertThrows(IllegalArgumentException.class, () -> KolmogorovSmirnov.uniform(new double[] {Double.NaN}));
    }

    /**
     * Scores with ties, 99 of them for calibration and 300 in the window, a thousand times over: at the level 0.05 the test
     * that knows of the calibration sample rejects 0.05 of them, within four standard errors; the plain test most.
     */
    @Test
    void theNoiseOfTheCalibrationSampleIsNoDrift() {
        Random random = new Random(1);
        int rejected = 0;
        int plainRejected = 0;
        for (int trial = 0; trial < 1000; trial++) {
            Calibration calibration = Calibration.of(scores(random, 99));
            double[] p = Arrays.stream(scores(random, 300))
                    .map(score -> calibration.pValue(score, 1 - random.nextDouble()))
                    .toArray();
            rejected += KolmogorovSmirnov.uniform(p, 99).pValue() < 0.05 ? 1 : 0;
            plainRejected += KolmogorovSmirnov.uniform(p).pValue() < 0.05 ? 1 : 0;
        }
        assertEquals(50, rejected, 4 * Math.sqrt(1000 * 0.05 * 0.95), "rejected");
        assertTrue(plainRejected > 300, plainRejected + " rejected by the plain test");
    }

    private static double[] scores(Random random, int n) {
        double[] scores = new double[n];
        Arrays.setAll(scores, i -> Math.rint(8 * random.nextGaussian()) / 8);
        return scores;
    }
}
