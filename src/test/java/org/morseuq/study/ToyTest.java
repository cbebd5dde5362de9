package org.morseuq.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.morseuq.data.FeatureTable;

final class ToyTest {

    private static final double NOISE = 0.07;

    @ParameterizedTest
    @EnumSource(Toy.class)
    void theDensityHasMassOneAndTheMomentsOfTheSample(Toy toy) {
        double noise = 0.2;
        int n = 60; // cells of half the noise: the midpoint rule is then exact to many digits
        double cell = 6.0 / n;
        double[] moments = new double[6];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                double x = -3 + (i + 0.5) * cell;
                double y = -3 + (j + 0.5) * cell;
                add(moments, x, y, cell * cell * toy.density(new float[] {(float) x, (float) y}, noise));
            }
        }
        assertEquals(1, moments[0], 1e-4); // the ends of the spiral lie four deviations within the square
        int size = 30_000;
        double[] sampled = new double[6];
        for (float[] row : toy.draw(size, noise, 1).rows()) {
            add(sampled, row[0], row[1], 1.0 / size);
        }
        for (int k = 1; k < 6; k++) {
            // Five standard errors of the mean of a number that lies between -5 and 5 with a deviation below 2.
            assertEquals(moments[k], sampled[k], 5 * 2 / Math.sqrt(size), "moment " + k);
        }
    }

    private static void add(double[] moments, double x, double y, double mass) {
        double[] powers = {1, x, y, x * x, x * y, y * y};
        for (int k = 0; k < 6; k++) {
            moments[k] += mass * powers[k];
        }
    }

    @ParameterizedTest
    @EnumSource(Toy.class)
    void theClassesKeepApartAndAreEquallyOften(Toy toy) {
        int n = 600;
        FeatureTable points = toy.draw(n, 0, 1);
        int[] counts = new int[toy.classes()];
        double apart = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            counts[points.labels()[i]]++;
            for (int j = 0; j < i; j++) {
                if (points.labels()[i] != points.labels()[j]) {
                    float[] a = points.rows()[i];
                    float[] b = points.rows()[j];
                    apart = Math.min(apart, Math.hypot(a[0] - b[0], a[1] - b[1]));
                }
            }
        }
        for (int count : counts) {
            assertEquals(n / toy.classes(), count);
        }
        assertTrue(apart > 6 * NOISE, "curves come as near as " + apart);
    }

    @Test
    void circlesHaveTheirRadii() {
        FeatureTable points = Toy.CIRCLES.draw(100, 0, 1);
        for (int i = 0; i < 100; i++) {
            float[] x = points.rows()[i];
            assertEquals(points.labels()[i] == 0 ? 0.7 : 1.7, Math.hypot(x[0], x[1]), 1e-6);
        }
    }

    @Test
    void theSameSeedGivesTheSamePoints() {
        assertArrayEquals(
                Toy.SPIRAL.draw(50, NOISE, 7).rows(),
                Toy.SPIRAL.draw(50, NOISE, 7).rows());
        assertTrue(Toy.SPIRAL.draw(1, NOISE, 7).rows()[0][0]
                != Toy.SPIRAL.draw(1, NOISE, 8).rows()[0][0]);
    }

    @Test
    void uniformPointsFillTheSquareEvenly() {
        int[] quarters = new int[4];
        for (float[] row : Toy.uniform(4000, 2, 3).rows()) {
            assertTrue(Math.abs(row[0]) <= 2 && Math.abs(row[1]) <= 2);
            quarters[(row[0] > 0 ? 1 : 0) + (row[1] > 0 ? 2 : 0)]++;
        }
        for (int count : quarters) {
            assertEquals(1000, count, 5 * Math.sqrt(4000 * 0.25 * 0.75)); // five deviations of a binomial number
        }
    }

    @Test
    void modesAreCountedWithTheirCorners() {
        float[][] field = {
            {1, 1, 0, 0, 0},
            {0, 0, 1, 0, 0},
            {0, 0, 0, 0, 1},
            {1, 0, 0, 0, 1}
        };
        assertEquals(new ModeSet(3, 6 / 20.0), ModeSet.of(field, 1));
        assertEquals(new ModeSet(1, 1), ModeSet.of(field, 0));
        assertEquals(new ModeSet(0, 0), ModeSet.of(field, 2));
    }

    @Test
    void anUnknownToyIsRefusedWithTheList() {
        String message = assertThrows(IllegalArgumentException.class, () -> Toy.named("swiss-roll"))
                .getMessage();
        assertTrue(message.contains("'swiss-roll', known are [moons, circles, spiral]"), message);
    }
}
