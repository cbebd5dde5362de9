package org.morseuq.complexity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.morseuq.store.Json;

final class NeuralCollapseTest {

    /** Classes at the corners of a simplex in K dimensions, with noise of a standard deviation around them. */
    private static float[][] simplex(int classes, int each, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[classes * each][classes];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < classes; j++) {
                double corner = (i % classes == j ? 1 : 0) - 1.0 / classes;
                rows[i][j] = (float) (corner + noise * random.nextGaussian());
            }
        }
        return rows;
    }

    private static int[] labels(int classes, int each) {
        int[] labels = new int[classes * each];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % classes;
        }
        return labels;
    }

    @Test
    void aCollapsedNetworkIsCollapsedInEveryMeasure() {
        float[][] rows = simplex(10, 40, 0, 1);
        NeuralCollapse collapse = NeuralCollapse.of(rows, rows, labels(10, 40));
        // The corners are floats: 1e-7 of their length.
        assertEquals(0, collapse.nc1(), 1e-12);
        assertEquals(0, collapse.nc2(), 1e-6);
        assertEquals(0, collapse.equinorm(), 1e-6);
        assertEquals(0, collapse.equiangular(), 1e-6);
        // The rows fill K - 1 dimensions; in the last one W is a ratio of roundings to a ridge of 1e-10.
        assertEquals(0, collapse.nc3(), 1e-4);
        assertEquals(1, collapse.nc4());
        assertEquals(0, collapse.cdnv(), 1e-12);
        assertEquals(1, collapse.nearestMeanAccuracy());
    }

    @Test
    void isotropicNoiseHasClosedForms() {
        int classes = 4;
        int each = 20000;
        double noise = 0.2;
        NeuralCollapse collapse = NeuralCollapse.of(
                simplex(classes, each, noise, 2), simplex(classes, each, noise, 2), labels(classes, each));
        // Var = K s^2, distance^2 = 2; the means of 20,000 rows are off by s/sqrt(20000), a relative 1e-2 at most.
        assertEquals(classes * noise * noise / 2, collapse.cdnv(), 0.02 * collapse.cdnv());
        // Sigma_B has K - 1 eigenvalues 1/K, Sigma_W = s^2 I.
        assertEquals((classes - 1) * noise * noise, collapse.nc1(), 0.02 * collapse.nc1());
    }

    @Test
    void scaleRotationAndShiftChangeNothing() {
        float[][] rows = simplex(3, 50, 0.3, 3);
        int[] labels = labels(3, 50);
        float[][] moved = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            float[] x = rows[i];
            // a quarter turn in the first two coordinates, doubled and shifted: all exact in floats but the shift
            moved[i] = new float[] {-2 * x[1] + 0.5f, 2 * x[0] - 1, 2 * x[2] + 4};
        }
        NeuralCollapse one = NeuralCollapse.of(rows, rows, labels);
        NeuralCollapse other = NeuralCollapse.of(moved, rows, labels);
        assertEquals(one.nc1(), other.nc1(), 1e-5 * one.nc1());
        assertEquals(one.nc2(), other.nc2(), 1e-5);
        assertEquals(one.cdnv(), other.cdnv(), 1e-5 * one.cdnv());
        assertEquals(one.nearestMeanAccuracy(), other.nearestMeanAccuracy());
        assertEquals(one.nc4(), other.nc4());
    }

    private record Reference(float[][] embedding, float[][] logits, int[] labels, Map<String, Double> expected) {}

    @Test
    void agreesWithAnIndependentImplementation() throws IOException {
        Reference reference;
        try (InputStream file = NeuralCollapseTest.class.getResourceAsStream("collapse_reference.json")) {
            reference = Json.parse(Path.of("collapse_reference.json"), file.readAllBytes(), Reference.class);
        }
        NeuralCollapse collapse = NeuralCollapse.of(reference.embedding(), reference.logits(), reference.labels());
        Map<String, Double> expected = reference.expected();
        assertEquals(expected.get("nc1"), collapse.nc1(), 1e-9);
        assertEquals(expected.get("nc2"), collapse.nc2(), 1e-9);
        assertEquals(expected.get("equinorm"), collapse.equinorm(), 1e-9);
        assertEquals(expected.get("equiangular"), collapse.equiangular(), 1e-9);
        // The last layer is recovered from logits that are floats.
        assertEquals(expected.get("nc3"), collapse.nc3(), 1e-6);
        assertEquals(expected.get("nc4"), collapse.nc4());
        assertEquals(expected.get("cdnv"), collapse.cdnv(), 1e-9);
        assertEquals(expected.get("nearest_mean_accuracy"), collapse.nearestMeanAccuracy());
    }

    @Test
    void labelsWithoutRowsAreRefused() {
        float[][] rows = simplex(3, 5, 0.1, 4);
        int[] gap = labels(3, 5);
        for (int i = 0; i < gap.length; i++) {
            gap[i] = gap[i] == 1 ? 3 : gap[i];
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> NeuralCollapse.of(rows, rows, gap))
                .getMessage()
                .contains("class 1"));
        assertThrows(IllegalArgumentException.class, () -> NeuralCollapse.of(rows, rows, new int[15]));
    }
}
