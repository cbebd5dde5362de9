package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.eval.Mahalanobis;
import org.morseuq.head.AffineMap;
import org.morseuq.head.Expert;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.head.Whitening;

/** Known methods are Morse networks, number by number. */
final class SpecialCasesTest {

    private static final List<String> BLOCKS = List.of(Layout.LOGITS, Layout.EMBEDDING);
    private static final FeatureTable TRAIN = Heads.data(300, 1).select(BLOCKS);
    private static final FeatureTable REFERENCE =
            Heads.mirrored(Heads.data(100, 2).select(BLOCKS));
    private static final FeatureTable HELD = Heads.data(90, 3).select(BLOCKS);
    private static final int D = 6;

    private static MorseNetwork fitted(HeadRecipe recipe) {
        return recipe.fit(TRAIN, REFERENCE, 1, loss -> {});
    }

    private static MorseNetwork learned(ClassifierRecipe recipe) throws IOException {
        return recipe.learned(recipe.initial(TRAIN, 1), TRAIN, REFERENCE, 1, FitJournal.of(loss -> {}));
    }

    private static double meanSquaredDistance(MorseNetwork network) {
        Expert expert = network.experts().get(0);
        float[] centre = expert.targets()[0];
        double sum = 0;
        for (float[] x : TRAIN.block(Layout.EMBEDDING)) {
            float[] z = expert.map().apply(x);
            for (int k = 0; k < z.length; k++) {
                sum += ((double) z[k] - centre[k]) * ((double) z[k] - centre[k]);
            }
        }
        return sum / TRAIN.size();
    }

    /** The first loss that is told is that of the start; float32 over 300 rows of 16 outputs. */
    @Test
    void theLossOfDeepSvddIsTheMeanSquaredDistanceFromTheCentre() {
        MorseNetwork initial = new SvddRecipe().initial(TRAIN, 1);
        List<Double> losses = new ArrayList<>();
        HeadFit once =
                new HeadFit(new KlLoss.Weighted(0), false, Set.of(Learnable.WEIGHTS), 1, TRAIN.size(), 1e-3, 0, 1);
        MorseNetwork stepped = HeadTrainer.fit(initial, TRAIN, REFERENCE, once, losses::add);
        double expected = meanSquaredDistance(initial);
        assertEquals(expected, losses.get(0), 1e-5 * expected);
        assertTrue(meanSquaredDistance(stepped) < expected);
        assertEquals(expected, Arrays.stream(initial.energies(TRAIN)).average().orElseThrow(), 1e-9 * expected);
    }

    /** With biases the constant c is in reach, and without the reference nothing keeps the map from it. */
    @Test
    void withBiasesDeepSvddCollapsesAndIsRefusedByName() {
        AffineMap layer = MlpRecipe.layer(D, 2, new SplittableRandom(3));
        Expert expert = new Expert(List.of(Layout.EMBEDDING), layer, new float[][] {{1, 2}}, new Kernel.Gaussian(2));
        MorseNetwork initial = new MorseNetwork(TRAIN.layout(), List.of(expert), Pooling.MAX);
        EnumSet<Learnable> learned = EnumSet.of(Learnable.WEIGHTS, Learnable.BIASES);
        HeadFit fit = new HeadFit(new KlLoss.Weighted(0), false, learned, 2_000, TRAIN.size(), 0.05, 0, 1);
        MorseNetwork collapsed = HeadTrainer.fit(initial, TRAIN, REFERENCE, fit, loss -> {});
        double left = meanSquaredDistance(collapsed) / meanSquaredDistance(initial);
        assertTrue(left < 1e-6, "left of the squared distance: " + left); // 2e-8 were reached
        CollapseGuard.CollapsedException failure = assertThrows(
                CollapseGuard.CollapsedException.class,
                () -> CollapseGuard.passed(initial, collapsed, TRAIN, REFERENCE, 0));
        assertEquals(CollapseGuard.Reason.NO_GAP, failure.reason());
    }

