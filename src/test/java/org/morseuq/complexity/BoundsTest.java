package org.morseuq.complexity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.morseuq.function.PointwiseMap;

/** The inequalities on Gaussian classes, where the Poincare constant is known, seen through a curved map. */
final class BoundsTest {

    private static final int CLASSES = 4;
    private static final int EACH = 3000;
    private static final double DEVIATION = 0.4;

    private final PerceptronMap map = PerceptronMap.random(6, 12, CLASSES, true, 5);
    private final float[][] points = new float[CLASSES * EACH][6];
    private final int[] labels = new int[CLASSES * EACH];
    private final double[] gc;
    private final float[][] values;

    BoundsTest() {
        SplittableRandom random = new SplittableRandom(6);
        double[][] centres = new double[CLASSES][6];
        for (double[] centre : centres) {
            for (int j = 0; j < 6; j++) {
                centre[j] = 1.5 * random.nextGaussian();
            }
        }
        for (int i = 0; i < points.length; i++) {
            labels[i] = i % CLASSES;
            for (int j = 0; j < 6; j++) {
                points[i][j] = (float) (centres[labels[i]][j] + DEVIATION * random.nextGaussian());
            }
        }
        gc = GeometricComplexity.byClass(GeometricComplexity.exact().perPoint(map, points, i -> {}), labels, CLASSES);
        try (PointwiseMap.Linearisation here = map.at(points)) {
            values = here.values();
        }
    }

    private static double poincare() {
        return DEVIATION * DEVIATION;
    }

    @Test
    void theSpreadOfAClassIsAtMostThePoincareConstantTimesItsComplexity() {
        ClassMeans means = ClassMeans.of(values, labels);
        for (int k = 0; k < CLASSES; k++) {
            assertTrue(means.spreads()[k] <= poincare() * gc[k], means.spreads()[k] + " against " + poincare() * gc[k]);
        }
        assertTrue(means.perSquaredDistance(means.spreads()) <= poincare() * means.perSquaredDistance(gc));
    }

    @Test
    void anAffineMapOfAnIsotropicLawReachesTheBound() {
        PerceptronMap affine = PerceptronMap.random(6, 6, 3, false, 7);
        double norm = GeometricComplexity.exact()
                .of(affine, new float[][] {points[0]})
                .value();
        float[][] seen;
        try (PointwiseMap.Linearisation here = affine.at(points)) {
            seen = here.values();
        }
        ClassMeans means = ClassMeans.of(seen, labels);
        double mean = Arrays.stream(means.spreads()).average().orElseThrow();
        // 12,000 rows of a chi-squared-like square: a relative sqrt(2/3/12000), about 1 %.
        assertEquals(poincare() * norm, mean, 0.04 * mean);
    }

    @Test
    void theNearestMeanErrsLessThanItsBounds() {
        ClassMeans means = ClassMeans.of(values, labels);
        CollapseBounds bounds = new CollapseBounds(poincare(), means.perSquaredDistance(gc), CLASSES);
        int wrong = 0;
        for (int i = 0; i < values.length; i++) {
            wrong += means.nearest(values[i]) == labels[i] ? 0 : 1;
        }
        double error = (double) wrong / values.length;
        double variance = means.perSquaredDistance(means.spreads());
        assertTrue(error <= 4 * (CLASSES - 1) * variance, error + " against " + variance);
        assertTrue(error <= bounds.nearestMeanError());
        assertTrue(variance <= bounds.variance());
        Estimate few = new FewShot(5, 20, 1).error(values, labels);
        assertTrue(few.value() >= error && few.value() <= bounds.fewShotError(5), few + " against " + error);
    }

    @Test
    void theMarginBoundHoldsForAReadoutThatIsMostlyRight() {
        // Logits from the means: the nearest-mean rule, whose margins are positive in the mean.
        ClassMeans means = ClassMeans.of(values, labels);
        PerceptronMap readout = readout(means);
        float[][] logits;
        try (PointwiseMap.Linearisation here = readout.at(points)) {
            logits = here.values();
        }
        for (float[] row : logits) {
            for (int c = 0; c < CLASSES; c++) {
                row[c] -= (float) bias(means.means()[c]); // a constant: the Jacobian does not see it
            }
        }
        double[] complexities = GeometricComplexity.byClass(
                GeometricComplexity.exact().perPoint(readout, points, i -> {}), labels, CLASSES);
        Margins margins = Margins.of(logits, labels);
        double[] gamma = margins.classMeans(CLASSES);
        double[] shares = new double[CLASSES];
        double[] constants = new double[CLASSES];
        Arrays.fill(shares, 1.0 / CLASSES);
        Arrays.fill(constants, poincare());
        double bound = CantelliBound.error(shares, complexities, gamma, constants);
        assertTrue(Arrays.stream(gamma).allMatch(x -> x > 0), Arrays.toString(gamma));
        assertTrue(bound < 1 && margins.risk(0) <= bound, margins.risk(0) + " against " + bound);
        // Scaling the logits by 3 scales GC by 9 and the margins by 3.
        double[] nine = Arrays.stream(complexities).map(x -> 9 * x).toArray();
        double[] three = Arrays.stream(gamma).map(x -> 3 * x).toArray();
        assertEquals(bound, CantelliBound.error(shares, nine, three, constants), 1e-12);
    }

