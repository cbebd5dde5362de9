package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FeatureMapTest {

    private static float[] gaussian(int d, Random random) {
        float[] row = new float[d];
        for (int j = 0; j < d; j++) {
            row[j] = (float) random.nextGaussian();
        }
        return row;
    }

    private static AffineMap affine(int outputs, int inputs, Random random) {
        float[][] weights = new float[outputs][];
        for (int k = 0; k < outputs; k++) {
            weights[k] = gaussian(inputs, random);
        }
        return new AffineMap(weights, gaussian(outputs, random));
    }

    /** Widths around the unrolled loop. Sums of d + 1 float products are off by at most (d + 1) 2^-24 of their absolutes. */
    @Test
    void affineAgreesWithTheDefinitionAtEveryWidth() {
        Random random = new Random(1);
        for (int inputs : new int[] {1, 2, 3, 4, 5, 7, 8, 9}) {
            for (int outputs : new int[] {1, 3, 8, 17}) {
                AffineMap map = affine(outputs, inputs, random);
                float[] x = gaussian(inputs, random);
                float[] before = x.clone();
                float[] z = map.apply(x);
                assertEquals(outputs, z.length);
                for (int k = 0; k < outputs; k++) {
                    double exact = map.bias()[k];
                    double absolute = Math.abs(exact);
                    for (int d = 0; d < inputs; d++) {
                        double product = (double) map.weights()[k][d] * x[d];
                        exact += product;
                        absolute += Math.abs(product);
                    }
                    assertEquals(exact, z[k], (inputs + 1) * 0x1p-24 * absolute, inputs + " -> " + outputs);
                }
                assertArrayEquals(before, x);
            }
        }
    }

    /** Whatever the number, in particular of a whitening, half of whose weights are not looked at. */
    @Test
    void severalPointsHaveTheBitsOfEach() {
        Random random = new Random(5);
        float[][] lower = new float[22][22];
        for (int k = 0; k < 22; k++) {
            System.arraycopy(gaussian(k + 1, random), 0, lower[k], 0, k + 1);
        }
        AffineMap whitening = new AffineMap(lower, gaussian(22, random));
        for (FeatureMap map : List.of(whitening, new UnitNormMap(22).then(whitening))) {
            for (int n : new int[] {0, 1, 2, 5}) {
                float[][] x = new float[n][];
                for (int i = 0; i < n; i++) {
                    x[i] = gaussian(22, random);
                }
                float[][] z = map.apply(x);
                assertEquals(n, z.length);
                for (int i = 0; i < n; i++) {
                    assertArrayEquals(map.apply(x[i]), z[i]);
                }
            }
        }
    }

    @Test
    void affineCopiesWhatItTakesAndGives() {
        float[][] weights = {{1, 2, 3}, {4, 5, 6}};
        float[] bias = {7, 8};
        AffineMap map = new AffineMap(weights, bias);
        weights[0][0] = 99;
        bias[0] = 99;
        map.weights()[1][1] = 99;
        map.bias()[1] = 99;
        assertArrayEquals(new float[][] {{1, 2, 3}, {4, 5, 6}}, map.weights());
        assertArrayEquals(new float[] {7, 8}, map.bias());
        assertArrayEquals(new float[] {21, 40}, map.apply(new float[] {2, 0, 4}));
        assertEquals(map, new AffineMap(map.weights(), map.bias()));
        assertEquals(map.hashCode(), new AffineMap(map.weights(), map.bias()).hashCode());
        assertNotEquals(map, new AffineMap(new float[][] {{1, 2, 3}, {4, 5, 6.5f}}, map.bias()));
        assertNotEquals(map, new AffineMap(map.weights(), new float[] {7, 8.5f}));
    }

    @Test
    void affineRefusesWhatIsNoMatrix() {
        assertThrows(IllegalArgumentException.class, () -> new AffineMap(new float[0][], new float[0]));
        assertThrows(IllegalArgumentException.class, () -> new AffineMap(new float[1][0], new float[1]));
        assertThrows(IllegalArgumentException.class, () -> new AffineMap(new float[2][3], new float[3]));
        assertThrows(IllegalArgumentException.class, () -> new AffineMap(new float[][] {{1, 2}, {3}}, new float[2]));
    }

    @Test
    void unitNormHasLengthOneAndKeepsTheDirection() {
        assertArrayEquals(new float[] {0.6f, -0.8f}, new UnitNormMap(2).apply(new float[] {3, -4}));
        assertArrayEquals(new float[] {0, 0, 0}, new UnitNormMap(3).apply(new float[] {0, -0f, 0}), 0f);
    }

    /** The reciprocal of such a length is no ordinary float; only rounding of the result, 2^-24, is left. */
    @Test
    void unitNormTakesTheSmallestAndTheLargestNumbers() {
        for (float scale : new float[] {Float.MIN_VALUE, 1e-40f, 1e-20f, 1, 1e20f, Float.MAX_VALUE / 4}) {
            float[] z = new UnitNormMap(3).apply(new float[] {3 * scale, 0, -4 * scale});
            assertArrayEquals(new float[] {0.6f, 0, -0.8f}, z, 0x1p-24f, "scale " + scale);
        }
    }

    @Test
    void softmaxIsADistributionWhateverTheSizeOfTheLogits() {
        SoftmaxMap map = new SoftmaxMap(3);
        double sum = 1 + Math.exp(1) + Math.exp(-2);
        float[] expected = {(float) (1 / sum), (float) (Math.exp(1) / sum), (float) (Math.exp(-2) / sum)};
        assertArrayEquals(expected, map.apply(new float[] {0, 1, -2}), 0x1p-24f);
        for (float shift : new float[] {-1e6f, 1e6f, 1e30f}) { // 1e6 plus a small integer is exact
            float[] moved = shift == 1e30f ? new float[] {shift, shift, 0} : new float[] {shift, shift + 1, shift - 2};
            float[] z = map.apply(moved);
            assertArrayEquals(shift == 1e30f ? new float[] {0.5f, 0.5f, 0} : expected, z, 0x1p-24f);
        }
    }

    /** Central differences of floats of order one, 2^-24 over a step of 2^-7, and the square of the step. */
    @Test
    void pullbacksOfSoftmaxAndResidualAreThoseOfCentralDifferences() {
        Random random = new Random(4);
        FeatureMap correction = affine(4, 4, random).then(new ActivationMap(ActivationMap.Function.TANH, 4));
        for (FeatureMap map : List.of(
                new SoftmaxMap(4),
                new ResidualMap(correction),
                new ResidualMap(new ResidualMap(correction).then(new SoftmaxMap(4))))) {
            float[] x = gaussian(4, random);
            float[] v = gaussian(4, random);
            float[] pulled = map.pullback(x, v);
            for (int d = 0; d < 4; d++) {
                float[] left = x.clone();
                float[] right = x.clone();
                left[d] -= 0x1p-7f;
                right[d] += 0x1p-7f;
                double difference = 0;
                for (int k = 0; k < 4; k++) {
                    difference += v[k] * ((double) map.apply(right)[k] - map.apply(left)[k]);
                }
                assertEquals(difference / ((double) right[d] - left[d]), pulled[d], 1e-3, map + "/" + d);
            }
        }
    }

    @Test
    void residualAddsToItsInput() {
        FeatureMap map = new ResidualMap(new AffineMap(new float[][] {{0, 2}, {3, 0}}, new float[] {1, -1}));
        assertArrayEquals(new float[] {5 + 2 * 7 + 1, 7 + 3 * 5 - 1}, map.apply(new float[] {5, 7}));
        // v + W^T v of [[0, 2], [3, 0]].
        assertArrayEquals(new float[] {2 - 9, -3 + 4}, map.pullback(new float[2], new float[] {2, -3}));
        assertEquals(map, new ResidualMap(new AffineMap(new float[][] {{0, 2}, {3, 0}}, new float[] {1, -1})));
        assertNotEquals(map, new ResidualMap(new IdentityMap(2)));
        assertThrows(IllegalArgumentException.class, () -> new ResidualMap(affine(3, 2, new Random(1))));
        assertThrows(IllegalArgumentException.class, () -> new SoftmaxMap(0));
    }

    @Test
    void activationsByHand() {
        float[] x = {-2, -0f, 0, 0.5f};
        assertArrayEquals(new float[] {0, 0, 0, 0.5f}, new ActivationMap(ActivationMap.Function.RELU, 4).apply(x));
        double e = Math.exp(1);
        float[] tanh = new ActivationMap(ActivationMap.Function.TANH, 4).apply(x);
        assertEquals((e - 1) / (e + 1), tanh[3], 1e-7); // one float rounding
        assertEquals(0, tanh[2], 0f);
        assertArrayEquals(new float[] {-2, -0f, 0, 0.5f}, x);
    }

    @Test
    void compositionsAreFlattenedAndApplyInOrder() {
        FeatureMap doubled = new AffineMap(new float[][] {{2}}, new float[] {0});
        FeatureMap plusOne = new AffineMap(new float[][] {{1}}, new float[] {1});
        FeatureMap relu = new ActivationMap(ActivationMap.Function.RELU, 1);
        FeatureMap composed = doubled.then(plusOne).then(relu.then(doubled));
        assertEquals(new ComposedMap(List.of(doubled, plusOne, relu, doubled)), composed);
        assertEquals(4, ((ComposedMap) composed).maps().size());
        assertArrayEquals(new float[] {14}, composed.apply(new float[] {3}));
        assertArrayEquals(new float[] {0}, composed.apply(new float[] {-3}));
    }

    @Test
    void compositionsHaveTheFirstInputsAndTheLastOutputs() {
        Random random = new Random(2);
        FeatureMap map = affine(3, 5, random).then(new UnitNormMap(3)).then(affine(2, 3, random));
        assertEquals(5, map.inputs());
        assertEquals(2, map.outputs());
    }

    @Test
    void mapsThatDoNotFitAreRefused() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> affine(3, 5, new Random(3))
                .then(new IdentityMap(4)));
        assertEquals("map 1 takes 4 numbers, the one before gives 3", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new ComposedMap(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new IdentityMap(0));
        assertThrows(IllegalArgumentException.class, () -> new UnitNormMap(0));
        assertThrows(IllegalArgumentException.class, () -> new ActivationMap(ActivationMap.Function.TANH, 0));
    }

    @Test
    void pullbacksByHand() {
        float[] v = {2, -3};
        assertArrayEquals(v, new IdentityMap(2).pullback(new float[] {5, 5}, v));
        // W^T v of [[1, 2, 3], [4, 5, 6]].
        AffineMap affine = new AffineMap(new float[][] {{1, 2, 3}, {4, 5, 6}}, new float[] {7, 8});
        assertArrayEquals(new float[] {-10, -11, -12}, affine.pullback(new float[3], v));
        assertArrayEquals(
                new float[] {0, -3},
                new ActivationMap(ActivationMap.Function.RELU, 2).pullback(new float[] {0, 0.1f}, v));
        // 1 - tanh(1)^2 = 0.419974...
        assertArrayEquals(
                new float[] {2 * 0.419974f, -3},
                new ActivationMap(ActivationMap.Function.TANH, 2).pullback(new float[] {1, 0}, v),
                1e-6f); // six digits were written
        // (v - z (z . v)) / 5 with z = (0.6, 0.8), z . v = -1.2; what points along x is lost.
        assertArrayEquals(new float[] {0.544f, -0.408f}, new UnitNormMap(2).pullback(new float[] {3, 4}, v), 1e-7f);
        assertArrayEquals(new float[2], new UnitNormMap(2).pullback(new float[] {3, 4}, new float[] {6, 8}), 1e-7f);
        assertArrayEquals(new float[2], new UnitNormMap(2).pullback(new float[2], v), 0f);
        // x -> tanh(2 x): 2 (1 - tanh(1)^2) at 0.5.
        FeatureMap chain = new AffineMap(new float[][] {{2}}, new float[] {0})
                .then(new ActivationMap(ActivationMap.Function.TANH, 1));
        assertArrayEquals(new float[] {6 * 0.419974f}, chain.pullback(new float[] {0.5f}, new float[] {3}), 1e-5f);
    }
}