    /** So the map cannot be the constant c, which is not zero. */
    @Test
    void withoutBiasesTheMapOfDeepSvddStaysZeroAtZero() {
        SvddRecipe recipe = new SvddRecipe();
        MorseNetwork initial = recipe.initial(TRAIN, 1);
        MorseNetwork network = HeadTrainer.fit(initial, TRAIN, REFERENCE, recipe.headFit(1), loss -> {});
        Expert expert = network.experts().get(0);
        assertArrayEquals(new float[expert.map().outputs()], expert.map().apply(new float[D]), 0f);
        for (float coordinate : expert.targets()[0]) {
            assertTrue(Math.abs(coordinate) >= 0.1);
        }
        assertFalse(expert.map().equals(initial.experts().get(0).map()));
        assertEquals(2, expert.kernel().rate(), 0, "a smaller rate would lower the loss by itself");
    }

    @Test
    void isoMaxIsTheSoftmaxOfMinusTheDistancesToLearnedTargets() throws IOException {
        MorseNetwork network = learned(ClassifierRecipe.ISOMAX);
        Expert expert = network.experts().get(0);
        MorseNetwork initial = ClassifierRecipe.ISOMAX.initial(TRAIN, 1);
        assertFalse(Arrays.deepEquals(initial.experts().get(0).targets(), expert.targets()), "targets are learned");
        assertEquals(initial.experts().get(0).kernel(), expert.kernel());
        float[][] targets = expert.targets();
        int right = 0;
        for (int i = 0; i < HELD.size(); i++) {
            float[] z = expert.map().apply(HELD.block(Layout.EMBEDDING)[i]);
            double[] exponents = new double[3];
            for (int y = 0; y < 3; y++) {
                double square = 0;
                for (int k = 0; k < z.length; k++) {
                    square += ((double) z[k] - targets[y][k]) * ((double) z[k] - targets[y][k]);
                }
                exponents[y] = -expert.kernel().rate() * Math.sqrt(square);
            }
            double[] probabilities = network.classProbabilities(HELD.rows()[i]);
            assertArrayEquals(softmax(exponents), probabilities, 1e-12);
            right += probabilities[HELD.labels()[i]] > 0.5 ? 1 : 0;
        }
        assertTrue(right > 80, right + " of 90"); // a third by chance
    }

    /** The loss says nothing of x alone: rows between the classes are nearer to the targets than the classes themselves. */
    @Test
    void whereIsoMaxFindsTheReferenceDenserItIsRefusedByName() {
        FeatureTable between = Heads.reference(100, 2).select(BLOCKS);
        CollapseGuard.CollapsedException failure = assertThrows(
                CollapseGuard.CollapsedException.class,
                () -> ClassifierRecipe.ISOMAX.fit(TRAIN, between, 1, loss -> {}));
        assertEquals(CollapseGuard.Reason.NO_GAP, failure.reason());
    }

    /** The loss of a full batch is the cross-entropy, whatever the reference is. */
    @Test
    void theLossOfTheClassifierIsItsCrossEntropy() {
        MorseNetwork initial = ClassifierRecipe.ISOMAX.initial(TRAIN, 1);
        List<Double> losses = new ArrayList<>();
        HeadFit once = new HeadFit(new KlLoss.Conditional(), true, Learnable.MAPS, 1, TRAIN.size(), 1e-3, 0, 1);
        HeadTrainer.fit(initial, TRAIN, REFERENCE.rows(new int[] {0}), once, losses::add);
        double sum = 0;
        for (int i = 0; i < TRAIN.size(); i++) {
            sum -= Math.log(initial.classProbabilities(TRAIN.rows()[i])[TRAIN.labels()[i]]);
        }
        assertEquals(sum / TRAIN.size(), losses.get(0), 1e-5); // float32 of energies of order ten
        assertEquals(sum / TRAIN.size(), ClassifierRecipe.crossEntropy(initial, TRAIN), 1e-12);
        Refusals.assertRefused(
                IllegalArgumentException.class,
                () -> new HeadFit(new KlLoss.Conditional(), false, true, 1, 16, 1e-3, 0, 1),
                "supervised");
    }

