package org.morseuq.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morseuq.head.Descent;
import org.morseuq.head.Expert;
import org.morseuq.head.IdentityMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.Langevin;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;

/** Flows and chains on normal densities around points, of which everything is known. */
final class ToySamplingTest {

    private static final double HALF = 3;
    private static final int GRID = 60;
    private static final ToySampling SAMPLING = new ToySampling(60, 200, 100, 100, 0.1);

    /** \( \mu(x) = \max_y e^{-\lambda \|x - t_y\|^2 / 2} \). */
    private static MorseNetwork around(double rate, float[]... targets) {
        Expert expert = new Expert(List.of(Toy.BLOCK), new IdentityMap(2), targets, Kernel.of("gaussian", rate));
        return new MorseNetwork(Toy.LAYOUT, List.of(expert), Pooling.MAX);
    }

    private static float[][] grid() {
        float[][] middles = new float[GRID * GRID][];
        for (int i = 0; i < middles.length; i++) {
            middles[i] = new float[] {middle(i % GRID), middle(i / GRID)};
        }
        return middles;
    }

    private static float middle(int i) {
        return (float) (HALF * (2 * (i + 0.5) / GRID - 1));
    }

    private static float[][] field(MorseNetwork network) {
        float[][] field = new float[GRID][GRID];
        for (int j = 0; j < GRID; j++) {
            for (int i = 0; i < GRID; i++) {
                field[j][i] = (float) Math.exp(-network.energy(new float[] {middle(i), middle(j)}));
            }
        }
        return field;
    }

    @Test
    void flowsFindEveryModeAndNothingElse() {
        MorseNetwork network = around(25, new float[] {-2, 0.5f}, new float[] {1, 1}, new float[] {0, -2});
        List<Descent> flows = SAMPLING.flows(network, HALF, 1);
        ToyModes modes = ToyModes.of(flows, field(network), HALF);
        assertEquals(60, flows.size());
        assertEquals(1, modes.converged());
        assertEquals(1, modes.reached());
        assertEquals(3, modes.pieces());
        assertTrue(modes.medianEnergy() <= 1e-4, "the tolerance of the energy: " + modes.medianEnergy());
    }

    @Test
    void whatEndsOffTheModesIsNotCounted() {
        MorseNetwork network = around(25, new float[] {-2, 0}, new float[] {2, 0});
        Descent on = new Descent(new float[] {2, 0}, Descent.Termination.STALLED, new double[] {1, 0.005}, 0);
        Descent off = new Descent(new float[] {-2, 2}, Descent.Termination.CONVERGED, new double[] {50}, 2);
        Descent edge = new Descent(new float[] {3, -3}, Descent.Termination.MAX_STEPS, new double[] {0}, 0);
        // The last claims to be on a mode in a corner where the field is 0: it ends in no piece.
        assertEquals(
                new ToyModes(1 / 3.0, 2 / 3.0, 0.005, 1), ToyModes.of(List.of(on, off, edge), field(network), HALF));
    }

    @Test
    void chainsAroundOnePointHaveItsExponentialEnergies() {
        // In two dimensions V is exponential with mean 1, so V < log 2 half the time.
        MorseNetwork network = around(4, new float[] {0, 0});
        List<Langevin.Chain> chains = SAMPLING.chains(network, HALF, 1);
        ToySamples samples = ToySamples.of(network, chains, grid());
        // The disc is 12 cells wide; of the 157 cells that the density's mass is worth, the some 37 with density a half
        // on
        // its edge are in or out, eight at a time: a few halves of a cell.
        assertEquals(0.5, samples.massAboveHalf(), 0.02);
        assertTrue(samples.worth() > 1000 && samples.worth() < 6000, "worth " + samples.worth());
        // Five standard errors of a part of at least 1000 independent points.
        assertEquals(0.5, samples.aboveHalf(), 5 * 0.5 / Math.sqrt(1000));
        assertTrue(samples.acceptance() > 0.4 && samples.acceptance() < 0.8, "aims at 0.574: " + samples.acceptance());
        assertTrue(samples.scaleReduction() < 1.2, "every chain sees all: " + samples.scaleReduction());
        assertEquals(List.of(1.0), samples.byClass());
        assertEquals(List.of(1.0), samples.massByClass());
    }

    @Test
    void chainsThatKeepToTheirPointSaySo() {
        // The first point lies on the edge of the square, which halves its mass: a third is left for two thirds.
        MorseNetwork network = around(25, new float[] {-3, 0}, new float[] {2, 0});
        List<Langevin.Chain> chains = SAMPLING.chains(network, HALF, 1);
        ToySamples samples = ToySamples.of(network, chains, grid());
        assertEquals(1 / 3.0, samples.massByClass().get(0), 1e-6); // the midpoint rule at two cells a deviation
        assertEquals(1, samples.massByClass().get(0) + samples.massByClass().get(1), 1e-12);
        assertEquals(1, samples.byClass().get(0) + samples.byClass().get(1), 1e-12);
        // Within 5/12 of the square the first is nearer; five deviations of a part of 60 starts.
        assertEquals(5 / 12.0, samples.byClass().get(0), 5 * 0.5 / Math.sqrt(60));
        assertTrue(samples.scaleReduction() > 5, "R-hat " + samples.scaleReduction());
    }

    @Test
    void theSeedDecidesEverything() {
        MorseNetwork network = around(4, new float[] {0, 0});
        List<Langevin.Chain> once = SAMPLING.chains(network, HALF, 7);
        List<Langevin.Chain> again = SAMPLING.chains(network, HALF, 7);
        for (int c = 0; c < once.size(); c++) {
            assertArrayEquals(once.get(c).points(), again.get(c).points());
        }
        assertTrue(once.get(0).points()[99][0]
                != SAMPLING.chains(network, HALF, 8).get(0).points()[99][0]);
    }

    @Test
    void whatCannotBeRunIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ToySampling(0, 1, 0, 4, 0));
        assertThrows(IllegalArgumentException.class, () -> new ToySampling(1, 0, 0, 4, 0));
        assertThrows(IllegalArgumentException.class, () -> new ToySampling(1, 1, -1, 4, 0));
        assertThrows(IllegalArgumentException.class, () -> new ToySampling(1, 1, 0, 3, 0));
        assertThrows(IllegalArgumentException.class, () -> new ToySampling(1, 1, 0, 4, Double.NaN));
        new ToySampling(1, 1, 0, 4, 0);
    }
}
