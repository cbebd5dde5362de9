package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morseuq.backbone.LiveArrays;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.AffineMap;
import org.morseuq.head.Expert;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;

final class HeadTrainerTest {

    private static final FeatureTable DATA = Heads.data(120, 1);
    private static final FeatureTable REFERENCE = Heads.reference(90, 2);

    private static HeadFit fit(KlLoss loss, boolean supervised, boolean learnsMaps, int epochs, int batch, long seed) {
        return new HeadFit(
                loss, supervised, learnsMaps, epochs, batch, learnsMaps ? 0.01 : 0.05, learnsMaps ? 0 : 1e-3, seed);
    }

    private static MorseNetwork fitted(MorseNetwork initial, HeadFit fit, List<Double> losses) {
        return HeadTrainer.fit(initial, DATA, REFERENCE, fit, losses::add);
    }

    @ParameterizedTest
    @CsvSource({
        "gaussian, false, true, MAX",
        "gaussian, true, true, SUM",
        "laplace, true, true, MAX",
        "laplace, false, false, MAX",
        "gaussian, false, false, SUM"
    })
    void changesTheParametersAndLowersTheLoss(String kernel, boolean supervised, boolean learnsMaps, Pooling pooling) {
        MorseNetwork initial = Heads.network(kernel, supervised, pooling);
        List<Double> losses = new ArrayList<>();
        KlLoss loss = learnsMaps ? new KlLoss.Weighted(1) : new KlLoss.SelfNormalized();
        MorseNetwork network = fitted(initial, fit(loss, supervised, learnsMaps, 40, 200, 1), losses);
        assertEquals(40, losses.size());
        assertTrue(losses.get(39) < losses.get(0) - 0.05, losses.toString());
        for (int e = 0; e < 2; e++) {
            Expert before = initial.experts().get(e);
            Expert after = network.experts().get(e);
            assertNotEquals(before.kernel().rate(), after.kernel().rate());
            assertArrayEquals(before.targets(), after.targets(), "targets are not learned");
            // The first expert's map has nothing to learn.
            assertEquals(
                    e == 0 || !learnsMaps,
                    Arrays.equals(before.map().apply(x(before)), after.map().apply(x(before))));
        }
    }

    private static float[] x(Expert expert) {
        return DATA.columns(expert.blocks())[0];
    }

    @Test
    void labelsDrawEveryPointToItsOwnTarget() {
        MorseNetwork initial = Heads.network("gaussian", true, Pooling.MAX);
        MorseNetwork network = fitted(initial, fit(new KlLoss.Weighted(1), true, true, 150, 200, 1), new ArrayList<>());
        int right = 0;
        FeatureTable held = Heads.data(300, 3);
        for (int i = 0; i < held.size(); i++) {
            double[] energies = network.classEnergies(held.rows()[i]);
            int least = 0;
            for (int y = 1; y < 3; y++) {
                least = energies[y] < energies[least] ? y : least;
            }
            right += least == held.labels()[i] ? 1 : 0;
        }
        assertTrue(right > 270, right + " of 300"); // a third by chance
    }

    @Test
    void theSameSeedGivesTheSameNetworkBitForBit() {
        MorseNetwork initial = Heads.network("gaussian", true, Pooling.MAX);
        HeadFit one = fit(new KlLoss.Weighted(1), true, true, 5, 16, 1);
        HeadFit two = fit(new KlLoss.Weighted(1), true, true, 5, 16, 2);
        double[] first = fitted(initial, one, new ArrayList<>()).energies(DATA);
        assertArrayEquals(first, fitted(initial, one, new ArrayList<>()).energies(DATA), 0);
        assertFalse(Arrays.equals(first, fitted(initial, two, new ArrayList<>()).energies(DATA)));
    }