    @Test
    void contrastiveIsTheSoftmaxOfTheInnerProductsOnTheSphere() throws IOException {
        MorseNetwork network = learned(ClassifierRecipe.CONTRASTIVE);
        Expert expert = network.experts().get(0);
        int right = 0;
        for (int i = 0; i < HELD.size(); i++) {
            float[] z = expert.map().apply(HELD.block(Layout.EMBEDDING)[i]);
            double[] exponents = new double[3];
            for (int y = 0; y < 3; y++) {
                double product = 0;
                for (int k = 0; k < z.length; k++) {
                    product += (double) z[k] * expert.targets()[y][k];
                }
                exponents[y] = expert.kernel().rate() * product;
            }
            double[] probabilities = network.classProbabilities(HELD.rows()[i]);
            // z is on the sphere up to float rounding, which all classes share.
            assertArrayEquals(softmax(exponents), probabilities, 1e-12);
            right += probabilities[HELD.labels()[i]] > 0.5 ? 1 : 0;
        }
        assertTrue(right > 80, right + " of 90");
        assertArrayEquals(
                ClassifierRecipe.CONTRASTIVE.initial(TRAIN, 1).experts().get(0).targets(), expert.targets());
    }

    private static double[] softmax(double[] exponents) {
        double largest = Arrays.stream(exponents).max().orElseThrow();
        double[] z = Arrays.stream(exponents).map(e -> Math.exp(e - largest)).toArray();
        double sum = Arrays.stream(z).sum();
        return Arrays.stream(z).map(v -> v / sum).toArray();
    }

    /** Whitened floats: 1e-7 of distances from the mean, squared and summed over six coordinates. */
    @Test
    void gaussianDensityIsHalfTheSquaredMahalanobisDistance() {
        double[] energies = fitted(DensityRecipe.GAUSSIAN_DENSITY).energies(HELD);
        FeatureTable oneClass = new FeatureTable(TRAIN.layout(), TRAIN.rows(), new int[TRAIN.size()]);
        double[] distances = Mahalanobis.fit(oneClass).score(HELD);
        for (int i = 0; i < energies.length; i++) {
            assertEquals(distances[i] / 2, energies[i], 1e-5 * (1 + energies[i]));
        }
        // A class each, and the densest: the distance to the nearest class.
        MorseNetwork mixture = fitted(DensityRecipe.GAUSSIAN_MIXTURE);
        double[] nearest = new MorseNetwork(mixture.layout(), mixture.experts(), Pooling.MAX).energies(HELD);
        distances = Mahalanobis.fit(TRAIN).score(HELD);
        for (int i = 0; i < nearest.length; i++) {
            assertEquals(distances[i] / 2, nearest[i], 1e-5 * (1 + nearest[i]));
        }
    }

    /** log sum_y N(x; m_y, S) / C = -V - log((2 pi)^(d/2) |S|^(1/2) C), with S by its definition. */
    @Test
    void gaussianMixtureIsItsLogDensity() {
        MorseNetwork network = fitted(DensityRecipe.GAUSSIAN_MIXTURE);
        float[][] rows = TRAIN.block(Layout.EMBEDDING);
        double[][] means = Whitening.classMeans(rows, TRAIN.labels());
        double[][] covariance = new double[D][D];
        for (int i = 0; i < rows.length; i++) {
            double[] mean = means[TRAIN.labels()[i]];
            for (int j = 0; j < D; j++) {
                for (int k = 0; k < D; k++) {
                    covariance[j][k] += (rows[i][j] - mean[j]) * (rows[i][k] - mean[k]) / rows.length;
                }
            }
        }
        Gaussian gaussian = new Gaussian(covariance);
        for (float[] row : HELD.rows()) {
            double density = 0;
            for (double[] mean : means) {
                density += Math.exp(-gaussian.squaredDistance(row, 3, mean) / 2) / 3;
            }
            double expected = Math.log(density) - gaussian.logDeterminant / 2 - D / 2.0 * Math.log(2 * Math.PI);
            double constant = Math.log(3) + gaussian.logDeterminant / 2 + D / 2.0 * Math.log(2 * Math.PI);
            double energy = network.energy(row);
            assertEquals(expected, -energy - constant, 1e-5 * (1 + Math.abs(energy))); // floats, and a ridge of 1e-8
        }
    }

