package org.morseuq.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class NeighborEmbeddingTest {

    /** Groups of rows around corners that are {@code apart} from each other along an axis each. */
    private static float[][] groups(int groups, int each, double apart) {
        Random random = new Random(2);
        float[][] rows = new float[groups * each][6];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 6; j++) {
                rows[i][j] = (float) (random.nextGaussian() + (j == i % groups ? apart : 0));
            }
        }
        return rows;
    }

    private static double divergence(double[][] p, double[][] y) {
        double sum = 0;
        for (double[] a : y) {
            for (double[] b : y) {
                sum += a == b ? 0 : near(a, b);
            }
        }
        double divergence = 0;
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < y.length; j++) {
                divergence += p[i][j] > 0 ? p[i][j] * Math.log(p[i][j] / (near(y[i], y[j]) / sum)) : 0;
            }
        }
        return divergence;
    }

    private static double near(double[] a, double[] b) {
        return 1 / (1 + Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2));
    }

    @Test
    void affinitiesAreAJointDistribution() {
        double[][] p = NeighborEmbedding.affinities(groups(2, 20, 3), 8);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            assertEquals(0, p[i][i], 0.0);
            for (int j = 0; j < p.length; j++) {
                assertEquals(p[i][j], p[j][i], 0.0);
                sum += p[i][j];
            }
        }
        assertEquals(1, sum, 1e-12);
    }

    /** Four corners of a square: by symmetry p of a side is a, p of a diagonal b, and 8 a + 4 b = 1. */
    @Test
    void thePerplexityIsTheOneAskedFor() {
        double[][] p = NeighborEmbedding.affinities(new float[][] {{0, 0}, {1, 0}, {1, 1}, {0, 1}}, 2.5);
        double side = 4 * p[0][1]; // of one row: its conditional probabilities are n times the joint ones
        double diagonal = 4 * p[0][2];
        assertEquals(1, 2 * side + diagonal, 1e-12);
        double entropy = -2 * side * Math.log(side) - diagonal * Math.log(diagonal);
        assertEquals(2.5, Math.exp(entropy), 1e-9); // 50 halvings of a range of 80
    }

    @Test
    void theGradientIsThatOfTheDivergence() {
        double[][] p = NeighborEmbedding.affinities(groups(2, 6, 3), 3);
        Random random = new Random(4);
        double[][] y = new double[12][];
        for (int i = 0; i < 12; i++) {
            y[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
        }
        double[][] gradient = NeighborEmbedding.gradient(p, y, 1);
        double h = 1e-5;
        for (int i = 0; i < 12; i++) {
            for (int k = 0; k < 2; k++) {
                double kept = y[i][k];
                y[i][k] = kept + h;
                double above = divergence(p, y);
                y[i][k] = kept - h;
                double below = divergence(p, y);
                y[i][k] = kept;
                assertEquals((above - below) / (2 * h), gradient[i][k], 1e-8); // h^2 and rounding / h
            }
        }
    }

    @Test
    void neighboursStayTogether() {
        float[][] rows = groups(3, 40, 12);
        double[][] y = NeighborEmbedding.of(rows);
        for (int i = 0; i < y.length; i++) {
            int nearest = i == 0 ? 1 : 0;
            for (int j = 0; j < y.length; j++) {
                nearest = j != i && near(y[i], y[j]) > near(y[i], y[nearest]) ? j : nearest;
            }
            assertEquals(i % 3, nearest % 3, "rows that are 17 deviations apart are no neighbours");
        }
        double[][] p = NeighborEmbedding.affinities(rows, NeighborEmbedding.PERPLEXITY);
        double[][] plane = new double[rows.length][];
        PrincipalPlane principal = PrincipalPlane.of(rows);
        for (int i = 0; i < rows.length; i++) {
            plane[i] = principal.place(rows[i]);
        }
        assertTrue(divergence(p, y) < divergence(p, plane), "it ends better than it started");
    }

    @Test
    void fewAndEqualRowsHavePlacesToo() {
        assertArrayEquals(new double[] {0, 0}, NeighborEmbedding.of(new float[][] {{1, 2}})[0], 0.0);
        for (int n : new int[] {2, 3, 4, 20}) {
            for (double[] place : NeighborEmbedding.of(new float[n][3])) {
                assertTrue(Double.isFinite(place[0]) && Double.isFinite(place[1]), n + " equal rows");
            }
        }
    }
}