    @Test
    void noStepLeavesAnArrayBehind() {
        Set<Learnable> everything = Set.of(Learnable.values());
        for (Set<Learnable> learned : List.of(everything, Learnable.MAPS, Set.of(Learnable.RATES))) {
            int before = LiveArrays.count();
            List<Integer> arrays = new ArrayList<>();
            HeadFit fit = new HeadFit(new KlLoss.Weighted(1), true, learned, 10, 16, 0.01, 1e-3, 1);
            HeadTrainer.fit(
                    Heads.network(learned.equals(everything) ? "laplace" : "other", true, Pooling.SUM),
                    DATA,
                    REFERENCE,
                    fit,
                    loss -> arrays.add(LiveArrays.count()));
            assertEquals(Set.of(arrays.get(0)), Set.copyOf(arrays));
            assertEquals(before, LiveArrays.count());
        }
    }

    /** One Gaussian expert with a learned affine map of the embedding and one target away from the data. */
    private static MorseNetwork affine() {
        float[][] weights = {{0.5f, 0.1f, -0.3f, 0.2f, 0.4f, 0.1f}, {-0.2f, 0.3f, 0.1f, 0.5f, -0.1f, 0.2f}};
        Expert expert = new Expert(
                List.of(Layout.EMBEDDING),
                new AffineMap(weights, new float[2]),
                new float[][] {{1, 2}},
                new Kernel.Gaussian(1));
        return new MorseNetwork(Heads.LAYOUT, List.of(expert), Pooling.MAX);
    }

    private static double meanDistance(MorseNetwork network, FeatureTable table) {
        Expert expert = network.experts().get(0);
        return Arrays.stream(table.columns(expert.blocks()))
                .mapToDouble(x -> Math.sqrt(expert.divergences(x)[0]))
                .average()
                .orElseThrow();
    }

    @Test
    void withoutTheReferenceALearnedMapSendsEverythingToTheTarget() {
        double data = meanDistance(affine(), DATA);
        double reference = meanDistance(affine(), REFERENCE);
        HeadFit without = new HeadFit(new KlLoss.Weighted(0), false, true, 2000, 200, 0.05, 0, 1);
        MorseNetwork collapsed = fitted(affine(), without, new ArrayList<>());
        // The trivial solution W = 0, b = t is reached up to 2e-6; the bound leaves room for other rounding.
        assertTrue(meanDistance(collapsed, DATA) < 1e-4 * data, data + " to " + meanDistance(collapsed, DATA));
        assertTrue(
                meanDistance(collapsed, REFERENCE) < 1e-4 * reference,
                reference + " to " + meanDistance(collapsed, REFERENCE));
        HeadFit with = new HeadFit(new KlLoss.Weighted(1), false, true, 800, 200, 0.05, 0, 1);
        MorseNetwork kept = fitted(affine(), with, new ArrayList<>());
        assertTrue(meanDistance(kept, REFERENCE) > 1, "with it they are kept at " + meanDistance(kept, REFERENCE));
        assertTrue(meanDistance(kept, REFERENCE) > 1.5 * meanDistance(kept, DATA));
    }

    @Test
    void whatCannotBeFittedIsRefused() {
        MorseNetwork network = Heads.network("gaussian", true, Pooling.MAX);
        HeadFit supervised = fit(new KlLoss.Weighted(1), true, true, 1, 16, 1);
        Refusals.assertRefused(
                IllegalArgumentException.class,
                () -> HeadTrainer.fit(network, REFERENCE, DATA, supervised, loss -> {}),
                "labels from 0 to 2",
                "-1");
        FeatureTable none = DATA.rows(new int[0]);
        Refusals.assertRefused(
                IllegalArgumentException.class,
                () -> HeadTrainer.fit(network, none, REFERENCE, supervised, loss -> {}),
                "0 and 90");
        // A refusal in the middle of a step leaves the engine usable.
        assertEquals(
                3,
                HeadTrainer.fit(network, DATA, REFERENCE, supervised, loss -> {})
                        .classes());
    }
}
