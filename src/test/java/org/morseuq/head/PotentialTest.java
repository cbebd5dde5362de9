package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.morseuq.data.Layout;

/** Changes of coordinates, and the box that goes with them. */
final class PotentialTest {

    /** A backbone that is a linear map is the map before the expert's, so the potential is that of the composition. */
    @Test
    void throughALinearBackboneTheEnergyIsThatOfTheComposedMap() {
        Random random = new Random(2);
        float[][] weights = new float[6][];
        for (int k = 0; k < 6; k++) {
            weights[k] = Potentials.gaussian(4, 1, random);
        }
        AffineMap backbone = new AffineMap(weights, Potentials.gaussian(6, 1, random));
        // The backbone gives a block that the network does not know, and the others in another order.
        Layout given =
                new Layout(List.of(new Layout.Block("b", 2), new Layout.Block("unknown", 1), new Layout.Block("a", 3)));
        Layout wanted = new Layout(List.of(new Layout.Block("a", 3), new Layout.Block("b", 2)));
        float[] target = {1, 2, 3, 4, 5};
        MorseNetwork network = new MorseNetwork(
                wanted,
                List.of(new Expert(
                        List.of("a", "b"), new IdentityMap(5), new float[][] {target}, new Kernel.Cauchy(0.1))),
                Pooling.MAX);
        int[] columns = {3, 4, 5, 0, 1};
        float[][] picked = new float[5][];
        float[] bias = new float[5];
        for (int k = 0; k < 5; k++) {
            picked[k] = weights[columns[k]];
            bias[k] = backbone.bias()[columns[k]];
        }
        Potential composed = Potentials.of(new AffineMap(picked, bias), target, new Kernel.Cauchy(0.1));
        Potential input = new InputPotential(
                network, given, 4, (x, covector) -> backbone.pullback(x, covector.apply(backbone.apply(x))));
        assertEquals(4, input.dimension());
        for (int trial = 0; trial < 10; trial++) {
            float[] x = Potentials.gaussian(4, 2, random);
            Potential.Slope slope = input.at(x);
            // Covectors are rounded to float on the way.
            assertEquals(composed.at(x).energy(), slope.energy(), 1e-6);
            assertArrayEquals(composed.at(x).gradient(), slope.gradient(), 1e-5);
            assertEquals(composed.distance(x), input.distance(x), 1e-5);
        }
    }

    @Test
    void aBackboneWithoutTheBlocksIsRefused() {
        MorseNetwork network = Potentials.network(new IdentityMap(2), new float[2], new Kernel.Gaussian(1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new InputPotential(network, Layout.of("y", 2), 3, (x, covector) -> x));
        assertThrows(
                IllegalArgumentException.class,
                () -> new InputPotential(network, Layout.of("x", 3), 3, (x, covector) -> x));
        assertThrows(
                IllegalArgumentException.class,
                () -> new InputPotential(network, Layout.of("x", 2), 0, (x, covector) -> x));
    }

    /** Columns 3 and 5 around 4, 1 and 9 around 5, and one that never varies. */
    @Test
    void standardisedFeaturesHaveMeanZeroAndDeviationOne() {
        float[][] rows = {{3, 1, 7}, {5, 9, 7}};
        Standardisation coordinates = Standardisation.of(rows);
        assertArrayEquals(new float[] {4, 5, 7}, coordinates.offset());
        assertArrayEquals(new float[] {1, 4, 0}, coordinates.scale());
        assertArrayEquals(new float[] {-1, -1, 0}, coordinates.apply(rows[0]));
        assertArrayEquals(new float[] {6, 3, 7}, coordinates.restore(new float[] {2, -0.5f, 99}));
        Box box = coordinates.apply(Box.around(rows));
        assertArrayEquals(new float[] {-1, -1, Float.NEGATIVE_INFINITY}, box.low());
        assertArrayEquals(new float[] {1, 1, Float.POSITIVE_INFINITY}, box.high());
        Potential potential = Potentials.of(new IdentityMap(3), new float[] {4, 5, 6}, new Kernel.Gaussian(1));
        Potential standardised = coordinates.apply(potential);
        float[] y = {2, 0.5f, 3};
        // V = (2^2 + 2^2 + 1^2) / 2; gradient (2, 2, 1) times (1, 4, 0).
        assertEquals(4.5, standardised.at(y).energy());
        assertArrayEquals(new double[] {2, 8, 0}, standardised.at(y).gradient());
        assertEquals(3, standardised.distance(y));
        assertEquals(3, standardised.dimension());
    }

    @Test
    void aBoxHoldsItsRowsAndNothingElse() {
        Box box = Box.around(new float[][] {{1, 5}, {3, -2}, {2, 0}});
        assertArrayEquals(new float[] {1, -2}, box.low());
        assertArrayEquals(new float[] {3, 5}, box.high());
        assertTrue(box.contains(new float[] {3, -2}));
        assertFalse(box.contains(new float[] {3.1f, 0}));
        assertFalse(box.contains(new float[] {Float.NaN, 0}));
        assertArrayEquals(new float[] {3, -1}, box.step(new float[] {2, 1}, 2, new double[] {7, -1}));
        // At the wall only what leads back inside is followed: downhill is against the gradient.
        assertArrayEquals(new double[] {0, 4}, box.inward(new float[] {1, -1}, new double[] {2, 4}));
        assertArrayEquals(new double[] {-2, 0}, box.inward(new float[] {1, 5}, new double[] {-2, -4}));
        Random random = new Random(1);
        double sum = 0;
        for (int k = 0; k < 1000; k++) {
            float[] x = box.uniform(random);
            assertTrue(box.contains(x));
            sum += x[1] / 1000;
        }
        assertEquals(1.5, sum, 4 * 7 / Math.sqrt(12 * 1000.0)); // four errors of the mean of a uniform number
    }

    @Test
    void impossibleBoxesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Box(new float[0], new float[0]));
        assertThrows(IllegalArgumentException.class, () -> new Box(new float[] {1}, new float[] {0}));
        assertThrows(IllegalArgumentException.class, () -> new Box(new float[] {Float.NaN}, new float[] {0}));
        assertThrows(IllegalArgumentException.class, () -> Box.around(new float[0][]));
        assertThrows(IllegalArgumentException.class, () -> Box.unbounded(2).uniform(new Random(1)));
        assertThrows(IllegalArgumentException.class, () -> new Standardisation(new float[1], new float[] {-1}));
        assertThrows(IllegalArgumentException.class, () -> new Standardisation(new float[1], new float[2]));
    }
}
