package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.data.Layout;
import org.morseuq.head.Descent.Termination;

final class DescentTest {

    private static final GradientFlow FLOW = new GradientFlow(2000, 1e-9, 0);

    /** x -> 0.6 x0 - 0.8 x1, of a gradient of length 1. */
    private static final FeatureMap UNIT_ROW = new AffineMap(new float[][] {{0.6f, -0.8f}}, new float[] {0.5f});

    private static Descent corridor(Potential potential, int steps, float... start) {
        return new CorridorDescent(steps, 0).run(potential, Box.unbounded(start.length), start);
    }

    /** Rounding of points around 1 to floats moves phi - t by 2^-24 a step. */
    @Test
    void aGaussianKernelOfOneOutputIsHalvedByEveryCorridorStep() {
        Potential potential = Potentials.of(UNIT_ROW, new float[] {0.25f}, new Kernel.Gaussian(3));
        Descent descent = corridor(potential, 10, 2, -1.5f);
        double before = 0.6 * 2 + 0.8 * 1.5 + 0.5 - 0.25;
        for (int k = 0; k <= 10; k++) {
            double residual = before / (1 << k);
            assertEquals(residual, Math.sqrt(descent.energies()[k] * 2 / 3), 1e-6, "step " + k);
        }
        assertEquals(before / 1024, descent.distance(), 1e-6);
        assertEquals(Termination.MAX_STEPS, descent.end());
    }

    @Test
    void aLaplaceKernelOfAMapWithUnitGradientIsACorridorToTheMode() {
        Potential line = Potentials.of(UNIT_ROW, new float[] {0.25f}, new Kernel.Laplace(3));
        assertEquals(0, corridor(line, 1, 2, -1.5f).distance(), 1e-6); // two roundings to float
        Descent descent = new CorridorDescent(50, 1e-5).run(line, Box.unbounded(2), new float[] {2, -1.5f});
        assertEquals(Termination.CONVERGED, descent.end());
        assertEquals(1, descent.steps());
    }

    /** The figures were computed by another program. */
    @Test
    void onACircleTheLaplaceKernelLandsAtOnceAndTheGaussianOneHalves() {
        float[] start = {1.53f, 2.04f}; // radius 2.55
        assertEquals(0, corridor(new Potentials.Sphere(2, 4, 1), 1, start).distance(), 2e-7);
        double[] residuals = {1.55, 0.775, 0.3875, 0.19375};
        Descent gaussian = corridor(new Potentials.Sphere(2, 2, 2), 3, start);
        for (int k = 0; k < residuals.length; k++) {
            assertEquals(residuals[k], Math.sqrt(gaussian.energies()[k] / 2), 1e-6);
        }
    }

