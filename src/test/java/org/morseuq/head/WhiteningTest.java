package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.morseuq.data.Layout;

final class WhiteningTest {

    private static final int D = 6;

    private static final int[] LABELS = new int[240];

    private static final float[][] ROWS = new float[240][D];

    static {
        Random random = new Random(1);
        double[][] mixing = new double[D][D];
        for (double[] row : mixing) {
            for (int j = 0; j < D; j++) {
                row[j] = random.nextGaussian();
            }
        }
        for (int i = 0; i < ROWS.length; i++) {
            LABELS[i] = i % 3;
            double[] noise = random.doubles(D, -2, 2).toArray();
            for (int j = 0; j < D; j++) {
                double x = 3 * Math.sin(LABELS[i] + 2 * j); // the class mean
                for (int k = 0; k < D; k++) {
                    x += mixing[j][k] * noise[k];
                }
                ROWS[i][j] = (float) x;
            }
        }
    }

    /** The pooled covariance within classes, by its definition. */
    private static double[][] covariance(float[][] rows, int[] labels) {
        double[][] means = Whitening.classMeans(rows, labels);
        double[][] covariance = new double[rows[0].length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            double[] mean = means[labels[i]];
            for (int j = 0; j < mean.length; j++) {
                for (int k = 0; k < mean.length; k++) {
                    covariance[j][k] += (rows[i][j] - mean[j]) * (rows[i][k] - mean[k]) / rows.length;
                }
            }
        }
        return covariance;
    }

    private static double lift(double[][] covariance, double ridge) {
        double trace = 0;
        for (int j = 0; j < covariance.length; j++) {
            trace += covariance[j][j];
        }
        return ridge * trace / covariance.length;
    }

    private static double mahalanobis(double[][] covariance, double ridge, float[] x, double[] mean) {
        double[][] lifted = new double[mean.length][];
        double[] difference = new double[mean.length];
        for (int j = 0; j < mean.length; j++) {
            lifted[j] = covariance[j].clone();
            lifted[j][j] += lift(covariance, ridge);
            difference[j] = x[j] - mean[j];
        }
        double[] solved = Fixtures.solve(lifted, difference);
        double sum = 0;
        for (int j = 0; j < mean.length; j++) {
            sum += difference[j] * solved[j];
        }
        return sum;
    }

    private static double squaredDistance(FeatureMap map, float[] x, double[] mean) {
        float[] z = map.apply(x);
        float[] t = map.apply(Fixtures.floats(new double[][] {mean})[0]);
        double sum = 0;
        for (int j = 0; j < z.length; j++) {
            sum += ((double) z[j] - t[j]) * ((double) z[j] - t[j]);
        }
        return sum;
    }

    /**
     * With S + r I = L L^T, the covariance of W x, W = L^-1, is W S W^T = I - r W W^T exactly. In float, W x is off by
     * some 1e-6, so products of two of its coordinates, which are about 1, by some 1e-5.
     */
    @Test
    void whitenedClassesAreRoundUpToTheRidge() {
        for (double ridge : new double[] {1e-6, 1e-2, 1}) {
            AffineMap map = Whitening.fit(ROWS, LABELS, ridge);
            double lift = lift(covariance(ROWS, LABELS), ridge);
            float[][] white = new float[ROWS.length][];
            for (int i = 0; i < ROWS.length; i++) {
                white[i] = map.apply(ROWS[i]);
            }
            double[][] found = covariance(white, LABELS);
            float[][] w = map.weights();
            for (int j = 0; j < D; j++) {
                for (int k = 0; k < D; k++) {
                    double expected = j == k ? 1 : 0;
                    for (int i = 0; i < D; i++) {
                        expected -= lift * w[j][i] * w[k][i];
                    }
                    assertEquals(expected, found[j][k], 1e-5, ridge + ": " + j + ", " + k);
                }
            }
        }
    }

    /** The overall mean goes to the origin: float coordinates of the map are off by some 1e-6. */
    @Test
    void theOverallMeanGoesToTheOrigin() {
        AffineMap map = Whitening.fit(ROWS, LABELS, 1e-6);
        double[] mean = Whitening.classMeans(ROWS, new int[ROWS.length])[0];
        for (float coordinate : map.apply(Fixtures.floats(new double[][] {mean})[0])) {
            assertEquals(0, coordinate, 1e-5);
        }
    }