    private static double bias(double[] mean) {
        return Arrays.stream(mean).map(x -> x * x / 2).sum();
    }

    private PerceptronMap readout(ClassMeans means) {
        double[][] b = new double[CLASSES][map.b()[0].length];
        for (int c = 0; c < CLASSES; c++) {
            for (int k = 0; k < CLASSES; k++) {
                for (int j = 0; j < b[c].length; j++) {
                    b[c][j] += means.means()[c][k] * map.b()[k][j];
                }
            }
        }
        return new PerceptronMap(map.a(), map.shift(), b, true);
    }

    @Test
    void aClassWithoutPositiveMarginCountsWhole() {
        double bound = CantelliBound.error(
                new double[] {0.25, 0.75}, new double[] {1, 1}, new double[] {-1, 1}, new double[] {0.5, 0.5});
        assertEquals(0.25 + 0.75 * 0.5, bound, 1e-15);
    }

    @Test
    void theCoveringBoundFallsWithExamplesAndMarginAndRisesWithTheLipschitzConstant() {
        LipschitzMarginBound bound = new LipschitzMarginBound(2, 1, 1, 1, 100_000_000L, 2);
        double base = bound.error(0.01, 0.5, 0.05);
        assertTrue(base < 0.5, "not vacuous in one dimension: " + base);
        assertTrue(new LipschitzMarginBound(2, 1, 1, 1, 1_000_000_000L, 2).error(0.01, 0.5, 0.05) < base);
        assertTrue(bound.error(0.01, 1, 0.05) < base);
        assertTrue(new LipschitzMarginBound(4, 1, 1, 1, 100_000_000L, 2).error(0.01, 0.5, 0.05) > base);
        assertEquals(1, new LipschitzMarginBound(2, 1, 3072, 1, 50_000, 10).error(0, 1, 0.05));
    }

    @Test
    void inOneDimensionRademacherFallsLikeTheRootOfTheExamples() {
        double coarse = new LipschitzMarginBound(1, 1, 1, 1, 10_000_000_000L, 2).rademacher();
        double fine = new LipschitzMarginBound(1, 1, 1, 1, 1_000_000_000_000L, 2).rademacher();
        // sqrt(log N) ~ epsilon^(-1/2), integrable at 0, so a -> 0 and the integral stays: a factor sqrt(100).
        assertEquals(10, coarse / fine, 0.3);
    }

    @Test
    void gaussiansAndBoxesHaveTheirConstants() {
        assertEquals(3 + Math.sqrt(5), PoincareConstant.gaussian(new double[][] {{5, 1}, {1, 1}}), 1e-12);
        assertEquals(4 / (Math.PI * Math.PI), PoincareConstant.box(1, 2), 1e-15);
        // From a sample: the largest variance over all classes, here between the centres, so far above one class's.
        assertTrue(PoincareConstant.atLeast(points, 50) > poincare());
        float[][] two = {{1, 0}, {-1, 0}, {0, 3}, {0, -3}};
        assertEquals(4.5, PoincareConstant.atLeast(two, 50), 1e-9);
        assertEquals(0, PoincareConstant.atLeast(new float[][] {{1, 2}, {1, 2}}, 5));
    }

    @Test
    void marginsAreCountedAndOrdered() {
        Margins margins =
                Margins.of(new float[][] {{3, 1, 0}, {0, 2, 1}, {1, 1, 0}, {5, 0, 1}}, new int[] {0, 2, 0, 0});
        assertEquals((2 - 1 + 0 + 4) / 4.0, margins.mean());
        assertEquals(0.5, margins.risk(0));
        assertEquals(0.25, margins.risk(-0.5));
        assertEquals(1, margins.risk(4));
        assertEquals(0, margins.quantile(0.5));
        assertEquals(4, margins.quantile(1));
        assertArrayEquals(new double[] {2, Double.NaN, -1}, margins.classMeans(3));
        assertEquals(10 / 4.0, margins.normalised(10, 0.75));
        assertTrue(Double.isNaN(margins.normalised(10, 0.5)));
    }

    @Test
    void aLawThatSplitsPerfectlyNeedsOneShot() {
        float[][] rows = {{0, 0}, {0.1f, 0}, {9, 9}, {9, 9.1f}};
        assertEquals(
                0, new FewShot(1, 10, 0).error(rows, new int[] {0, 0, 1, 1}).value());
        assertThrows(IllegalArgumentException.class, () -> new FewShot(2, 10, 0).error(rows, new int[] {0, 0, 1, 1}));
    }
}