    /** log of the mean of exp(-d^2 / (2 h^2)) over the rows = -V - log n. */
    @Test
    void parzenWindowIsTheMeanOfKernelsAroundTheRows() {
        MorseNetwork network = fitted(DensityRecipe.PARZEN_WINDOW);
        assertEquals(TRAIN.size(), network.classes());
        float[][] rows = TRAIN.block(Layout.EMBEDDING);
        double[] mean = Whitening.classMeans(rows, new int[rows.length])[0];
        double[][] covariance = new double[D][D];
        for (float[] row : rows) {
            for (int j = 0; j < D; j++) {
                for (int k = 0; k < D; k++) {
                    covariance[j][k] += (row[j] - mean[j]) * (row[k] - mean[k]) / rows.length;
                }
            }
        }
        Gaussian gaussian = new Gaussian(covariance);
        double width = Math.pow(rows.length, -1.0 / (D + 4));
        for (float[] row : HELD.rows()) {
            double sum = 0;
            for (float[] other : rows) {
                double[] centre = new double[D];
                for (int j = 0; j < D; j++) {
                    centre[j] = other[j];
                }
                sum += Math.exp(-gaussian.squaredDistance(row, 3, centre) / (2 * width * width));
            }
            double energy = network.energy(row);
            assertEquals(
                    Math.log(sum / rows.length),
                    -energy - Math.log(rows.length),
                    1e-5 * (1 + Math.abs(energy) + Math.log(rows.length)));
        }
    }

    @Test
    void aParzenWindowKeepsASeededThousandRows() {
        FeatureTable many = Heads.data(1_200, 5).select(BLOCKS);
        HeadRecipe recipe = DensityRecipe.PARZEN_WINDOW;
        MorseNetwork one = recipe.fit(many, REFERENCE, 1, loss -> {});
        assertEquals(1_000, one.classes());
        assertArrayEquals(
                one.energies(HELD), recipe.fit(many, REFERENCE, 1, loss -> {}).energies(HELD));
        assertFalse(Arrays.equals(
                one.energies(HELD), recipe.fit(many, REFERENCE, 2, loss -> {}).energies(HELD)));
        long distinct = Arrays.stream(one.experts().get(0).targets())
                .map(Arrays::hashCode)
                .distinct()
                .count();
        assertTrue(distinct > 995, distinct + " of 1000"); // hashes may meet, rows do not
    }

    /** Quadratic forms and the determinant by Gauss-Jordan elimination, which nothing in the library uses. */
    private static final class Gaussian {

        private final double[][] inverse = new double[D][D];
        private double logDeterminant;

        Gaussian(double[][] covariance) {
            double[][] a = Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new);
            for (int i = 0; i < D; i++) {
                inverse[i][i] = 1;
            }
            for (int c = 0; c < D; c++) { // positive definite: no pivoting is needed
                double pivot = a[c][c];
                logDeterminant += Math.log(pivot);
                for (int j = 0; j < D; j++) {
                    a[c][j] /= pivot;
                    inverse[c][j] /= pivot;
                }
                for (int i = 0; i < D; i++) {
                    double factor = i == c ? 0 : a[i][c];
                    for (int j = 0; j < D; j++) {
                        a[i][j] -= factor * a[c][j];
                        inverse[i][j] -= factor * inverse[c][j];
                    }
                }
            }
        }

        /** The embedding starts at column {@code from}. */
        double squaredDistance(float[] row, int from, double[] mean) {
            double sum = 0;
            for (int j = 0; j < D; j++) {
                for (int k = 0; k < D; k++) {
                    sum += (row[from + j] - mean[j]) * inverse[j][k] * (row[from + k] - mean[k]);
                }
            }
            return sum;
        }
    }
}
