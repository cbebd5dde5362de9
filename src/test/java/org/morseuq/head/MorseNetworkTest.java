package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

final class MorseNetworkTest {

    private static Layout layout(String... names) {
        return new Layout(IntStream.range(0, names.length / 2)
                .mapToObj(i -> new Layout.Block(names[2 * i], Integer.parseInt(names[2 * i + 1])))
                .toList());
    }

    private static MorseNetwork network(Layout layout, Expert... experts) {
        return new MorseNetwork(layout, List.of(experts), Pooling.MAX);
    }

    /** Multiples of 1/8 below 2: their products and the sums of a few of them are exact in float, in any order. */
    private static float[][] exact(int rows, int columns, Random random) {
        float[][] numbers = new float[rows][columns];
        for (float[] row : numbers) {
            for (int j = 0; j < columns; j++) {
                row[j] = (random.nextInt(31) - 15) / 8f;
            }
        }
        return numbers;
    }

    @Test
    void energiesAddOverExpertsAndASingleTargetServesAllClasses() {
        MorseNetwork network = Fixtures.network(Pooling.MAX);
        assertEquals(3, network.classes());
        for (float[] row : Fixtures.table(20, 3).rows()) {
            double[] sum = new double[3];
            for (int e = 0; e < 3; e++) {
                double[] energies = network.experts().get(e).energies(network.gather(e, row))[0];
                for (int y = 0; y < 3; y++) {
                    sum[y] += energies[energies.length == 1 ? 0 : y];
                }
            }
            assertArrayEquals(sum, network.classEnergies(row));
        }
    }

    /** exp(-E1) exp(-E2) = exp(-(E1 + E2)), and squared distances of stacked vectors add. */
    @Test
    void aProductOfGaussianExpertsIsTheExpertOfTheStackedMap() {
        Random random = new Random(1);
        Layout layout = layout("a", "5", "b", "3");
        float[][] wa = exact(4, 5, random);
        float[][] wb = exact(2, 3, random);
        float[][] ta = exact(3, 4, random);
        float[][] tb = exact(3, 2, random);
        float[] ba = exact(1, 4, random)[0];
        float[] bb = exact(1, 2, random)[0];
        float[][] stackedWeights = new float[6][8];
        float[][] stackedTargets = new float[3][6];
        float[] stackedBias = new float[6];
        for (int k = 0; k < 6; k++) {
            System.arraycopy(k < 4 ? wa[k] : wb[k - 4], 0, stackedWeights[k], k < 4 ? 0 : 5, k < 4 ? 5 : 3);
            stackedBias[k] = k < 4 ? ba[k] : bb[k - 4];
            for (int y = 0; y < 3; y++) {
                stackedTargets[y][k] = k < 4 ? ta[y][k] : tb[y][k - 4];
            }
        }
        Kernel kernel = new Kernel.Gaussian(0.7);
        MorseNetwork product = network(
                layout,
                new Expert(List.of("a"), new AffineMap(wa, ba), ta, kernel),
                new Expert(List.of("b"), new AffineMap(wb, bb), tb, kernel));
        MorseNetwork stacked = network(
                layout,
                new Expert(List.of("a", "b"), new AffineMap(stackedWeights, stackedBias), stackedTargets, kernel));
        for (float[] row : exact(50, 8, random)) {
            double[] expected = stacked.classEnergies(row);
            double[] found = product.classEnergies(row);
            for (int y = 0; y < 3; y++) {
                assertEquals(expected[y], found[y], 1e-9 * expected[y]); // double sums in another order
            }
            assertEquals(Math.exp(-stacked.energy(row)), Math.exp(-product.energy(row)), 1e-9);
        }
    }

    @Test
    void poolingAgreesWithItsFormulas() {
        double[] energies = {3, 0.5, 7};
        assertEquals(0.5, Pooling.MAX.energy(energies), 0.0);
        double sum = Math.exp(-3) + Math.exp(-0.5) + Math.exp(-7);
        assertEquals(-Math.log(sum), Pooling.SUM.energy(energies), 1e-15);
        assertEquals(-Math.log(4), Pooling.SUM.energy(new double[4]), 1e-15); // modes that overlap exceed 1
        assertEquals(5000 - Math.log(2), Pooling.SUM.energy(new double[] {5000, 5000}), 1e-12); // exp(-5000) is 0
        double infinite = Double.POSITIVE_INFINITY;
        assertEquals(infinite, Pooling.SUM.energy(new double[] {infinite, infinite}), 0.0);
        assertEquals(1, Pooling.SUM.energy(new double[] {infinite, 1}), 0.0);
    }