    /** \( V = |r|^p \): \( r \leftarrow (1 - 1/p) r \). */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 2, 3, 4})
    void aPowerShrinksByItsOwnFactor(double power) {
        Descent descent = corridor(new Potentials.Sphere(3, 0.7, power), 5, 3, 1, -2);
        double first = Math.sqrt(14) - 1;
        for (int k = 0; k < descent.energies().length; k++) {
            double r = Math.pow(descent.energies()[k] / 0.7, 1 / power);
            assertEquals(first * Math.pow(1 - 1 / power, k), r, 1e-6 + 1e-3 * (power == 1 ? 0 : r), "step " + k);
        }
    }

    /** \( \|x' - x^*\|^2 \le \|x - x^*\|^2 - V^2 / \|\nabla V\|^2 \) for convex V, though V itself goes up at times. */
    @Test
    void corridorStepsNeverLeaveTheMinimumOfAConvexFunctionBehind() {
        Potentials.Quadratic potential = new Potentials.Quadratic(new double[] {10, 1, 0.1}, new ArrayList<>());
        Descent descent = corridor(potential, 300, 1, 1, 1);
        boolean rose = false;
        for (int k = 0; k < 300; k++) {
            float[] x = potential.visited().get(k);
            float[] next = potential.visited().get(k + 1);
            Potential.Slope slope = new Potentials.Quadratic(potential.curvatures(), new ArrayList<>()).at(x);
            double gain = slope.energy() * slope.energy() / GradientFlow.squares(slope.gradient());
            double before = square(Potentials.Sphere.radius(x));
            assertTrue(square(Potentials.Sphere.radius(next)) <= before - gain + 1e-6 * before, "step " + k);
            rose |= descent.energies()[k + 1] > descent.energies()[k];
        }
        assertTrue(rose, "V goes up at least once");
        assertTrue(descent.energy() < 1e-12, descent.toString());
    }

    private static double square(double x) {
        return x * x;
    }

    @Test
    void corridorStepsDoNotDependOnTheUnitOfEnergy() {
        float[] once = corridor(new Potentials.Sphere(3, 1, 3), 4, 3, 1, -2).point();
        assertArrayEquals(
                once, corridor(new Potentials.Sphere(3, 8, 3), 4, 3, 1, -2).point());
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void theFlowOnlyGoesDownWhateverTheMapsAndKernels(Pooling pooling) {
        Potential potential = new FeaturePotential(Fixtures.network(pooling));
        for (float[] start : Fixtures.table(20, 4).rows()) {
            Descent descent = new GradientFlow(200, 0, 0).run(potential, Box.unbounded(8), start);
            for (int k = 1; k < descent.energies().length; k++) {
                assertTrue(descent.energies()[k] < descent.energies()[k - 1], "step " + k);
            }
            assertTrue(descent.steps() > 3, descent.toString());
            assertEquals(descent.energy(), potential.at(descent.point()).energy());
        }
    }

    /** The line from the start to the target: the flow of a round potential does not turn. */
    @Test
    void theFlowOfARoundPotentialEndsAtTheTarget() {
        float[] target = {1, -2, 0.5f};
        Potential potential = Potentials.of(new IdentityMap(3), target, new Kernel.Gaussian(4));
        Descent descent = FLOW.run(potential, Box.unbounded(3), new float[] {30, 40, -50});
        assertEquals(Termination.CONVERGED, descent.end());
        assertArrayEquals(target, descent.point(), 3e-5f); // energy 2 d^2 <= 1e-9
        assertTrue(descent.distance() <= 2.3e-5, descent.toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.5, 2, 4})
    void theFlowReachesACircleFromTheWholeBox(double power) {
        Random random = new Random(5);
        Box box = new Box(new float[] {-3, -3}, new float[] {3, 3});
        for (int trial = 0; trial < 20; trial++) {
            float[] start = box.uniform(random);
            Descent descent = FLOW.run(new Potentials.Sphere(2, 1, power), box, start);
            assertEquals(Termination.CONVERGED, descent.end(), descent.toString());
            assertTrue(descent.distance() <= 1.001 * Math.pow(1e-9, 1 / power), descent.toString());
            // Along the radius: neither the step nor the projection turns.
            assertEquals(0, start[0] * descent.point()[1] - start[1] * descent.point()[0], 1e-5);
        }
    }

    @Test
    void theFlowStopsWhereTheBoxIsNearestToTheTarget() {
        Potential potential = Potentials.of(new IdentityMap(3), new float[] {2, 0.5f, -9}, new Kernel.Gaussian(1));
        Box box = new Box(new float[] {-1, -1, -1}, new float[] {1, 1, 1});
        Descent descent = new GradientFlow(500, 0, 1e-4).run(potential, box, new float[] {-0.9f, -5, 0.3f});
        assertEquals(Termination.CONVERGED, descent.end());
        assertArrayEquals(new float[] {1, 0.5f, -1}, descent.point(), 1e-4f);
        assertTrue(box.contains(descent.point()));
    }

    @Test
    void outcomesAreValues() {
        Potential round = Potentials.of(new IdentityMap(2), new float[] {0, 0}, new Kernel.Gaussian(1));
        Box all = Box.unbounded(2);
        Potential stretched = new Potentials.Quadratic(new double[] {100, 1}, new ArrayList<>());
        Descent few = new GradientFlow(2, 0, 0).run(stretched, all, new float[] {1, 1});
        assertEquals(Termination.MAX_STEPS, few.end());
        assertEquals(2, few.steps());
        Descent huge = FLOW.run(round, all, new float[] {Float.NaN, 0});
        assertEquals(Termination.NOT_FINITE, huge.end());
        assertEquals(Termination.NOT_FINITE, corridor(round, 3, Float.NaN, 0).end());
        Descent there = FLOW.run(round, all, new float[2]);
        assertEquals(Termination.CONVERGED, there.end());
        assertEquals(0, there.steps());
        // The kink of |r|: around it the points that floats can express lie on both sides.
        Descent kink = new GradientFlow(2000, 0, 0)
                .run(new Potentials.Sphere(3, 1, 1), Box.unbounded(3), new float[] {1, 2, 3});
        assertEquals(Termination.STALLED, kink.end());
        assertTrue(kink.distance() < 1e-6 && kink.distance() > 0, kink.toString());
        // V = 1 and no gradient: the corridor has no direction.
        Potential flat = Potentials.of(
                new ActivationMap(ActivationMap.Function.RELU, 1), new float[] {1}, new Kernel.Gaussian(2));
        assertEquals(Termination.STALLED, corridor(flat, 3, -5).end());
        assertEquals("converged after 0 steps: energy 0.00000, distance to the mode 0.00000", there.toString());
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new GradientFlow(0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new GradientFlow(1, Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> new GradientFlow(1, 0, -1));
        assertThrows(IllegalArgumentException.class, () -> new CorridorDescent(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new CorridorDescent(1, -1e-9));
    }

    @Test
    void theDistanceIsThatOfTheStackedLatentSpaces() {
        MorseNetwork network = Fixtures.network(Pooling.MAX);
        for (float[] row : Fixtures.table(5, 6).rows()) {
            List<Expert> experts = network.experts();
            double least = Double.POSITIVE_INFINITY;
            double[] energies = network.classEnergies(row);
            double distance = Double.NaN;
            for (int y = 0; y < energies.length; y++) {
                double sum = 0;
                for (int e = 0; e < experts.size(); e++) {
                    double[] squared = experts.get(e).divergences(network.gather(e, row));
                    sum += squared[squared.length == 1 ? 0 : y];
                }
                distance = energies[y] < least ? Math.sqrt(sum) : distance;
                least = Math.min(least, energies[y]);
            }
            assertEquals(distance, new FeaturePotential(network).distance(row));
        }
    }

    /** Two Gaussian kernels at 0 and 0.1: the summed density is 2 e^(-...) around 0.05, its energy -log 2 + 0.00125. */
    @Test
    void anEnergyBelowZeroIsNoModeUnlessTheGradientVanishes() {
        Layout layout = Layout.of("x", 1);
        Expert expert =
                new Expert(List.of("x"), new IdentityMap(1), new float[][] {{0}, {0.1f}}, new Kernel.Gaussian(1));
        Potential potential = new FeaturePotential(new MorseNetwork(layout, List.of(expert), Pooling.SUM));
        float[] start = {1};
        assertTrue(potential.at(start).energy() < 0);
        Descent flow = new GradientFlow(2000, 1e-9, 1e-6).run(potential, Box.unbounded(1), start);
        assertEquals(Descent.Termination.CONVERGED, flow.end());
        assertEquals(0.05, flow.point()[0], 1e-4);
        assertThrows(IllegalArgumentException.class, () -> new CorridorDescent(10, 1e-9)
                .run(potential, Box.unbounded(1), start));
    }

    @Test
    void theEnergyIsThatOfThePointEvenAfterAFailure() {
        Potential potential = new Potential() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public Slope at(float[] x) { // fine at the start only
                return x[0] == 1 ? new Slope(3, new double[] {1}) : new Slope(Double.NaN, new double[] {1});
            }

            @Override
            public double distance(float[] x) {
                return 0;
            }
        };
        Descent descent = new CorridorDescent(10, 0).run(potential, Box.unbounded(1), new float[] {1});
        assertEquals(Descent.Termination.NOT_FINITE, descent.end());
        assertEquals(1, descent.point()[0]);
        assertEquals(3, descent.energy());
    }
}
