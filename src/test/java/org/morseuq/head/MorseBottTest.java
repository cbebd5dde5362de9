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

final class MorseBottTest {

    /** \( \varphi = (\|x\|^2 - 1) / 2 \) has the derivative x: at a point of the sphere \( \lambda x x^T \). */
    @Test
    void aSphereInSpaceHasRankOne() {
        double[] x = {2 / 3.0, -2 / 3.0, 1 / 3.0};
        double[][] hessian = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                hessian[i][j] = 5 * x[i] * x[j];
            }
        }
        MorseBott bott = MorseBott.of(hessian, 1, MorseBott.TOLERANCE);
        assertArrayEquals(new double[] {5, 0, 0}, bott.eigenvalues(), 1e-14);
        assertTrue(bott.nonDegenerate());
        assertEquals("MorseBott[rank 1 of 3, codimension 1]", bott.toString());
    }

    /** Rows of lengths 3 and 2 at right angles: eigenvalues \( \lambda \|row\|^2 \), by the kernel's curvature. */
    @Test
    void aLinearMapHasTheRankOfItsMatrix() {
        FeatureMap map = new AffineMap(new float[][] {{1, 2, 2, 0}, {0, -1.6f, 1.6f, 0.6f}}, new float[] {0, 1});
        double second = 2 * 1.6 * 1.6 + 0.36;
        float[] mode = {0, 0, 0, 0};
        float[] target = {0, 1};
        for (Kernel kernel :
                List.of(new Kernel.Gaussian(0.5), new Kernel.Cauchy(0.25), new Kernel.StudentT(0.375, 3))) {
            MorseBott bott = MorseBott.at(Potentials.network(map, target, kernel), mode);
            assertArrayEquals(new double[] {4.5, second / 2, 0, 0}, bott.eigenvalues(), 1e-6, kernel.kind());
            assertEquals(2, bott.rank());
            assertTrue(bott.nonDegenerate());
        }
        FeatureMap twice = new AffineMap(new float[][] {{1, 2, 2, 0}, {2, 4, 4, 0}}, new float[2]);
        MorseBott degenerate =
                MorseBott.at(Potentials.network(twice, new float[2], new Kernel.Gaussian(1)), new float[4]);
        assertEquals(1, degenerate.rank());
        assertFalse(degenerate.nonDegenerate());
        assertEquals("MorseBott[rank 1 of 4, codimension 2, degenerate]", degenerate.toString());
    }

    /** The mode set of x / |x| is a ray: of codimension d - 1, though the map has d outputs. */
    @Test
    void theProjectionToTheSphereIsNonDegenerateOffItsRay() {
        float[] target = {0.6f, 0, -0.8f, 0};
        MorseNetwork network = Potentials.network(new UnitNormMap(4), target, new Kernel.VonMisesFisher(3));
        float[] mode = {1.2f, 0, -1.6f, 0}; // at twice the length the curvature is a quarter
        MorseBott bott = MorseBott.at(network, mode, 3, MorseBott.TOLERANCE);
        assertArrayEquals(new double[] {0.75, 0.75, 0.75, 0}, bott.eigenvalues(), 1e-6);
        assertTrue(bott.nonDegenerate());
        assertFalse(MorseBott.at(network, mode).nonDegenerate());
    }

    /** Two layers of tanh through a random point, against differences of the gradient. */
    @Test
    void theHessianIsThatOfTheEnergyAtTheModeOfANetwork() {
        Random random = new Random(8);
        float[][] first = {
            Potentials.gaussian(6, 0.5, random), Potentials.gaussian(6, 0.5, random),
            Potentials.gaussian(6, 0.5, random), Potentials.gaussian(6, 0.5, random)
        };
        float[][] second = {Potentials.gaussian(4, 1, random), Potentials.gaussian(4, 1, random)};
        FeatureMap map = new AffineMap(first, Potentials.gaussian(4, 0.5, random))
                .then(new ActivationMap(ActivationMap.Function.TANH, 4))
                .then(new AffineMap(second, new float[2]));
        float[] mode = Potentials.gaussian(6, 1, random);
        MorseNetwork network = Potentials.network(map, map.apply(mode), new Kernel.Gaussian(2));
        MorseBott bott = MorseBott.at(network, mode);
        assertTrue(bott.nonDegenerate(), bott.toString());
        // A step of 2^-7 in x leaves the third derivative, some 2^-14, and rounding of 2^-24 * 2^7.
        MorseBott differences = MorseBott.of(differences(network, mode, 0x1p-7f), 2, 1e-2);
        assertArrayEquals(differences.eigenvalues(), bott.eigenvalues(), 2e-3 * bott.eigenvalues()[0]);
        assertEquals(2, differences.rank());
    }

    private static double[][] differences(MorseNetwork network, float[] x, float h) {
        double[][] hessian = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            float[] up = x.clone();
            float[] down = x.clone();
            up[i] += h;
            down[i] -= h;
            double[] above = network.energyGradient(up);
            double[] below = network.energyGradient(down);
            for (int j = 0; j < x.length; j++) {
                hessian[i][j] = (above[j] - below[j]) / ((double) up[i] - down[i]);
            }
        }
        return hessian;
    }

    @Test
    void ranksOfExpertsOnDifferentBlocksAdd() {
        Layout layout = new Layout(List.of(new Layout.Block("a", 3), new Layout.Block("b", 2)));
        MorseNetwork network = new MorseNetwork(
                layout,
                List.of(
                        new Expert(
                                List.of("b"),
                                new IdentityMap(2),
                                new float[][] {{9, 9}, {4, 5}},
                                new Kernel.Gaussian(7)),
                        new Expert(
                                List.of("a"),
                                new AffineMap(new float[][] {{0, 2, 0}}, new float[1]),
                                new float[][] {{6}},
                                new Kernel.Gaussian(0.5))),
                Pooling.MAX);
        MorseBott bott = MorseBott.at(network, new float[] {-1, 3, 8, 4, 5});
        assertArrayEquals(new double[] {7, 7, 2, 0, 0}, bott.eigenvalues(), 1e-12);
        assertEquals(3, bott.codimension());
        assertTrue(bott.nonDegenerate());
    }

    @Test
    void otherDivergencesAreRefused() {
        Expert expert = new Expert(
                List.of("x"),
                new SoftmaxMap(2),
                new float[][] {{0.5f, 0.5f}},
                new Divergence.KullbackLeibler(),
                new Kernel.Exponential(1));
        MorseNetwork network = new MorseNetwork(Layout.of("x", 2), List.of(expert), Pooling.MAX);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> MorseBott.at(network, new float[2]));
        assertTrue(refused.getMessage().contains("kullback-leibler"), refused.getMessage());
    }

    @Test
    void aKinkHasNoHessian() {
        MorseNetwork network = Potentials.network(new IdentityMap(2), new float[2], new Kernel.Laplace(1));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> MorseBott.at(network, new float[2]));
        assertTrue(refused.getMessage().contains("expert 0 has a kernel with a kink"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> MorseBott.of(new double[1][1], -1, 0));
        assertThrows(IllegalArgumentException.class, () -> MorseBott.of(new double[1][1], 1, 1));
    }
}