    @Test
    void densityIsAtMostOneAndOneExactlyOnTheModes() {
        float[][] modes = {{1, 2}, {-3, 0.5f}};
        for (Kernel kernel : List.of(new Kernel.Gaussian(2), new Kernel.Laplace(2))) {
            MorseNetwork network =
                    network(Layout.of("x", 2), new Expert(List.of("x"), new IdentityMap(2), modes, kernel));
            for (float[] mode : modes) {
                assertEquals(1, Math.exp(-network.energy(mode)), 0.0);
                float[] near = {mode[0], mode[1] + 1e-3f};
                assertTrue(Math.exp(-network.energy(near)) < 1);
            }
            Random random = new Random(2);
            for (int i = 0; i < 1000; i++) {
                float[] x = {(float) (100 * random.nextGaussian()), (float) random.nextGaussian()};
                double density = Math.exp(-network.energy(x));
                assertTrue(density >= 0 && density < 1, "density " + density);
            }
        }
    }

    /** exp(-163) is 1e-71, and 1 - 1e-71 is 1 in double: the energy tells inputs apart where the density cannot. */
    @Test
    void energiesStayDistinctWhereDensitiesCollapse() {
        MorseNetwork network = network(
                Layout.of("x", 512),
                new Expert(List.of("x"), new IdentityMap(512), new float[1][512], new Kernel.Gaussian(1)));
        double before = 0;
        for (int energy = 163; energy <= 413; energy++) {
            float[] x = new float[512];
            Arrays.fill(x, (float) Math.sqrt(2 * energy / 512.0));
            double found = network.energy(x);
            assertEquals(energy, found, 2e-7 * energy); // the root is rounded to float, by 2^-24, and squared
            assertTrue(found > before + 0.9);
            assertEquals(1, 1 - Math.exp(-found), 0.0);
            before = found;
        }
    }

    @Test
    void columnsAreFoundByTheNamesOfTheirBlocks() {
        MorseNetwork network = Fixtures.network(Pooling.SUM);
        FeatureTable table = Fixtures.table(30, 4);
        float[][] shuffled = new float[30][];
        for (int i = 0; i < 30; i++) {
            float[] row = table.rows()[i]; // logits[3] embedding[5]
            shuffled[i] =
                    new float[] {row[3], row[4], row[5], row[6], row[7], Float.NaN, 1e30f, row[0], row[1], row[2]};
        }
        FeatureTable wide =
                new FeatureTable(layout("embedding", "5", "unknown", "2", "logits", "3"), shuffled, table.labels());
        assertArrayEquals(network.energies(table), network.energies(wide));
        FeatureTable narrow = table.select(List.of(Layout.LOGITS));
        assertThrows(IllegalArgumentException.class, () -> network.energies(narrow));
    }

