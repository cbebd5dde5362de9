package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.morseuq.data.Layout;

/** The contract of a Morse kernel, for every profile of every divergence; what the profiles promise is in KernelTest. */
final class DivergenceTest {

    private static final Divergence KL = new Divergence.KullbackLeibler();

    static Stream<Arguments> pairs() {
        return Divergences.all()
                .flatMap(divergence -> KernelTest.kernels().map(kernel -> Arguments.of(divergence, kernel)));
    }

    private static Expert expert(Divergence divergence, Kernel kernel, float[]... targets) {
        return new Expert(List.of("x"), new IdentityMap(targets[0].length), targets, divergence, kernel);
    }

    /** One unit in the last place of one coordinate is told from nothing. */
    @ParameterizedTest
    @MethodSource("pairs")
    void densityLiesBetweenZeroAndOneAndIsOneExactlyAtTheTarget(Divergence divergence, Kernel kernel) {
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            float[] target = Divergences.point(divergence, random);
            Expert expert = expert(divergence, kernel, target);
            assertEquals(0, expert.energies(target)[0][0], 0.0);
            float[] near = target.clone();
            near[i % near.length] = Math.nextUp(near[i % near.length]);
            for (float[] x : List.of(near, Divergences.point(divergence, random))) {
                double energy = expert.energies(x)[0][0];
                assertTrue(energy > 0, divergence + ", " + kernel + ": " + energy);
                assertTrue(Math.exp(-energy) >= 0 && Math.exp(-energy) <= 1);
            }
        }
    }

    /** All divergences are convex in z, so they increase along every ray from the target. */
    @ParameterizedTest
    @MethodSource("pairs")
    void energyIncreasesAlongEveryRayFromTheTarget(Divergence divergence, Kernel kernel) {
        Random random = new Random(2);
        for (int i = 0; i < 20; i++) {
            float[] target = Divergences.point(divergence, random);
            float[] end = Divergences.point(divergence, random);
            double before = 0;
            for (double s = 0.125; s <= 1; s += 0.125) {
                float[] x = new float[target.length];
                for (int k = 0; k < x.length; k++) {
                    x[k] = (float) (target[k] + s * (end[k] - target[k]));
                }
                double energy = expert(divergence, kernel, target).energies(x)[0][0];
                assertTrue(energy > before, divergence + ", " + kernel + " at " + s);
                before = energy;
            }
        }
    }

    /**
     * Central differences in double on either side of a float: h^2 = 6e-8 times third derivatives, at most 400 relative at
     * probabilities above 1/20, is 2e-5; the gradient itself is rounded to float.
     */
    @ParameterizedTest
    @MethodSource("pairs")
    void gradientIsThatOfCentralDifferences(Divergence divergence, Kernel kernel) {
        Random random = new Random(3);
        for (int i = 0; i < 10; i++) {
            Expert expert = expert(
                    divergence, kernel, Divergences.point(divergence, random), Divergences.point(divergence, random));
            double[] weights = {0.3, 0.7};
            float[] x = Divergences.point(divergence, random);
            float[] gradient = expert.pullback(x, weights);
            double largest = 0;
            for (float g : gradient) {
                largest = Math.max(largest, Math.abs(g));
            }
            assertTrue(largest > 0, "the gradient is not zero");
            for (int k = 0; k < x.length; k++) {
                float[] left = x.clone();
                float[] right = x.clone();
                left[k] -= 0x1p-12f;
                right[k] += 0x1p-12f;
                double[] below = expert.energies(left)[0];
                double[] above = expert.energies(right)[0];
                double difference =
                        (0.3 * (above[0] - below[0]) + 0.7 * (above[1] - below[1])) / ((double) right[k] - left[k]);
                assertEquals(difference, gradient[k], 1e-4 * largest, divergence + ", " + kernel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aTargetThatIsMetAddsNothingToTheGradient(Divergence divergence, Kernel kernel) {
        float[] target = Divergences.point(divergence, new Random(4));
        assertArrayEquals(
                new float[target.length], expert(divergence, kernel, target).pullback(target, new double[] {1}), 0f);
    }

    @ParameterizedTest
    @MethodSource("org.morseuq.head.KernelTest#kernels")
    void matricesOfMahalanobisKernelsArePositiveSemiDefinite(Kernel kernel) {
        Random random = new Random(5);
        Divergence divergence = Divergences.mahalanobis(Divergences.K, 3);
        double[][] gram = new double[20][20];
        float[][] points = new float[20][];
        for (int i = 0; i < points.length; i++) {
            points[i] = Divergences.point(divergence, random);
            Expert expert = expert(divergence, kernel, points[i]);
            for (int j = 0; j <= i; j++) {
                gram[i][j] = Math.exp(-expert.energies(points[j])[0][0]);
                gram[j][i] = gram[i][j];
            }
        }
        // 20 eigenvalues of entries up to one: rounding of 20 times 1e-15.
        double least = KernelTest.leastEigenvalue(gram);
        assertTrue(least >= -1e-12, kernel + ": " + least);
    }

    @Test
    void squaredMahalanobisIsAWhiteningFollowedByTheSquaredEuclideanDistance() {
        Random random = new Random(6);
        double[][] covariance = new double[6][6];
        float[][] roots = Divergences.numbers(6, 6, random);
        for (int i = 0; i < 6; i++) {
            covariance[i][i] = 0.2;
            for (int j = 0; j < 6; j++) {
                for (int k = 0; k < 6; k++) {
                    covariance[i][j] += (double) roots[i][k] * roots[j][k];
                }
            }
        }
        SquaredMahalanobis divergence = SquaredMahalanobis.of(covariance);
        AffineMap whitening = new AffineMap(divergence.factor(), new float[6]);
        float[][] targets = Divergences.numbers(3, 6, random);
        float[][] whitened = Arrays.stream(targets).map(whitening::apply).toArray(float[][]::new);
        Expert direct = expert(divergence, new Kernel.Gaussian(1), targets);
        Expert twoSteps = new Expert(List.of("x"), whitening, whitened, new Kernel.Gaussian(1));
        double[] weights = {0.2, 0.5, 0.3};
        for (float[] x : Divergences.numbers(20, 6, random)) {
            for (int y = 0; y < 3; y++) {
                // Floats of order one on the way, in W, or in W x and W t: 1e-6 of a distance of order one.
                double expected = direct.divergences(x)[y];
                assertEquals(expected, twoSteps.divergences(x)[y], 1e-6 * (1 + expected));
                double[] difference = new double[6];
                for (int k = 0; k < 6; k++) {
                    difference[k] = (double) x[k] - targets[y][k];
                }
                double[] solved = Fixtures.solve(covariance, difference.clone());
                double quadratic = 0;
                for (int k = 0; k < 6; k++) {
                    quadratic += difference[k] * solved[k];
                }
                assertEquals(quadratic, expected, 1e-6 * (1 + expected));
            }
            float[] gradient = direct.pullback(x, weights);
            float[] other = twoSteps.pullback(x, weights);
            for (int k = 0; k < 6; k++) {
                assertEquals(gradient[k], other[k], 1e-5 * (1 + Math.abs(gradient[k])));
            }
        }
    }

    @Test
    void kullbackLeiblerByHand() {
        double[] t = {0.5, 0.5, 0};
        // 1/2 log(0.5 / 0.25) + 1/2 log(0.5 / 0.75); the third coordinate has no part in it.
        assertEquals(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3.0), KL.of(new double[] {0.25, 0.75, 0}, t), 1e-15);
        assertEquals(Math.log(2), KL.of(t, new double[] {1, 0, 0}), 1e-15);
        assertEquals(Double.POSITIVE_INFINITY, KL.of(new double[] {1, 0, 0}, t), 0.0);
        assertEquals(Double.POSITIVE_INFINITY, KL.of(new double[] {1.5, -0.5, 0}, t), 0.0);
        double[] p = {0.2, 0.8};
        double[] q = {0.5, 0.5};
        assertNotEquals(KL.of(p, q), KL.of(q, p), 0.02, "it is not symmetric");
    }

    /** Float probabilities: log p is off by 6e-8 and a few more for the sum that should be one. */
    @Test
    void onASoftmaxWithOneHotTargetsTheDensityIsTheProbability() {
        Random random = new Random(7);
        float[][] oneHot = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        Expert expert = new Expert(List.of(Layout.LOGITS), new SoftmaxMap(3), oneHot, KL, new Kernel.Exponential(1));
        MorseNetwork network = new MorseNetwork(Layout.of(Layout.LOGITS, 3), List.of(expert), Pooling.MAX);
        for (float[] logits : Divergences.numbers(50, 3, random)) {
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit);
            }
            double[] probabilities = network.classProbabilities(logits);
            for (int y = 0; y < 3; y++) {
                double p = Math.exp(logits[y]) / sum;
                assertEquals(-Math.log(p), network.classEnergies(logits)[y], 3e-7);
                assertEquals(p, probabilities[y], 3e-7);
                // The gradient of log p_y by the logits is e_y - p.
                assertEquals((y == 0 ? 1 : 0) - p, -expert.pullback(logits, new double[] {1, 0, 0})[y], 1e-6);
            }
        }
    }

    @Test
    void probabilitiesThatUnderflowGiveInfiniteEnergiesAndFiniteGradients() {
        float[][] oneHot = {{1, 0}, {0, 1}};
        for (String kind : List.of("exponential", "laplace", "cauchy")) {
            Expert expert = new Expert(List.of("x"), new SoftmaxMap(2), oneHot, KL, Kernel.of(kind, 1));
            for (float logit : new float[] {80, 95, 103, 120, 1e30f}) {
                float[] x = {logit, 0};
                double[] energies = expert.energies(x)[0];
                assertEquals(0, energies[0], 1e-15); // the probability that is left, 2e-35 and less, or its root
                assertEquals(logit > 104, Double.isInfinite(energies[1]), kind + " at " + logit);
                for (float g : expert.pullback(x, new double[] {0.5, 0.5})) {
                    assertTrue(Float.isFinite(g), kind + " at " + logit);
                }
            }
        }
    }

    @Test
    void whatIsNoTargetOrNoFactorIsRefused() {
        Kernel kernel = new Kernel.Exponential(1);
        for (float[] target : new float[][] {{1.2f, -0.2f}, {0.5f, 0.6f}, {0, 0}}) {
            assertThrows(IllegalArgumentException.class, () -> expert(KL, kernel, target));
        }
        SquaredMahalanobis two = new SquaredMahalanobis(new float[][] {{1, 0}, {2, 3}});
        assertThrows(IllegalArgumentException.class, () -> expert(two, kernel, new float[3]));
        for (float[][] factor : new float[][][] {
            {}, {{0}}, {{-1}}, {{Float.NaN}}, {{1, 1}, {0, 1}}, {{1, 0}, {0}}, {{1, 0}, {Float.POSITIVE_INFINITY, 1}}
        }) {
            assertThrows(IllegalArgumentException.class, () -> new SquaredMahalanobis(factor));
        }
        assertThrows(IllegalArgumentException.class, () -> SquaredMahalanobis.of(new double[][] {{1, 2}, {2, 1}}));
    }

    @Test
    void divergencesAreEqualByTheirNumbers() {
        float[][] factor = {{1, 0}, {2, 3}};
        SquaredMahalanobis divergence = new SquaredMahalanobis(factor);
        factor[1][0] = 9;
        divergence.factor()[1][0] = 9;
        assertEquals(new SquaredMahalanobis(new float[][] {{1, 0}, {2, 3}}), divergence);
        assertEquals(new SquaredMahalanobis(new float[][] {{1, 0}, {2, 3}}).hashCode(), divergence.hashCode());
        assertNotEquals(new SquaredMahalanobis(factor), divergence);
        assertEquals(KL, new Divergence.KullbackLeibler());
        double[][] covariance = {{4, 2}, {2, 5}};
        SquaredMahalanobis.of(covariance);
        assertArrayEquals(new double[][] {{4, 2}, {2, 5}}, covariance);
    }
}
