package org.morseuq.complexity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.morseuq.complexity.TransferProtocol.Images;

/** Isotropic Gaussian classes, where the Poincare constant is the variance, seen through maps with known Jacobians. */
final class TransferTest {

    private static final int WIDTH = 6;
    private static final double DEVIATION = 0.4;

    private static Images images(int classes, int each, long seed) {
        SplittableRandom centres = new SplittableRandom(seed / 10); // the same for seeds of one decade
        double[][] means = new double[classes][WIDTH];
        for (double[] mean : means) {
            for (int j = 0; j < WIDTH; j++) {
                mean[j] = 1.5 * centres.nextGaussian();
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        float[][] points = new float[classes * each][WIDTH];
        int[] labels = new int[points.length];
        for (int i = 0; i < points.length; i++) {
            labels[i] = i % classes;
            for (int j = 0; j < WIDTH; j++) {
                points[i][j] = (float) (means[labels[i]][j] + DEVIATION * random.nextGaussian());
            }
        }
        return new Images(points, labels);
    }

    private static TransferProtocol protocol(double poincare) {
        return new TransferProtocol(
                images(4, 500, 10),
                images(4, 100, 11),
                images(3, 200, 20),
                GeometricComplexity.exact(),
                new FewShot(5, 20, 1),
                poincare);
    }

    private static Transfer measure(PerceptronMap embedding, double poincare) {
        return protocol(poincare).of(PerceptronMap.random(WIDTH, 8, 4, true, 3), embedding, () -> {});
    }

    @Test
    void theGaussianConstantIsTheVarianceOfTheWidestDirection() {
        // The largest of six eigenvalues of a covariance of 2000 rows, of four samples: up to (1 + sqrt(6/2000))^2, 11
        // %.
        assertEquals(
                DEVIATION * DEVIATION,
                TransferProtocol.gaussianConstant(images(4, 2000, 10)),
                0.12 * DEVIATION * DEVIATION);
    }

    @Test
    void anAffineMapReachesTheBoundOfTheSpread() {
        double c = DEVIATION * DEVIATION;
        Transfer transfer = measure(PerceptronMap.random(WIDTH, 7, 5, false, 4), c);
        // V_k = c GC_k in the law. In 500 rows of each of four classes: a few times sqrt(2/500), at most 25 %.
        assertEquals(1, transfer.checks().spread(), 0.25);
        assertEquals(1, transfer.checks().collapse(), 0.1); // a mean over the classes, 2000 rows
        assertEquals(
                transfer.collapse().cdnv(),
                c * transfer.geometricCollapse(),
                0.1 * transfer.collapse().cdnv());
    }

    @Test
    void theInequalitiesHoldForACurvedMapAndFailForAConstantThatIsTooSmall() {
        PerceptronMap curved = PerceptronMap.random(WIDTH, 12, 5, true, 5);
        Transfer transfer = measure(curved, DEVIATION * DEVIATION);
        assertTrue(transfer.checks().withoutAssumption(), transfer.toString());
        assertTrue(transfer.checks().withConstant(), transfer.toString());
        Transfer.Checks wrong = measure(curved, 0.01 * DEVIATION * DEVIATION).checks();
        assertFalse(wrong.withConstant());
        assertEquals(100 * transfer.checks().spread(), wrong.spread(), 1e-9 * wrong.spread());
        assertEquals(transfer.checks().nearestMean(), wrong.nearestMean(), "has no constant in it");
    }

    @Test
    void itIsMadeOfThePartsThatAreTestedAlone() {
        PerceptronMap curved = PerceptronMap.random(WIDTH, 12, 5, true, 5);
        TransferProtocol protocol = protocol(1);
        Transfer transfer = measure(curved, 1);
        float[][] rows = curved.values(protocol.learned().points(), 7);
        ClassMeans means = ClassMeans.of(rows, protocol.learned().labels());
        assertEquals(
                means.perSquaredDistance(means.spreads()), transfer.collapse().cdnv());
        assertEquals(
                GeometricComplexity.exact()
                        .of(curved, protocol.learned().points())
                        .value(),
                transfer.complexity().value());
        assertEquals(
                protocol.fewShot()
                        .error(
                                curved.values(protocol.unseen().points(), 100),
                                protocol.unseen().labels()),
                transfer.fewShot());
        // Classes 1.5 apart in six directions with a spread of 0.4 are seldom confused; chance is 3/4.
        assertTrue(transfer.freshError() < 0.4, transfer.toString());
    }
}
