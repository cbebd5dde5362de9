package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.Expert;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.RelativeMetric;

final class BalancedRecipeTest {

    private static final FeatureTable TRAIN = Heads.data(600, 1);

    /** Spoilt rows alone are all farther away than any training row, and the loss of separable rows has no minimum. */
    private static final FeatureTable REFERENCE = Heads.reference(300, 2).followedBy(Heads.data(100, 3));

    private static MorseNetwork fit(String name) {
        return HeadRecipe.named(name).fit(TRAIN, REFERENCE, 1, loss -> {});
    }

    @Test
    void theExpertsAreThoseOfTheProductAndTheSecondVariesHalfAsMuchAsTheFirst() {
        MorseNetwork product = fit("product");
        MorseNetwork balanced = fit("balanced-product");
        assertEquals(product.layout(), balanced.layout());
        for (int e = 0; e < 2; e++) {
            assertEquals(
                    product.experts().get(e).map(), balanced.experts().get(e).map());
            assertArrayEquals(
                    product.experts().get(e).targets(),
                    balanced.experts().get(e).targets());
        }
        // Rates are kept in single precision nowhere, so only rounding in sums of 600 doubles is left.
        assertEquals(0.5, deviation(balanced, 1, TRAIN) / deviation(balanced, 0, TRAIN), 1e-9);
    }

    /** The bending itself is tested where it is written. */
    @Test
    void anExpertOfTheEmbeddingAloneIsBentAndVariesAsMuchAsTheFirst() {
        List<String> seen = List.of(Layout.LOGITS, Layout.EMBEDDING);
        FeatureTable train = TRAIN.select(seen);
        FeatureTable reference = REFERENCE.select(seen);
        MorseNetwork balanced = HeadRecipe.named("balanced-product").fit(train, reference, 1, loss -> {});
        Expert plain = HeadRecipe.named("product")
                .fit(train, reference, 1, loss -> {})
                .experts()
                .get(1);
        Expert bent = RelativeMetric.bend(plain, reference.columns(plain.blocks()), 0.3);
        assertEquals(bent.map(), balanced.experts().get(1).map());
        assertArrayEquals(bent.targets(), balanced.experts().get(1).targets());
        assertEquals(1, deviation(balanced, 1, train) / deviation(balanced, 0, train), 1e-9);
    }

    private static double deviation(MorseNetwork network, int expert, FeatureTable table) {
        double[] energies = new MorseNetwork(
                        network.layout(), List.of(network.experts().get(expert)), network.pooling())
                .energies(table);
        double mean = Arrays.stream(energies).average().orElseThrow();
        return Math.sqrt(Arrays.stream(energies)
                .map(e -> (e - mean) * (e - mean))
                .average()
                .orElseThrow());
    }

    /** Whatever both rates are multiplied by, the loss of the fitted network is no larger; it is told to the journal. */
    @Test
    void theScaleIsThatOfTheLeastLoss() {
        double[] told = new double[1];
        MorseNetwork network = HeadRecipe.named("balanced-product").fit(TRAIN, REFERENCE, 1, loss -> told[0] = loss);
        double[] energies = network.energies(TRAIN);
        double[] foreign = network.energies(REFERENCE);
        double least = BalancedRecipe.loss(1, energies, foreign);
        assertEquals(told[0], least, 1e-9 * Math.max(1, Math.abs(least))); // of energies scaled before or after
        for (double factor : new double[] {0.9, 0.99, 1.01, 1.1}) {
            assertTrue(BalancedRecipe.loss(factor, energies, foreign) > least, "times " + factor);
        }
    }

    /**
     * Closed form: all training energies m, half of the reference at 0 and half at c. The tilted mean
     * \( c e^{-\lambda c} / (1 + e^{-\lambda c}) \) is m at \( \lambda = \log(c / m - 1) / c \).
     */
    @Test
    void twoPointsHaveTheScaleOfTheClosedForm() {
        double c = 3;
        double m = 0.4;
        double[] energies = IntStream.range(0, 10).mapToDouble(i -> m).toArray();
        double[] foreign = IntStream.range(0, 8).mapToDouble(i -> c * (i % 2)).toArray();
        assertEquals(Math.log(c / m - 1) / c, BalancedRecipe.scale(energies, foreign), 1e-9);
        double lambda = 0.7;
        assertEquals(
                lambda * m + Math.log((1 + Math.exp(-lambda * c)) / 2),
                BalancedRecipe.loss(lambda, energies, foreign),
                1e-12);
    }

    /** Without a minimum the scale ends at a limit: separable rows at the upper one, a reference that is nearer at the lower. */
    @Test
    void rowsWithoutAMinimumEndAtALimit() {
        double[] near = {0, 1};
        double[] far = {5, 6};
        assertEquals(100, BalancedRecipe.scale(near, far), 1e-6);
        assertEquals(0.01, BalancedRecipe.scale(far, near), 1e-9);
    }
}
