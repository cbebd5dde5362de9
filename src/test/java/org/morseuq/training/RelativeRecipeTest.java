package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.Expert;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.RelativeMetric;

final class RelativeRecipeTest {

    private static final FeatureTable TRAIN = Heads.data(600, 1);
    private static final FeatureTable REFERENCE = Heads.reference(300, 2);

    private static final MorseNetwork PRODUCT = fit("product");
    private static final MorseNetwork RELATIVE = fit("relative-product");

    private static MorseNetwork fit(String name) {
        return HeadRecipe.named(name).fit(TRAIN, REFERENCE, 1, loss -> {});
    }

    @Test
    void theFirstExpertIsThatOfTheProduct() {
        Expert first = PRODUCT.experts().get(0);
        assertEquals(first.kernel(), RELATIVE.experts().get(0).kernel());
        assertArrayEquals(first.targets(), RELATIVE.experts().get(0).targets());
        assertEquals(PRODUCT.layout(), RELATIVE.layout());
    }

    @Test
    void theSecondExpertIsBentAwayFromTheReference() {
        Expert plain = PRODUCT.experts().get(1);
        Expert bent = RelativeMetric.bend(plain, REFERENCE.columns(plain.blocks()), RelativeRecipe.POWER);
        Expert second = RELATIVE.experts().get(1);
        assertEquals(bent.map(), second.map());
        assertArrayEquals(bent.targets(), second.targets());
    }

    @Test
    void theSecondExpertVariesHalfAsMuchAgain() {
        // Energies are proportional to the rate, so only rounding in sums of 600 doubles is left.
        assertEquals(1.5, deviation(RELATIVE) / deviation(PRODUCT), 1e-9);
    }

    private static double deviation(MorseNetwork network) {
        double[] energies = new MorseNetwork(
                        network.layout(), List.of(network.experts().get(1)), network.pooling())
                .energies(TRAIN);
        double mean = Arrays.stream(energies).average().orElseThrow();
        return Math.sqrt(Arrays.stream(energies)
                .map(e -> (e - mean) * (e - mean))
                .average()
                .orElseThrow());
    }
}