    /** Also: a Gaussian expert on the whitened class means has half that distance as its energy. */
    @Test
    void squaredDistancesAreMahalanobisDistances() {
        double ridge = 1e-3;
        AffineMap map = Whitening.fit(ROWS, LABELS, ridge);
        double[][] means = Whitening.classMeans(ROWS, LABELS);
        double[][] covariance = covariance(ROWS, LABELS);
        float[][] modes = new float[means.length][];
        for (int y = 0; y < means.length; y++) {
            modes[y] = map.apply(Fixtures.floats(means)[y]);
        }
        MorseNetwork network = new MorseNetwork(
                Layout.of("x", D), List.of(new Expert(List.of("x"), map, modes, new Kernel.Gaussian(1))), Pooling.MAX);
        for (int i = 0; i < 40; i++) {
            for (int y = 0; y < means.length; y++) {
                double expected = mahalanobis(covariance, ridge, ROWS[i], means[y]);
                // Coordinates are rounded by 1e-6, so a distance r by about that, and its square by twice r times that.
                double slack = 1e-5 * (1 + Math.sqrt(expected));
                assertEquals(expected, squaredDistance(map, ROWS[i], means[y]), slack);
                assertEquals(expected / 2, network.classEnergies(ROWS[i])[y], slack);
            }
        }
    }

    @Test
    void agreesWithScikitLearn() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode reference;
        try (InputStream in = WhiteningTest.class.getResourceAsStream("whitening.json")) {
            reference = json.readTree(in);
        }
        float[][] rows = json.convertValue(reference.get("rows"), float[][].class);
        float[][] queries = json.convertValue(reference.get("queries"), float[][].class);
        double[][] expected = json.convertValue(reference.get("distances"), double[][].class);
        int[] labels = json.convertValue(reference.get("labels"), int[].class);
        AffineMap map = Whitening.fit(rows, labels, 1e-9);
        double[][] means = Whitening.classMeans(rows, labels);
        for (int i = 0; i < queries.length; i++) {
            for (int y = 0; y < means.length; y++) {
                double distance = squaredDistance(map, queries[i], means[y]);
                assertEquals(expected[i][y], distance, 1e-5 * expected[i][y]); // float map; the ridge adds 1e-8
            }
        }
    }

    /** The ridge is what is not invariant: its effect is proportional to it, down to what float leaves. */
    @Test
    void anInvertibleMapOfTheFeaturesMattersNoMoreThanTheRidge() {
        float[][] mapped = new float[ROWS.length][D];
        for (int i = 0; i < ROWS.length; i++) {
            for (int j = 0; j < D; j++) { // triangular, with 2 and 1 on the diagonal: invertible
                mapped[i][j] = (1 + j % 2) * ROWS[i][j] + (j > 0 ? 0.5f * ROWS[i][j - 1] : 0) + j;
            }
        }
        double[] worst = new double[3];
        double[] ridges = {1e-3, 1e-4, 1e-9};
        for (int r = 0; r < ridges.length; r++) {
            AffineMap before = Whitening.fit(ROWS, LABELS, ridges[r]);
            AffineMap after = Whitening.fit(mapped, LABELS, ridges[r]);
            double[] meanBefore = Whitening.classMeans(ROWS, LABELS)[0];
            double[] meanAfter = Whitening.classMeans(mapped, LABELS)[0];
            for (int i = 0; i < ROWS.length; i++) {
                double one = squaredDistance(before, ROWS[i], meanBefore);
                double other = squaredDistance(after, mapped[i], meanAfter);
                worst[r] = Math.max(worst[r], Math.abs(one - other) / one);
            }
        }
        assertEquals(1, Math.log10(worst[0] / worst[1]), 0.2, "first order in the ridge");
        assertTrue(worst[2] < 1e-4, "float rounding alone: " + worst[2]);
    }

    @Test
    void deadFeaturesDoNotCrash() {
        float[][] rows = new float[ROWS.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = ROWS[i].clone();
            rows[i][2] = 7;
        }
        AffineMap map = Whitening.fit(rows, LABELS, 1e-6);
        double[] mean = Whitening.classMeans(rows, LABELS)[0];
        for (float[] row : rows) {
            assertTrue(Double.isFinite(squaredDistance(map, row, mean)));
        }
        float[][] dead = new float[4][3];
        assertEquals(0, squaredDistance(Whitening.fit(dead, new int[4], 1e-6), dead[0], new double[3]), 0.0);
    }

    @Test
    void classesWithoutRowsHaveTheMeanZero() {
        double[][] means = Whitening.classMeans(new float[][] {{2}, {4}}, new int[] {2, 2});
        assertEquals(0, means[0][0], 0.0);
        assertEquals(3, means[2][0], 0.0);
    }

    @Test
    void whatCannotBeFittedIsRefused() {
        float[][] rows = {{1}, {2}};
        assertThrows(IllegalArgumentException.class, () -> Whitening.fit(new float[0][], new int[0], 1));
        assertThrows(IllegalArgumentException.class, () -> Whitening.fit(rows, new int[1], 1));
        assertThrows(IllegalArgumentException.class, () -> Whitening.fit(rows, new int[] {0, -1}, 1));
        for (double ridge : new double[] {0, -1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> Whitening.fit(rows, new int[2], ridge));
        }
        assertThrows(
                IllegalArgumentException.class, () -> Whitening.fit(new float[][] {{Float.NaN}, {1}}, new int[2], 1));
    }
}