    @Test
    void rowsOfTheWrongWidthAreRefused() {
        MorseNetwork network = Fixtures.network(Pooling.MAX);
        for (int width : new int[] {0, 7, 9}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> network.energy(new float[width]));
            assertEquals("a feature row has 8 numbers (logits[3] embedding[5]), got " + width, e.getMessage());
        }
    }

    @Test
    void expertsThatDoNotFitAreRefused() {
        Layout layout = layout("a", "2", "b", "2000000000");
        Kernel kernel = new Kernel.Gaussian(1);
        float[][] targets = {{0, 0}};
        Expert a = new Expert(List.of("a"), new IdentityMap(2), targets, kernel);
        assertThrows(IllegalArgumentException.class, () -> new MorseNetwork(layout, List.of(), Pooling.MAX));
        Expert twice = new Expert(List.of("a"), new IdentityMap(2), new float[2][2], kernel);
        Expert thrice = new Expert(List.of("a"), new IdentityMap(2), new float[3][2], kernel);
        assertEquals(2, network(layout, a, twice).classes());
        assertThrows(IllegalArgumentException.class, () -> network(layout, twice, thrice));
        Expert absent = new Expert(List.of("c"), new IdentityMap(2), targets, kernel);
        assertThrows(IllegalArgumentException.class, () -> network(layout, absent));
        Expert huge = new Expert(List.of("b"), new IdentityMap(2), targets, kernel); // before a list of 2e9 columns
        assertThrows(IllegalArgumentException.class, () -> network(layout, huge));
        Layout wide = layout("a", "2", "b", "2147483647", "c", "2147483647"); // the sum is 0 as an int
        assertThrows(IllegalArgumentException.class, () -> network(wide, a));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Expert(List.of("a"), new IdentityMap(2), new float[1][3], kernel));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Expert(List.of("a"), new IdentityMap(2), new float[0][2], kernel));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Expert(List.of("a"), new IdentityMap(2), new float[][] {{0, Float.NaN}}, kernel));
    }

    @Test
    void targetsAreCopied() {
        float[][] targets = {{1, 2}};
        Expert expert = new Expert(List.of("a"), new IdentityMap(2), targets, new Kernel.Gaussian(2));
        targets[0][0] = 9;
        expert.targets()[0][1] = 9;
        assertArrayEquals(new double[] {0}, expert.divergences(new float[] {1, 2}));
        assertEquals(10 * 5, expert.withKernel(new Kernel.Laplace(10)).energies(new float[] {4, 6})[0][0], 0.0);
    }

    /**
     * With targets S e_y, ||l - S e_y|| - S = -l_y + (||l||^2 - l_y^2) / (2 S) + O(1 / S^2): far away, a Laplace kernel
     * is the negative logit. The error falls as 1 / S: a slope of -1 between S = 2^8 and 2^14, up to the next order.
     */
    @Test
    void farTargetsTurnALaplaceExpertIntoTheLogit() {
        Random random = new Random(6);
        for (int i = 0; i < 20; i++) {
            float[] logits = {(float) random.nextGaussian(), (float) random.nextGaussian(), 2};
            double[] logErrors = new double[2];
            for (int j = 0; j < 2; j++) {
                float s = j == 0 ? 0x1p8f : 0x1p14f;
                MorseNetwork network = network(
                        Layout.of(Layout.LOGITS, 3),
                        new Expert(
                                List.of(Layout.LOGITS),
                                new IdentityMap(3),
                                new float[][] {{s, 0, 0}, {0, s, 0}, {0, 0, s}},
                                new Kernel.Laplace(1)));
                double[] energies = network.classEnergies(logits);
                for (int y = 0; y < 3; y++) {
                    assertEquals(-logits[y], energies[y] - s, 20 / s, "S = " + s); // ||l||^2 is below 40
                }
                logErrors[j] = Math.log(energies[0] - s + logits[0]) / Math.log(2);
            }
            assertEquals(-1, (logErrors[1] - logErrors[0]) / (14 - 8), 0.01);
        }
    }

    /** The rates can be moved into the maps: lambda ||z||^2 is ||sqrt(lambda) z||^2. */
    @Test
    void aProductOfGaussianExpertsOfAnyRatesIsOneOfTheScaledStackedMap() {
        Random random = new Random(8);
        Layout layout = layout("a", "4", "b", "3");
        double[] rates = {0.3, 5};
        float[][][] maps = {exact(2, 4, random), exact(5, 3, random)};
        float[][][] targets = {exact(3, 2, random), exact(3, 5, random)};
        float[][] stacked = new float[7][7];
        float[][] stackedTargets = new float[3][7];
        for (int e = 0; e < 2; e++) {
            float scale = (float) Math.sqrt(rates[e]);
            for (int k = 0; k < maps[e].length; k++) {
                for (int d = 0; d < maps[e][k].length; d++) {
                    stacked[2 * e + k][4 * e + d] = scale * maps[e][k][d];
                }
                for (int y = 0; y < 3; y++) {
                    stackedTargets[y][2 * e + k] = scale * targets[e][y][k];
                }
            }
        }
        MorseNetwork product = network(
                layout,
                new Expert(
                        List.of("a"), new AffineMap(maps[0], new float[2]), targets[0], new Kernel.Gaussian(rates[0])),
                new Expert(
                        List.of("b"), new AffineMap(maps[1], new float[5]), targets[1], new Kernel.Gaussian(rates[1])));
        MorseNetwork one = network(
                layout,
                new Expert(
                        List.of("a", "b"),
                        new AffineMap(stacked, new float[7]),
                        stackedTargets,
                        new Kernel.Gaussian(1)));
        for (float[] row : exact(30, 7, random)) {
            double[] expected = product.classEnergies(row);
            double[] gradient = product.energyGradient(row);
            for (int y = 0; y < 3; y++) {
                // The scale is a float, and so are the sums: some 1e-7 of terms no larger than ten times the energy.
                assertEquals(expected[y], one.classEnergies(row)[y], 1e-5 * expected[y]);
            }
            for (int d = 0; d < 7; d++) {
                assertEquals(gradient[d], one.energyGradient(row)[d], 1e-4);
            }
        }
    }

    @Test
    void classProbabilitiesAreTheSoftmaxOfMinusTheEnergies() {
        for (Pooling pooling : Pooling.values()) {
            MorseNetwork network = Fixtures.network(pooling);
            for (float[] row : Fixtures.table(20, 3).rows()) {
                double[] densities = Arrays.stream(network.classEnergies(row))
                        .map(e -> Math.exp(-e))
                        .toArray();
                double sum = Arrays.stream(densities).sum();
                double[] probabilities = network.classProbabilities(row);
                for (int y = 0; y < 3; y++) {
                    assertEquals(densities[y] / sum, probabilities[y], 1e-12); // energies up to hundreds, 1e-16 of them
                }
                assertEquals(1, Arrays.stream(probabilities).sum(), 1e-15);
            }
        }
    }

    /** Along u = (0.6, 0.8) to the distance r, with targets e_1, e_2 and -e_1; the corrections fall as 1 / r. */
    @Test
    void farAwayTheKernelDecidesWhatIsLeftOfTheClass() {
        float[][] targets = {{1, 0}, {0, 1}, {-1, 0}};
        float r = 1e5f;
        float[] far = {0.6f * r, 0.8f * r};
        Layout layout = Layout.of("a", 2);
        double[] limit = {Math.exp(3 * 0.6), Math.exp(3 * 0.8), Math.exp(-3 * 0.6)};
        double sum = Arrays.stream(limit).sum();
        double[] laplace = network(layout, new Expert(List.of("a"), new IdentityMap(2), targets, new Kernel.Laplace(3)))
                .classProbabilities(far);
        for (int y = 0; y < 3; y++) {
            assertEquals(limit[y] / sum, laplace[y], 1e-4);
        }
        for (Kernel kernel : List.of(new Kernel.Cauchy(3), new Kernel.StudentT(3, 7))) {
            double[] uniform = network(layout, new Expert(List.of("a"), new IdentityMap(2), targets, kernel))
                    .classProbabilities(far);
            assertArrayEquals(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, uniform, 1e-4);
        }
        double[] certain = network(
                        layout, new Expert(List.of("a"), new IdentityMap(2), targets, new Kernel.Gaussian(3)))
                .classProbabilities(far);
        assertArrayEquals(new double[] {0, 1, 0}, certain, 1e-15);
    }

    @Test
    void whereAllTargetsAreInfinitelyFarTheClassesAreEquallyProbable() {
        Expert expert = new Expert(
                List.of("a"),
                new SoftmaxMap(3),
                new float[][] {{0.5f, 0.5f, 0}, {0.5f, 0, 0.5f}},
                new Divergence.KullbackLeibler(),
                new Kernel.Exponential(1));
        MorseNetwork network = network(Layout.of("a", 3), expert);
        assertArrayEquals(new double[] {0.5, 0.5}, network.classProbabilities(new float[] {500, 0, 0}));
        assertArrayEquals(new double[] {1, 0}, network.classProbabilities(new float[] {500, 500, 0}));
        assertArrayEquals(new double[3], network.energyGradient(new float[] {500, 0, 0}), 0);
    }
}
